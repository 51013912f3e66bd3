// The code of an instrumented module: function bodies with what spends fuel put in (fuel.ts says what costs how much).
//
// The fuel is a global that all instances of a store share. A function with loops keeps it in a local, so that a turn costs
// two instructions on a register, and puts it back before it calls, leaves or runs a bulk instruction. Its body stands in a
// block, so that there is one place where it ends. Functions without loops work on the global.
//
// Engines keep registers and unroll only where a loop calls nothing. So a loop whose fuel is gone leaves for a place
// outside, where the next ration is taken, and is entered again; what it holds is in locals:
//
//     block DONE R
//       loop AGAIN
//         block REST
//           loop R           spends, and leaves to REST if it cannot pay
//             …
//           end
//           br DONE
//         end
//         …                  takes the next ration
//         br AGAIN
//       end
//     end
//
// A loop with parameters calls where it stands.

import {
  BinaryReader,
  BlockType,
  type ByteRange,
  denseOpcode,
  InstructionReader,
  type InstructionSink,
  Op,
} from "@tyara/wasm";
import { bulkShift, isLeaving, isPlainCall, makesEntryCost } from "./fuel.ts";

/** What is to be done about an instruction. */
const Kind = {
  call: 1,
  leaving: 2,
  bulk: 4,
  namesFunction: 8,
  namesGlobal: 16,
  branch: 32,
  block: 64,
  loop: 128,
  end: 256,
  costsEntry: 512,
} as const;

// Perf: most instructions are none of these, and each of megabytes of code is looked up.
const kinds = new Uint16Array(0x600);
const mark = (kind: number, ops: Iterable<number>): void => {
  for (const op of ops) kinds[denseOpcode(op)]! |= kind;
};
const all = Object.values(Op);
mark(Kind.call, all.filter(isPlainCall));
mark(Kind.leaving, all.filter(isLeaving));
mark(Kind.bulk, bulkShift.keys());
mark(Kind.namesFunction, [Op.Call, Op.ReturnCall, Op.RefFunc]);
mark(Kind.namesGlobal, [Op.GlobalGet, Op.GlobalSet]);
mark(Kind.branch, [Op.Br, Op.BrIf, Op.BrTable]);
mark(Kind.block, [Op.Block, Op.If]);
mark(Kind.loop, [Op.Loop]);
mark(Kind.end, [Op.End]);
mark(Kind.costsEntry, all.filter(makesEntryCost));

/** Labels that are added around a loop. */
const labelsOfLoop = 3;

/** Where code finds what was added to its module. */
export interface FuelIndices {
  readonly fuelGlobal: number;
  /** `(fuel) -> (fuel)`: takes what is left, less than zero, and gives it back with the next ration. */
  readonly restFunction: number;
  /** `(units) -> ()`: spends from the global. */
  readonly spendFunction: number;
  /** Functions and globals from these on were moved by one, since imports were added. */
  readonly firstMovedFunction: number;
  readonly firstMovedGlobal: number;
}

/** Two locals of type i32 for what spends fuel, and the type of a block with the function's results. */
export interface FuelLocals {
  readonly fuel: number;
  readonly length: number;
  blockType(): number;
}

export class CodeInstrumenter {
  readonly #bytes: Uint8Array;
  readonly #indices: FuelIndices;

  /** @param bytes the whole module. */
  constructor(bytes: Uint8Array, indices: FuelIndices) {
    this.#bytes = bytes;
    this.#indices = indices;
  }

  /** A function's index after an import was added. */
  movedFunction(index: number): number {
    return index < this.#indices.firstMovedFunction ? index : index + 1;
  }

  /** A global's index after an import was added. */
  movedGlobal(index: number): number {
    return index < this.#indices.firstMovedGlobal ? index : index + 1;
  }

  /** Copies a body's instructions with what spends fuel put in. */
  copyBody(out: InstructionSink, range: ByteRange, locals: FuelLocals): void {
    const { hasLoop, entryCosts } = this.#look(range);
    const spend = hasLoop
      ? new LocalSpender(this.#indices, locals)
      : new GlobalSpender(this.#indices, locals);
    if (entryCosts) spend.enter(out);
    this.#copy(out, range, spend);
    spend.leave(out);
  }

  /** Copies an expression, which spends nothing. */
  copyExpression(out: InstructionSink, range: ByteRange): void {
    this.#copy(out, range, undefined);
  }

  // What stays as it is, is copied in runs.
  #copy(out: InstructionSink, range: ByteRange, spend: Spender | undefined): void {
    const code = this.#instructions(range);
    const labels = new Labels();
    let copied = range.start;
    while (!code.reader.isAtEnd) {
      const kind = kinds[denseOpcode(code.next())]!;
      if (kind === 0) continue;
      out.range(this.#bytes, copied, code.offset);
      if ((kind & Kind.bulk) !== 0) spend?.bulk(out, bulkShift.get(code.op)!);
      else if ((kind & (Kind.call | Kind.leaving)) !== 0) spend?.settle(out);
      if ((kind & Kind.loop) !== 0) this.#openLoop(out, code, labels, spend);
      else this.#write(out, code, kind, labels);
      copied = code.reader.offset;
      if ((kind & Kind.call) !== 0) spend?.resume(out);
      else if ((kind & Kind.block) !== 0) labels.open(0);
      else if ((kind & Kind.end) !== 0 && labels.close() > 0) spend?.closeLoop(out);
    }
    out.range(this.#bytes, copied, range.end);
  }

  // An instruction, with the names of things that were moved.
  #write(out: InstructionSink, code: InstructionReader, kind: number, labels: Labels): void {
    if ((kind & Kind.namesGlobal) !== 0) out.u8(code.op).u32(this.movedGlobal(code.index));
    else if ((kind & Kind.namesFunction) !== 0) out.u8(code.op).u32(this.movedFunction(code.index));
    else if ((kind & Kind.branch) !== 0 && labels.areMoved) labels.write(out, code);
    else out.range(this.#bytes, code.offset, code.reader.offset);
  }

  #openLoop(out: InstructionSink, code: InstructionReader, labels: Labels, spend: Spender | undefined): void {
    if (code.blockType < 0) {
      labels.open(labelsOfLoop);
      spend?.openLoop(out, code.blockType);
      return;
    }
    labels.open(0);
    out.range(this.#bytes, code.offset, code.reader.offset);
    spend?.turn(out);
  }

  #look(range: ByteRange): { hasLoop: boolean; entryCosts: boolean } {
    const code = this.#instructions(range);
    let found = 0;
    while (!code.reader.isAtEnd && (found & Kind.loop) === 0) found |= kinds[denseOpcode(code.next())]!;
    return { hasLoop: (found & Kind.loop) !== 0, entryCosts: (found & Kind.costsEntry) !== 0 };
  }

  #instructions({ start, end }: ByteRange): InstructionReader {
    return new InstructionReader(new BinaryReader(this.#bytes, start, end));
  }
}

/** Blocks that are open, and how many labels were added around each. */
class Labels {
  readonly #added: number[] = [];
  /** Labels that were added around all blocks up to each, the function's first. */
  readonly #sums: number[] = [0];

  /** Whether branches may have to name other labels than they did. */
  get areMoved(): boolean {
    return this.#sums.at(-1)! > 0;
  }

  open(added: number): void {
    this.#added.push(added);
    this.#sums.push(this.#sums.at(-1)! + added);
  }

  /** Closes the innermost block, or the function; returns how many labels were added around it. */
  close(): number {
    this.#sums.pop();
    return this.#added.pop() ?? 0;
  }

  /** Writes the branch that was read, with its labels where they are now. */
  write(out: InstructionSink, code: InstructionReader): void {
    out.u8(code.op);
    if (code.op !== Op.BrTable) {
      out.u32(this.#moved(code.index));
      return;
    }
    out.u32(code.labels.length - 1);
    for (const label of code.labels) out.u32(this.#moved(label));
  }

  #moved(label: number): number {
    return label + this.#sums.at(-1)! - this.#sums.at(-1 - label)!;
  }
}

/** Writes what spends fuel. */
interface Spender {
  /** At the start of a function whose entry costs. */
  enter(out: InstructionSink): void;
  /** At the start of a loop that stays where it is. */
  turn(out: InstructionSink): void;
  /** Instead of the start of a loop without parameters, and behind its end. */
  openLoop(out: InstructionSink, type: number): void;
  closeLoop(out: InstructionSink): void;
  /** Before a bulk instruction; its length is on top of the stack and stays there. */
  bulk(out: InstructionSink, shift: number): void;
  /** Before other code sees the fuel, and after it did. */
  settle(out: InstructionSink): void;
  resume(out: InstructionSink): void;
  /** At the end of the function. */
  leave(out: InstructionSink): void;
}

class LocalSpender implements Spender {
  readonly #indices: FuelIndices;
  readonly #locals: FuelLocals;

  constructor(indices: FuelIndices, locals: FuelLocals) {
    this.#indices = indices;
    this.#locals = locals;
  }

  enter(out: InstructionSink): void {
    const { fuel } = this.#locals;
    const { fuelGlobal } = this.#indices;
    out.globalGet(fuelGlobal).i32Const(1).i32Sub().localTee(fuel).globalSet(fuelGlobal);
    this.#restIf(out.localGet(fuel).i32Const(0).i32LtS()).block(this.#locals.blockType());
  }

  turn(out: InstructionSink): void {
    const { fuel } = this.#locals;
    this.#restIf(out.localGet(fuel).i32Const(1).i32Sub().localTee(fuel).i32Const(0).i32LtS());
  }

  openLoop(out: InstructionSink, type: number): void {
    const { fuel } = this.#locals;
    out.block(type).loop(BlockType.empty).block(BlockType.empty).loop(type);
    out.localGet(fuel).i32Const(1).i32Sub().localTee(fuel).i32Const(0).i32LtS().brIf(1);
  }

  // The loop spends again when it is entered again.
  closeLoop(out: InstructionSink): void {
    const { fuel } = this.#locals;
    out.br(2).end();
    out.localGet(fuel).call(this.#indices.restFunction).i32Const(1).i32Add().localSet(fuel);
    out.br(0).end().unreachable().end();
  }

  bulk(out: InstructionSink, shift: number): void {
    const { fuel, length } = this.#locals;
    out.localTee(length).localGet(fuel).localGet(length).i32Const(shift).i32ShrU().i32Sub();
    out.localTee(fuel).globalSet(this.#indices.fuelGlobal);
    this.#restIf(out.localGet(fuel).i32Const(0).i32LtS());
  }

  settle(out: InstructionSink): void {
    out.localGet(this.#locals.fuel).globalSet(this.#indices.fuelGlobal);
  }

  resume(out: InstructionSink): void {
    out.globalGet(this.#indices.fuelGlobal).localSet(this.#locals.fuel);
  }

  // What ended the function ended the block.
  leave(out: InstructionSink): void {
    this.settle(out);
    out.end();
  }

  // The condition is on top of the stack.
  #restIf(out: InstructionSink): InstructionSink {
    const { fuel } = this.#locals;
    return out.if(BlockType.empty).localGet(fuel).call(this.#indices.restFunction).localSet(fuel).end();
  }
}

class GlobalSpender implements Spender {
  readonly #indices: FuelIndices;
  readonly #locals: FuelLocals;

  constructor(indices: FuelIndices, locals: FuelLocals) {
    this.#indices = indices;
    this.#locals = locals;
  }

  enter(out: InstructionSink): void {
    const { fuel } = this.#locals;
    const { fuelGlobal, restFunction } = this.#indices;
    out.globalGet(fuelGlobal).i32Const(1).i32Sub().localTee(fuel).globalSet(fuelGlobal);
    out.localGet(fuel).i32Const(0).i32LtS().if(BlockType.empty);
    out.localGet(fuel).call(restFunction).drop().end();
  }

  bulk(out: InstructionSink, shift: number): void {
    const { length } = this.#locals;
    out.localTee(length).localGet(length).i32Const(shift).i32ShrU().call(this.#indices.spendFunction);
  }

  turn(): void {}
  openLoop(): void {}
  closeLoop(): void {}
  settle(): void {}
  resume(): void {}
  leave(): void {}
}
