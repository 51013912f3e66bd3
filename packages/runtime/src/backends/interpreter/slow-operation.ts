// What slow instructions have in common. Their operands are word offsets behind the instruction's head:
//
//   [Slow, dense opcode, result, first, second, third operand, four words of immediates]
import { Trap } from "../../errors.ts";
import type { Lanes } from "./lanes.ts";
import type { Machine } from "./machine.ts";

/** Words of a slow instruction, its head included. */
export const slowWords = 10;

/** Runs an instruction whose operands start at `code[at]`. */
export type SlowOperation = (machine: Machine, code: Int32Array, at: number, fp: number) => void;

/** Operands by name. Perf does not matter here, shape does. */
export class Operands {
  readonly machine: Machine;
  readonly result: number;
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly immediates: Int32Array;

  constructor(machine: Machine, code: Int32Array, at: number, fp: number) {
    this.machine = machine;
    this.result = fp + code[at]!;
    this.first = fp + code[at + 1]!;
    this.second = fp + code[at + 2]!;
    this.third = fp + code[at + 3]!;
    this.immediates = code.subarray(at + 4, at + 8);
  }

  i32(at: number): number {
    return this.machine.words[at]!;
  }

  u32(at: number): number {
    return this.machine.words[at]! >>> 0;
  }

  immediate(index: number): number {
    return this.immediates[index]!;
  }

  return32(value: number): void {
    this.machine.words[this.result] = value;
  }

  vector(which: 1 | 2 | 3, at: number): Lanes {
    return this.machine.vectors[which].load(this.machine.words, at);
  }

  get out(): Lanes {
    return this.machine.vectors[0];
  }

  returnVector(): void {
    this.out.store(this.machine.words, this.result);
  }

  /** Bytes of memory at the address in `first` plus the immediate offset. */
  memory(size: number): Uint8Array {
    const { bytes } = this.machine.instance.memory;
    const at = this.u32(this.first) + (this.immediate(0) >>> 0);
    if (at + size > bytes.length) throw new Trap("memoryOutOfBounds");
    return bytes.subarray(at, at + size);
  }
}

/** An instruction that is given its operands. */
export const operation =
  (run: (operands: Operands) => void): SlowOperation =>
  (machine, code, at, fp) =>
    run(new Operands(machine, code, at, fp));
