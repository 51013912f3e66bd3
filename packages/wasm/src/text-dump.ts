// A module in readable form, for debugging what the compiler emitted: one line an instruction with its byte
// offset, indented by block. It resembles the text format but is not meant to be assembled again.
import { BinaryReader } from "./binary-reader.ts";
import { decodeModule } from "./decode.ts";
import type { ByteRange, DecodedModule, FunctionBody, ImportType } from "./decoded-module.ts";
import { catchFailure } from "./failure.ts";
import { Op } from "./generated/opcodes.ts";
import { InstructionReader } from "./instruction-reader.ts";
import { BlockType, type FunctionType, type Limits, type ValueType, valueTypeName } from "./value-type.ts";

const kindNames = ["func", "table", "memory", "global", "tag"] as const;

/** Lines that show a module; the last one tells where and why reading stopped if the bytes are malformed. */
export function dumpModule(bytes: Uint8Array): string {
  const module = decodeModule(bytes);
  if (module.kind !== "module") return `${module.kind} at ${hex(module.offset)}: ${module.message}`;
  const lines = [...declarations(module)];
  const failure = catchFailure(() => {
    const imported = module.imports.filter((entry) => entry.import.kind === "function").length;
    module.code.forEach((body, index) => {
      const type = module.types[module.functions[index]!];
      lines.push("", `func ${imported + index} ${type ? signature(type) : "of an unknown type"}`);
      lines.push(...bodyLines(module, body));
    });
    return undefined;
  });
  if (failure !== undefined) lines.push(`${failure.kind} at ${hex(failure.offset)}: ${failure.message}`);
  return lines.join("\n");
}

function* declarations(module: DecodedModule): Generator<string> {
  for (const [index, type] of module.types.entries()) yield `type ${index} ${signature(type)}`;
  for (const entry of module.imports)
    yield `import "${entry.module}" "${entry.name}" ${importText(entry.import)}`;
  for (const table of module.tables) yield `table ${limits(table)} ${valueTypeName(table.element)}`;
  for (const memory of module.memories) yield `memory ${limits(memory)}`;
  for (const { type } of module.globals)
    yield `global ${type.mutable ? "mutable " : ""}${valueTypeName(type.type)}`;
  for (const entry of module.exports) yield `export "${entry.name}" ${kindNames[entry.kind]} ${entry.index}`;
  if (module.start !== undefined) yield `start ${module.start}`;
  for (const { mode, items } of module.elements) {
    yield `elem ${mode.kind} ${items.kind === "functions" ? items.indices.join(" ") : `${items.expressions.length} expressions`}`;
  }
  for (const { mode, bytes } of module.data) yield `data ${mode.kind} ${bytes.end - bytes.start} bytes`;
}

function importText(wanted: ImportType): string {
  switch (wanted.kind) {
    case "function":
      return `func type ${wanted.type}`;
    case "table":
      return `table ${limits(wanted.type)}`;
    case "memory":
      return `memory ${limits(wanted.type)}`;
    case "global":
      return `global ${wanted.type.mutable ? "mutable " : ""}${valueTypeName(wanted.type.type)}`;
    case "tag":
      return `tag type ${wanted.type}`;
  }
}

const limits = ({ minimum, maximum }: Limits): string => `${minimum}..${maximum ?? ""}`;
const typeNames = (types: readonly ValueType[]): string => types.map(valueTypeName).join(" ");
const signature = ({ parameters, results }: FunctionType): string =>
  `(${typeNames(parameters)}) -> (${typeNames(results)})`;
const hex = (offset: number): string => `0x${offset.toString(16)}`;

function* bodyLines(module: DecodedModule, { locals, code }: FunctionBody): Generator<string> {
  for (const { count, type } of locals) yield `          local ${count} × ${valueTypeName(type)}`;
  yield* codeLines(module, code);
}

function* codeLines(module: DecodedModule, { start, end }: ByteRange): Generator<string> {
  const code = new InstructionReader(new BinaryReader(module.bytes, start, end));
  let depth = 1;
  while (!code.reader.isAtEnd) {
    const op = code.next();
    if (op === Op.End || op === Op.Else) depth -= 1;
    const text = [code.info.name, ...immediates(module, code)].join(" ");
    yield `${hex(code.offset).padStart(8)}  ${"  ".repeat(Math.max(depth, 0))}${text}`;
    if (op === Op.Block || op === Op.Loop || op === Op.If || op === Op.Else) depth += 1;
  }
}

function immediates(module: DecodedModule, code: InstructionReader): readonly (string | number)[] {
  switch (code.info.immediate) {
    case "none":
    case "memory-copy":
      return [];
    case "block":
      return code.blockType === BlockType.empty ? [] : [blockText(code.blockType)];
    case "heap":
    case "types":
      return [blockText(code.blockType)];
    case "labels":
      return code.labels;
    case "i64":
      return [((BigInt(code.high) << 32n) | BigInt(code.low >>> 0)).toString()];
    case "f32":
    case "f64":
      return [floatOf(code)];
    case "memory":
      return memoryText(code);
    case "memory-lane":
      return [...memoryText(code), code.index];
    case "v128":
    case "shuffle":
      return [...module.bytes.subarray(code.vectorOffset, code.vectorOffset + 16)];
    case "call-indirect":
      return [`type ${code.index}`, `table ${code.second}`];
    case "table-init":
    case "table-copy":
      return [code.index, code.second];
    default:
      return [code.index];
  }
}

function memoryText(code: InstructionReader): string[] {
  if (code.op === Op.MemorySize || code.op === Op.MemoryGrow || code.op === Op.MemoryFill) return [];
  return [`offset=${code.memoryOffset}`, `align=${2 ** code.align}`];
}

const blockText = (type: number): string => (type >= 0 ? `type ${type}` : valueTypeName(type as ValueType));

function floatOf(code: InstructionReader): number {
  const view = new DataView(new ArrayBuffer(8));
  if (code.info.immediate === "f32") {
    view.setInt32(0, code.index);
    return view.getFloat32(0);
  }
  view.setInt32(0, code.high);
  view.setInt32(4, code.low);
  return view.getFloat64(0);
}
