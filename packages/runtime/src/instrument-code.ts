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

import type { ByteSink } from "@tyara/base";
import { BinaryReader, BlockType, type ByteRange, CodeBuilder, InstructionReader, Op } from "@tyara/wasm";
import { bulkShift, isLeaving, isPlainCall, makesEntryCost } from "./fuel.ts";

const namesFunction: ReadonlySet<number> = new Set([Op.Call, Op.ReturnCall, Op.RefFunc]);
const branches: ReadonlySet<number> = new Set([Op.Br, Op.BrIf, Op.BrTable]);
const namesGlobal: ReadonlySet<number> = new Set([Op.GlobalGet, Op.GlobalSet]);

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
  copyBody(out: ByteSink, range: ByteRange, locals: FuelLocals): void {
    const { hasLoop, entryCosts } = this.#look(range);
    const spend = hasLoop
      ? new LocalSpender(this.#indices, locals)
      : new GlobalSpender(this.#indices, locals);
    if (entryCosts) spend.enter(out);
    this.#copy(out, range, spend);
    spend.leave(out);
  }

  /** Copies an expression, which spends nothing. */
  copyExpression(out: ByteSink, range: ByteRange): void {
    this.#copy(out, range, undefined);
  }

  // What stays as it is, is copied in runs.
  #copy(out: ByteSink, range: ByteRange, spend: Spender | undefined): void {
    const code = this.#instructions(range);
    const labels = new Labels();
    let copied = range.start;
    const copyTo = (offset: number) => {
      out.bytes(this.#bytes.subarray(copied, offset));
      copied = offset;
    };
    const replace = (write: () => void) => {
      copyTo(code.offset);
      write();
      copied = code.reader.offset;
    };
    while (!code.reader.isAtEnd) {
      const op = code.next();
      const shift = bulkShift.get(op);
      if (shift !== undefined || isPlainCall(op) || isLeaving(op)) {
        copyTo(code.offset);
        if (shift === undefined) spend?.settle(out);
        else spend?.bulk(out, shift);
      }
      if (namesGlobal.has(op)) replace(() => out.u8(op).u32(this.movedGlobal(code.index)));
      else if (namesFunction.has(op)) replace(() => out.u8(op).u32(this.movedFunction(code.index)));
      else if (branches.has(op) && labels.areMoved) replace(() => labels.write(out, code));
      if (isPlainCall(op)) {
        copyTo(code.reader.offset);
        spend?.resume(out);
      } else if (op === Op.Block || op === Op.If) labels.open(0);
      else if (op === Op.Loop && code.blockType >= 0) {
        labels.open(0);
        copyTo(code.reader.offset);
        spend?.turn(out);
      } else if (op === Op.Loop) {
        labels.open(labelsOfLoop);
        replace(() => spend?.openLoop(out, code.blockType));
      } else if (op === Op.End && labels.close() > 0) {
        copyTo(code.reader.offset);
        spend?.closeLoop(out);
      }
    }
    copyTo(range.end);
  }

  #look(range: ByteRange): { hasLoop: boolean; entryCosts: boolean } {
    const code = this.#instructions(range);
    let hasLoop = false;
    let entryCosts = false;
    while (!code.reader.isAtEnd && !hasLoop) {
      const op = code.next();
      hasLoop = op === Op.Loop;
      entryCosts ||= makesEntryCost(op);
    }
    return { hasLoop, entryCosts };
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
  write(out: ByteSink, code: InstructionReader): void {
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
  enter(out: ByteSink): void;
  /** At the start of a loop that stays where it is. */
  turn(out: ByteSink): void;
  /** Instead of the start of a loop without parameters, and behind its end. */
  openLoop(out: ByteSink, type: number): void;
  closeLoop(out: ByteSink): void;
  /** Before a bulk instruction; its length is on top of the stack and stays there. */
  bulk(out: ByteSink, shift: number): void;
  /** Before other code sees the fuel, and after it did. */
  settle(out: ByteSink): void;
  resume(out: ByteSink): void;
  /** At the end of the function. */
  leave(out: ByteSink): void;
}

class LocalSpender implements Spender {
  readonly #indices: FuelIndices;
  readonly #locals: FuelLocals;
  readonly #turn: Uint8Array;
  readonly #settle: Uint8Array;
  readonly #resume: Uint8Array;

  constructor(indices: FuelIndices, locals: FuelLocals) {
    this.#indices = indices;
    this.#locals = locals;
    const { fuel } = locals;
    const turn = new CodeBuilder();
    turn.localGet(fuel).i32Const(1).i32Sub().localTee(fuel).i32Const(0).i32LtS();
    this.#turn = this.#restIf(turn).view();
    this.#settle = new CodeBuilder().localGet(fuel).globalSet(indices.fuelGlobal).view();
    this.#resume = new CodeBuilder().globalGet(indices.fuelGlobal).localSet(fuel).view();
  }

  enter(out: ByteSink): void {
    const { fuel } = this.#locals;
    const { fuelGlobal } = this.#indices;
    const code = new CodeBuilder();
    code.globalGet(fuelGlobal).i32Const(1).i32Sub().localTee(fuel).globalSet(fuelGlobal);
    code.localGet(fuel).i32Const(0).i32LtS();
    out.bytes(this.#restIf(code).block(this.#locals.blockType()).view());
  }

  turn(out: ByteSink): void {
    out.bytes(this.#turn);
  }

  openLoop(out: ByteSink, type: number): void {
    const { fuel } = this.#locals;
    const code = new CodeBuilder();
    code.block(type).loop(BlockType.empty).block(BlockType.empty).loop(type);
    code.localGet(fuel).i32Const(1).i32Sub().localTee(fuel).i32Const(0).i32LtS().brIf(1);
    out.bytes(code.view());
  }

  // The loop spends again when it is entered again.
  closeLoop(out: ByteSink): void {
    const { fuel } = this.#locals;
    out.u8(Op.Br).u32(2).u8(Op.End);
    const code = new CodeBuilder();
    code.localGet(fuel).call(this.#indices.restFunction).i32Const(1).i32Add().localSet(fuel);
    out.bytes(code.br(0).view()).u8(Op.End).u8(Op.Unreachable).u8(Op.End);
  }

  bulk(out: ByteSink, shift: number): void {
    const { fuel, length } = this.#locals;
    const code = new CodeBuilder();
    code.localTee(length).localGet(fuel).localGet(length).i32Const(shift).i32ShrU().i32Sub();
    code.localTee(fuel).globalSet(this.#indices.fuelGlobal).localGet(fuel).i32Const(0).i32LtS();
    out.bytes(this.#restIf(code).view());
  }

  settle(out: ByteSink): void {
    out.bytes(this.#settle);
  }

  resume(out: ByteSink): void {
    out.bytes(this.#resume);
  }

  // What ended the function ended the block.
  leave(out: ByteSink): void {
    out.bytes(this.#settle).u8(Op.End);
  }

  // The condition is on top of the stack.
  #restIf<Code extends CodeBuilder>(code: Code): Code {
    const { fuel } = this.#locals;
    code.if(BlockType.empty).localGet(fuel).call(this.#indices.restFunction).localSet(fuel).end();
    return code;
  }
}

class GlobalSpender implements Spender {
  readonly #indices: FuelIndices;
  readonly #locals: FuelLocals;

  constructor(indices: FuelIndices, locals: FuelLocals) {
    this.#indices = indices;
    this.#locals = locals;
  }

  enter(out: ByteSink): void {
    const { fuel } = this.#locals;
    const { fuelGlobal, restFunction } = this.#indices;
    const code = new CodeBuilder();
    code.globalGet(fuelGlobal).i32Const(1).i32Sub().localTee(fuel).globalSet(fuelGlobal);
    code
      .localGet(fuel)
      .i32Const(0)
      .i32LtS()
      .if(BlockType.empty)
      .localGet(fuel)
      .call(restFunction)
      .drop()
      .end();
    out.bytes(code.view());
  }

  bulk(out: ByteSink, shift: number): void {
    const { length } = this.#locals;
    const code = new CodeBuilder();
    code.localTee(length).localGet(length).i32Const(shift).i32ShrU().call(this.#indices.spendFunction);
    out.bytes(code.view());
  }

  turn(): void {}
  openLoop(): void {}
  closeLoop(): void {}
  settle(): void {}
  resume(): void {}
  leave(): void {}
}
