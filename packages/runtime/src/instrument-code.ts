// The code of an instrumented module: function bodies with what spends fuel put in.
//
// A loop spends at its head, once a turn. Where a turn takes a cycle or two that would be half of its time, so small
// innermost loops are unrolled: each copy but the last stands in a block of its own, a branch to the loop leaves that
// block and so goes on with the next copy, and what falls through leaves the loop with its results.
//
//     block R
//       loop R           spends once for all copies
//         block            each copy but the last: a branch to the loop goes to the end of this block
//           …
//           br 2           falling through leaves
//         end
//         …              the last copy, as it was
//       end
//     end

import type { ByteSink } from "@tyara/base";
import { BinaryReader, BlockType, type ByteRange, CodeBuilder, InstructionReader, Op } from "@tyara/wasm";
import { findSmallLoops, type SmallLoop } from "./small-loops.ts";

/** Turns of a loop, or of the copies of one, between two looks at the fuel. */
const turnsPerLook = 256;
const unitsPerLook = 16;
const unitsPerEntry = 4;

/** Limit: copies of a loop's body, and bytes that they take together. */
const maxCopies = 16;
const maxCopiedBytes = 1024;

/** Limit: bytes that copies add to a module, beside as many as its code has. */
const maxGrowth = 1 << 16;

/** By how much to shift the length of a bulk instruction to have its cost in units. */
const bulkShift: ReadonlyMap<number, number> = new Map([
  [Op.MemoryFill, 10],
  [Op.MemoryCopy, 10],
  [Op.MemoryInit, 10],
  [Op.TableFill, 6],
  [Op.TableCopy, 6],
  [Op.TableInit, 6],
]);

const calls: ReadonlySet<number> = new Set([Op.Call, Op.CallIndirect, Op.ReturnCall, Op.ReturnCallIndirect]);
const namesFunction: ReadonlySet<number> = new Set([Op.Call, Op.ReturnCall, Op.RefFunc]);
const isCopied = (op: number) => !calls.has(op) && !namesFunction.has(op) && !bulkShift.has(op);

/** Where code finds what was added to its module. */
export interface FuelIndices {
  readonly fuelGlobal: number;
  /** `() -> ()`: asks for the next ration. */
  readonly restFunction: number;
  /** `(units) -> ()`: spends, and asks for the next ration when there is none left. */
  readonly spendFunction: number;
  /** Functions from this index on were moved by one, since an import was added. */
  readonly firstMovedFunction: number;
}

export class CodeInstrumenter {
  readonly #bytes: Uint8Array;
  readonly #indices: FuelIndices;
  #growthLeft: number;

  /** @param bytes the whole module, `codeLength` bytes of which are code. */
  constructor(bytes: Uint8Array, codeLength: number, indices: FuelIndices) {
    this.#bytes = bytes;
    this.#indices = indices;
    this.#growthLeft = codeLength + maxGrowth;
  }

  /** A function's index after the import was added. */
  moved(functionIndex: number): number {
    return functionIndex < this.#indices.firstMovedFunction ? functionIndex : functionIndex + 1;
  }

  /** Copies a body's instructions with what spends fuel put in; `counter` is a local of type i32 for that. */
  copyBody(out: ByteSink, range: ByteRange, counter: number): void {
    if (this.#runsOn(range)) this.#enter(out, counter);
    const loops = findSmallLoops(this.#bytes, range, isCopied);
    const code = this.#instructions(range);
    let copied = range.start;
    const copyTo = (offset: number) => {
      out.bytes(this.#bytes.subarray(copied, offset));
      copied = offset;
    };
    while (!code.reader.isAtEnd) {
      const op = code.next();
      const shift = bulkShift.get(op);
      const loop = op === Op.Loop ? loops.get(code.offset) : undefined;
      if (shift !== undefined) {
        copyTo(code.offset);
        this.#spendOnBulk(out, counter, shift);
      } else if (namesFunction.has(op)) {
        copyTo(code.offset);
        out.u8(op).u32(this.moved(code.index));
        copied = code.reader.offset;
      } else if (loop !== undefined && this.#mayCopy(loop.body)) {
        copyTo(code.offset);
        this.#unroll(out, loop, counter);
        copied = loop.body.end;
        code.reader.offset = copied;
      } else if (op === Op.Loop) {
        copyTo(code.reader.offset);
        this.#turn(out, counter);
      }
    }
    copyTo(range.end);
  }

  /** Copies an expression, which spends nothing. */
  copyExpression(out: ByteSink, range: ByteRange): void {
    const code = this.#instructions(range);
    while (!code.reader.isAtEnd) {
      const op = code.next();
      if (op === Op.RefFunc) out.u8(op).u32(this.moved(code.index));
      else out.bytes(this.#bytes.subarray(code.offset, code.reader.offset));
    }
  }

  // Whether code may run for longer than its length allows by itself.
  #runsOn(range: ByteRange): boolean {
    const code = this.#instructions(range);
    while (!code.reader.isAtEnd) {
      const op = code.next();
      if (op === Op.Loop || calls.has(op)) return true;
    }
    return false;
  }

  #instructions({ start, end }: ByteRange): InstructionReader {
    return new InstructionReader(new BinaryReader(this.#bytes, start, end));
  }

  #mayCopy({ start, end }: ByteRange): boolean {
    const growth = copiesOf(end - start) * (end - start + 8);
    if (growth > this.#growthLeft) return false;
    this.#growthLeft -= growth;
    return true;
  }

  // Writes all of the loop but its `end`.
  #unroll(out: ByteSink, { body, type }: SmallLoop, counter: number): void {
    const blockType = this.#bytes.subarray(type.start, type.end);
    out.u8(Op.Block).bytes(blockType).u8(Op.Loop).bytes(blockType);
    this.#turn(out, counter);
    for (let copy = copiesOf(body.end - body.start); copy > 1; copy--) {
      out.u8(Op.Block).u8(BlockType.empty & 0x7f);
      this.#copyDeeper(out, body, 2);
      out.u8(Op.Br).u32(2).u8(Op.End);
    }
    this.#copyDeeper(out, body, 1);
    out.u8(Op.End);
  }

  // Copies the body of a loop that now stands `levels` blocks deeper than before, seen from what is around it.
  #copyDeeper(out: ByteSink, body: ByteRange, levels: number): void {
    const code = this.#instructions(body);
    let depth = 0;
    const moved = (label: number) => (label > depth ? label + levels : label);
    while (!code.reader.isAtEnd) {
      const op = code.next();
      if (op === Op.Block || op === Op.Loop || op === Op.If) depth += 1;
      else if (op === Op.End) depth -= 1;
      if (op === Op.Br || op === Op.BrIf) out.u8(op).u32(moved(code.index));
      else if (op === Op.BrTable) {
        const labels = code.labels.map(moved);
        out.u8(op).u32(labels.length - 1);
        for (const label of labels) out.u32(label);
      } else out.bytes(this.#bytes.subarray(code.offset, code.reader.offset));
    }
  }

  #enter(out: ByteSink, counter: number): void {
    const { fuelGlobal, restFunction } = this.#indices;
    const code = new CodeBuilder();
    code.globalGet(fuelGlobal).i32Const(unitsPerEntry).i32Sub().localTee(counter).globalSet(fuelGlobal);
    code.localGet(counter).i32Const(0).i32LtS().if(BlockType.empty).call(restFunction).end();
    code.i32Const(turnsPerLook).localSet(counter);
    out.bytes(code.view());
  }

  #turn(out: ByteSink, counter: number): void {
    const code = new CodeBuilder();
    code.localGet(counter).i32Const(1).i32Sub().localTee(counter).i32Eqz().if(BlockType.empty);
    code.i32Const(turnsPerLook).localSet(counter);
    code.i32Const(unitsPerLook).call(this.#indices.spendFunction).end();
    out.bytes(code.view());
  }

  // The length is on top of the stack and stays there. The counter is borrowed and starts again.
  #spendOnBulk(out: ByteSink, counter: number, shift: number): void {
    const code = new CodeBuilder();
    code.localTee(counter).localGet(counter).i32Const(shift).i32ShrU().call(this.#indices.spendFunction);
    code.i32Const(turnsPerLook).localSet(counter);
    out.bytes(code.view());
  }
}

function copiesOf(bodyLength: number): number {
  return Math.max(1, Math.min(maxCopies, Math.floor(maxCopiedBytes / bodyLength)));
}
