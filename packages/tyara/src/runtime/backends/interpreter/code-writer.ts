// The register code of one function while it is written: labels that are not reached yet, moves of operands,
// and the small changes that are made to the instruction written last.
//
// Invariant: an instruction may be changed only while it is the last one and nothing jumps behind it.
import { ValueType } from "../../../wasm/index.ts";
import { Bytecode, variants } from "./generated/bytecode.ts";
import { type Operand, Place } from "./operand-stack.ts";

/** A place in the code that jumps go to; jumps to one that is not reached yet are filled in later. */
export interface Label {
  at: number;
  readonly jumps: number[];
}

/** A label that is nowhere yet. */
export const newLabel = (): Label => ({ at: -1, jumps: [] });

/** Whether a value's bits take two words. */
export const is64 = (type: ValueType): boolean => type === ValueType.i64 || type === ValueType.f64;

export class CodeWriter {
  readonly #words: number[] = [];
  /** Something jumps to this place: what stands before it must stay as it is. */
  #barrier = 0;

  /** Words written so far. */
  get length(): number {
    return this.#words.length;
  }

  /** Writes an instruction, or a part of one. */
  emit(...words: readonly number[]): void {
    for (const word of words) this.#words.push(word);
  }

  finish(): Int32Array {
    return Int32Array.from(this.#words);
  }

  /** Has the last instruction write its result to another place, if it was the one that made the operand. */
  retarget(operand: Operand, place: number): boolean {
    if (!this.#isLast(operand)) return false;
    this.#words[operand.start + 1] = place;
    return true;
  }

  /** Turns the last instruction into the opposite comparison, if it was one and made the operand. */
  invert(operand: Operand): boolean {
    const comparison = this.#comparison(operand);
    if (comparison === undefined) return false;
    this.#words[operand.start] = comparison.inverse;
    return true;
  }

  /** The register that holds an operand; a constant is put into its home first. */
  register(operand: Operand): number {
    if (operand.place === Place.local) return operand.local;
    if (operand.place === Place.constant) this.move(operand.home, operand);
    return operand.home;
  }

  /** Moves an operand's value to a place. */
  move(to: number, operand: Operand): void {
    if (operand.place === Place.constant) this.#constant(to, operand);
    else this.moveWords(operand.type, to, operand.place === Place.local ? operand.local : operand.home);
  }

  /** Moves a value from one place to another. */
  moveWords(type: ValueType, to: number, from: number): void {
    if (to === from) return;
    const isVector = type === ValueType.v128;
    this.emit(isVector ? Bytecode.Move128 : is64(type) ? Bytecode.Move64 : Bytecode.Move32, to, from);
  }

  /** Puts a label here. */
  bind(label: Label): void {
    label.at = this.length;
    for (const jump of label.jumps) this.#words[jump] = label.at;
    this.#barrier = this.length;
  }

  /** Writes where a jump goes. */
  target(label: Label): void {
    if (label.at < 0) label.jumps.push(this.length);
    this.emit(label.at);
  }

  jump(label: Label): void {
    this.emit(Bytecode.Branch);
    this.target(label);
  }

  /** Jumps if the condition is not zero, or if it is zero. A comparison just made becomes part of the jump. */
  jumpOn(condition: Operand, ifTrue: boolean, label: Label): void {
    const comparison = this.#comparison(condition);
    if (comparison === undefined) {
      const register = this.register(condition);
      this.emit(ifTrue ? Bytecode.BranchIf : Bytecode.BranchUnless, register);
    } else {
      const branch = ifTrue ? comparison.branch : variants.get(comparison.inverse)!.comparison!.branch;
      const operands = this.#words.slice(condition.start + 2);
      this.#words.length = condition.start;
      this.emit(branch, ...operands);
    }
    this.target(label);
  }

  #constant(to: number, { type, low, high }: Operand): void {
    if (is64(type)) this.emit(Bytecode.Const64, to, low, high);
    else this.emit(Bytecode.Const32, to, low);
  }

  #comparison(operand: Operand) {
    return this.#isLast(operand) ? variants.get(this.#words[operand.start]!)?.comparison : undefined;
  }

  #isLast(operand: Operand): boolean {
    return operand.place === Place.home && operand.end === this.length && operand.end > this.#barrier;
  }
}
