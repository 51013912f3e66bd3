// Writes the opcode table and the instruction methods of the encoder from data/opcodes.txt, so that the
// encoder, the decoder, the validator and the text dump can never disagree about an instruction.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Rows of the data file, one an instruction. */
export function parseOpcodes(text) {
  const rows = [];
  let feature = "";
  let isEncoded = true;
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("=")) {
      feature = line.slice(1).replace(", not encoded", "").trim();
      isEncoded = !line.endsWith(", not encoded");
    } else rows.push(...parseRow(line, feature).map((row) => ({ ...row, isEncoded })));
  }
  return rows.sort((a, b) => a.code - b.code);
}

function parseRow(line, feature) {
  const [first, immediates, signature, ...names] = line.split(/\s+/);
  const [immediate, size] = immediates.split(":");
  let prefix = "";
  return names.map((name, index) => {
    const full = name.includes(".") ? name : prefix + name;
    prefix = full.includes(".") ? full.slice(0, full.indexOf(".") + 1) : "";
    const code = Number.parseInt(first, 16) + index;
    return {
      code,
      name: full,
      method: methodName(full),
      immediate: immediate === "-" ? "none" : immediate,
      size: Number(size ?? 0),
      signature,
      feature,
    };
  });
}

const methodName = (name) => name.replace(/[._](.)/g, (_, letter) => letter.toUpperCase());
const constantName = (name) => methodName(name).replace(/^./, (letter) => letter.toUpperCase());
const hex = (code) => `0x${code.toString(16).padStart(2, "0")}`;

const header = "// Written by scripts/gen/opcodes.mjs from scripts/gen/data/opcodes.txt; do not edit.\n";

// The data file without comments and alignment; see readOpcodeRows.
function compact(text) {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines
    .map((line) => line.replace(/^= /, "=").replace(", not encoded", "").replace(/ +/g, " "))
    .join("\n");
}

function tableSource(rows, text) {
  const members = rows
    .filter((row) => row.isEncoded)
    .map((row) => `  ${constantName(row.name)}: ${hex(row.code)},`)
    .join("\n");
  return `${header}
import { type OpcodeRow, readOpcodeRows } from "../opcode-rows.ts";

/**
 * Opcodes by name, of those that are encoded; an instruction behind a prefix byte is \`prefix << 8 | number\`, and
 * \`prefix << 12 | number\` where the number is more than a byte.
 */
export const Op = {
${members}
} as const;
export type Op = (typeof Op)[keyof typeof Op];

/** Kinds of immediates; what each means is told in the data file. */
export type Immediate = ${[...new Set(rows.map((row) => `"${row.immediate}"`))].join(" | ")};

/** The proposal that brought an instruction ("mvp" for the first release). */
export type Feature = ${[...new Set(rows.map((row) => `"${row.feature}"`))].join(" | ")};

/** Rows of the opcode table, in the order of the opcodes. */
export const opcodeRows: readonly OpcodeRow[] = /* @__PURE__ */ readOpcodeRows(\`${compact(text)}\`);
`;
}

// Parameters and body of the method for each kind of immediates.
const methods = {
  none: () => ["", ""],
  block: () => ["type: number = BlockType.empty", ".s32(type)"],
  label: () => ["depth: number", ".u32(depth)"],
  labels: () => ["depths: readonly number[], otherwise: number", ".u32List(depths).u32(otherwise)"],
  function: () => ["index: number", ".u32(index)"],
  "call-indirect": () => ["type: number, table = 0", ".u32(type).u32(table)"],
  local: () => ["index: number", ".u32(index)"],
  global: () => ["index: number", ".u32(index)"],
  table: () => ["index = 0", ".u32(index)"],
  memory: (row) =>
    row.size === undefined ? ["", ".u8(0)"] : [`offset = 0, align = ${row.size}`, ".u32(align).u32(offset)"],
  i32: () => ["value: number", ".s32(value)"],
  i64: () => ["value: bigint | number", ".s64(value)"],
  f32: () => ["value: number", ".f32(value)"],
  f64: () => ["value: number", ".f64(value)"],
  v128: () => ["value: Uint8Array", ".v128(value)"],
  heap: () => ["type: ValueType", ".u8(type & 0x7f)"],
  types: () => ["type: ValueType", ".u8(1).u8(type & 0x7f)"],
  shuffle: () => ["lanes: readonly number[] | Uint8Array", ".lanes(lanes)"],
  element: () => ["segment: number", ".u32(segment)"],
  data: () => ["segment: number", ".u32(segment)"],
  lane: () => ["lane: number", ".u8(lane)"],
  "memory-lane": (row) => [
    `lane: number, offset = 0, align = ${row.size}`,
    ".u32(align).u32(offset).u8(lane)",
  ],
  "table-init": () => ["segment: number, table = 0", ".u32(segment).u32(table)"],
  "table-copy": () => ["destination = 0, source = 0", ".u32(destination).u32(source)"],
  "memory-init": () => ["segment: number", ".u32(segment).u8(0)"],
  "memory-copy": () => ["", ".u8(0).u8(0)"],
};

function writeOpcode(code) {
  if (code < 0x100) return `this.u8(${hex(code)})`;
  return `this.u8(${hex(code >> 8)}).u32(${hex(code & 0xff)})`;
}

function methodSource(row) {
  const plainMemory = ["memory.size", "memory.grow", "memory.fill"].includes(row.name);
  const [parameters, immediates] = methods[row.immediate](plainMemory ? { ...row, size: undefined } : row);
  const depth = { block: "+= 1", loop: "+= 1", if: "+= 1", end: "-= 1" }[row.name];
  const track = depth ? `    this.depth ${depth};\n` : "";
  return `  /** \`${row.name}\` */\n  ${row.method}(${parameters}): this {\n${track}    return ${writeOpcode(row.code)}${immediates};\n  }`;
}

function sinkSource(rows) {
  return `${header}
import { ByteSink } from "@tyara/base";
import { BlockType, type ValueType } from "../value-type.ts";

/** A byte sink with one chainable method for each instruction. */
export class InstructionSink extends ByteSink {
  /** Blocks opened and not yet ended: the depth that a branch to the function's own label has. */
  depth = 0;

${rows
  .filter((row) => row.isEncoded)
  .map(methodSource)
  .join("\n\n")}
}
`;
}

export function generate({ root, check }) {
  if (check) return [];
  const text = readFileSync(join(root, "scripts/gen/data/opcodes.txt"), "utf8");
  const rows = parseOpcodes(text);
  const folder = join(root, "packages/wasm/src/generated");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "opcodes.ts"), tableSource(rows, text));
  writeFileSync(join(folder, "instructions.ts"), sinkSource(rows));
  return [];
}
