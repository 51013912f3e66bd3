// Reads instructions one by one. One object serves a whole function: `next` overwrites its fields, so that
// walking megabytes of code allocates nothing but the label lists of `br_table`.
import { assert } from "@tyara/base";
import type { BinaryReader } from "./binary-reader.ts";
import { Proposal } from "./failure.ts";
import { type Immediate, Op, opcodeRows } from "./generated/opcodes.ts";

/** What the opcode table says about one instruction. */
export interface OpcodeInfo {
  readonly name: string;
  readonly immediate: Immediate;
  /** Natural alignment as a power of two, or how many lanes there are. */
  readonly size: number;
  readonly signature: string;
}

const tableSize = 0x501;
const unknownPlace = 0x500;

/**
 * A dense place for an opcode: plain opcodes, then those behind 0xfc, those behind 0xfd by their lower and their higher numbers, and
 * those behind 0xfe. All others share a place.
 */
export function denseOpcode(op: number): number {
  if (op < 0x100) return op;
  switch (op >> 8) {
    case 0xfc:
      return 0x100 + (op & 0xff);
    case 0xfd:
      return 0x200 + (op & 0xff);
    case 0xfd1:
      return 0x300 + (op & 0xff);
    case 0xfe:
      return 0x400 + (op & 0xff);
    default:
      return unknownPlace;
  }
}

const infos: (OpcodeInfo | undefined)[] = new Array<OpcodeInfo | undefined>(tableSize).fill(undefined);
for (const [name, op, immediate, size, signature] of opcodeRows) {
  assert(denseOpcode(op) !== unknownPlace, `${name} has an unknown prefix`);
  infos[denseOpcode(op)] = { name, immediate, size, signature };
}

/** What is known of an opcode; undefined for bytes that are no instruction. */
export function opcodeInfo(op: number): OpcodeInfo | undefined {
  return infos[denseOpcode(op)];
}

/** Ranges of opcodes, behind their prefix, that proposals brought which this package has no code for. */
const laterOpcodes: readonly (readonly [from: number, to: number, proposal: string])[] = [
  [0x06, 0x0a, Proposal.exceptions],
  [0x14, 0x15, Proposal.functionReferences],
  [0x18, 0x19, Proposal.exceptions],
  [0x1f, 0x1f, Proposal.exceptions],
  [0xd3, 0xd6, Proposal.functionReferences],
  [0xfb00, 0xfb7f, Proposal.gc],
  [0xfc13, 0xfc16, Proposal.wideArithmetic],
];

/** Opcodes from this byte on are prefixes. */
const firstPrefix = 0xfb;

/** Bound on targets of a `br_table`, as other engines have it: a count is no reason to allocate. */
const maxBranchTargets = 65_520;

const noInfo: OpcodeInfo = { name: "", immediate: "none", size: 0, signature: "*" };

export class InstructionReader {
  readonly reader: BinaryReader;
  /** Opcode of the current instruction. */
  op = 0;
  /** Byte offset of the current instruction in the module. */
  offset = 0;
  info: OpcodeInfo = noInfo;
  /** The first index, label depth or lane; the value of `i32.const`; the bits of `f32.const`. */
  index = 0;
  /** The second index: table of `call_indirect` and `table.init`, source of `table.copy`. */
  second = 0;
  /** Alignment as a power of two. */
  align = 0;
  /** Constant part of an address. */
  memoryOffset = 0;
  /** Low half of `i64.const` and of the bits of `f64.const`. */
  low = 0;
  /** High half of `i64.const` and of the bits of `f64.const`. */
  high = 0;
  /** Type of a block as in `BlockType`; type of a null reference; first type of a typed select. */
  blockType = 0;
  /** Targets of `br_table`, the default last. */
  labels: readonly number[] = [];
  /** Where the sixteen bytes of `v128.const` or a shuffle start. */
  vectorOffset = 0;

  constructor(reader: BinaryReader) {
    this.reader = reader;
  }

  /** Reads the next instruction. */
  next(): number {
    const { reader } = this;
    this.offset = reader.offset;
    let op = reader.u8();
    if (op >= firstPrefix) op = this.#prefixed(op);
    const info = infos[denseOpcode(op)];
    if (info === undefined) return this.#unknown(op);
    this.op = op;
    this.info = info;
    if (info.immediate !== "none") this.#immediates(info);
    return op;
  }

  #prefixed(prefix: number): number {
    if (prefix === 0xff) this.#unknown(prefix);
    const number = this.reader.u32();
    if (number > 0xfff) this.#unknown(prefix * 0x1_0000 + number);
    return number > 0xff ? (prefix << 12) | number : (prefix << 8) | number;
  }

  #unknown(op: number): never {
    const later = laterOpcodes.find(([from, to]) => op >= from && op <= to);
    if (later !== undefined) this.reader.unsupported(later[2], this.offset);
    return this.reader.malformed(`illegal opcode 0x${op.toString(16)}`, this.offset);
  }

  #immediates(info: OpcodeInfo): void {
    const { reader } = this;
    switch (info.immediate) {
      case "none":
        return;
      case "label":
      case "function":
      case "local":
      case "global":
      case "table":
      case "element":
      case "data":
        this.index = reader.u32();
        return;
      case "i32":
        this.index = reader.s32();
        return;
      case "f32":
        this.index = reader.bits32();
        return;
      case "i64":
        this.low = reader.s64();
        this.high = reader.high;
        return;
      case "f64":
        this.low = reader.bits32();
        this.high = reader.bits32();
        return;
      case "block":
        this.blockType = reader.s33();
        return;
      case "heap":
        this.blockType = reader.s33();
        return;
      case "types":
        this.#types();
        return;
      case "labels":
        this.#labels();
        return;
      case "v128":
        this.vectorOffset = reader.skip(16);
        return;
      case "shuffle":
        this.vectorOffset = reader.skip(16);
        return;
      case "lane":
        this.index = reader.u8();
        return;
      case "memory":
        if (this.op === Op.MemorySize || this.op === Op.MemoryGrow || this.op === Op.MemoryFill) this.#zero();
        else this.#memoryArgument();
        return;
      case "atomic":
        this.#memoryArgument();
        return;
      case "fence":
        this.#zero();
        return;
      case "memory-lane":
        this.#memoryArgument();
        this.index = reader.u8();
        return;
      case "memory-init":
        this.index = reader.u32();
        this.#zero();
        return;
      case "memory-copy":
        this.#zero();
        this.#zero();
        return;
      case "call-indirect":
      case "table-init":
      case "table-copy":
        this.index = reader.u32();
        this.second = reader.u32();
        return;
      default:
        info.immediate satisfies never;
    }
  }

  #memoryArgument(): void {
    this.align = this.reader.u32();
    if (this.align >= 64 && this.align < 96) this.reader.unsupported(Proposal.multiMemory, this.offset);
    if (this.align >= 32) this.reader.malformed("malformed memop flags", this.reader.offset - 1);
    this.memoryOffset = this.reader.u32();
  }

  #zero(): void {
    if (this.reader.u8() !== 0) this.reader.malformed("zero byte expected", this.reader.offset - 1);
  }

  #types(): void {
    this.index = this.reader.u32();
    for (let i = 0; i < this.index; i++) {
      const type = this.reader.s33();
      if (i === 0) this.blockType = type;
    }
  }

  #labels(): void {
    const { reader } = this;
    const count = reader.u32();
    if (count > maxBranchTargets) reader.malformed("br_table has too many targets");
    const labels: number[] = [];
    for (let i = 0; i <= count; i++) labels.push(reader.u32());
    this.labels = labels;
  }
}
