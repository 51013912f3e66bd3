// The register code of one function while it is written: labels that are not reached yet, moves of operands,
// and the small changes that are made to the instruction written last.
//
// Invariant: an instruction may be changed only while it is the last one and nothing jumps behind it.
import { ValueType } from "@tyara/wasm";
import { fusedBranch } from "./fused-branch.ts";
import { addressForms, Bytecode, computations, oppositeBranches, variants } from "./generated/bytecode.ts";
import { type Operand, Place } from "./operand-stack.ts";

/** A place in the code that jumps go to; jumps to one that is not reached yet are filled in later. */
export interface Label {
  at: number;
  readonly jumps: number[];
}

/** The `else` of a condition behind a jump over it. */
export interface Arm {
  /** Where the condition jumps to. */
  readonly label: Label;
  readonly start: number;
  /** Labels that were bound before it. */
  readonly bound: number;
}

/** Where the code from a word on came from. */
export interface Position {
  readonly at: number;
  /** Byte offset of an instruction in the module. */
  readonly offset: number;
}

/** Code that moves to the end of the function, and the labels that its words wait for. */
interface MovedArm {
  readonly label: Label;
  readonly words: readonly number[];
  /** Positions, from its start. */
  readonly positions: readonly Position[];
  readonly awaited: readonly (Label | undefined)[];
}

/** A label that is nowhere yet. */
export const newLabel = (): Label => ({ at: -1, jumps: [] });

/** Whether a value's bits take two words. */
export const is64 = (type: ValueType): boolean => type === ValueType.i64 || type === ValueType.f64;

/** Words of a jump. */
const branchWords = 2;

/** Limit: computations before a loop's test that are written a second time. */
const maxRepeated = 2;

export class CodeWriter {
  /** Words from this place of the frame on are homes, read once. */
  readonly #homes: number;
  readonly #words: number[] = [];
  /** Where each instruction starts. */
  readonly #starts: number[] = [];
  /** Where each instruction came from. */
  readonly #offsets: number[] = [];
  /** Where what is emitted comes from: the byte offset of an instruction in the module. */
  offset = 0;
  /** Labels that words wait for. */
  readonly #awaited = new Map<number, Label>();
  readonly #movedArms: MovedArm[] = [];
  /** Something jumps to this place: what stands before it must stay as it is. */
  #barrier = 0;
  /** Labels bound so far. */
  #bound = 0;

  /** @param homes where the locals of the frame end. */
  constructor(homes: number) {
    this.#homes = homes;
  }

  /** Words written so far. */
  get length(): number {
    return this.#words.length;
  }

  /** Writes an instruction; where it jumps to may follow. */
  emit(...words: readonly number[]): void {
    this.#starts.push(this.length);
    this.#offsets.push(this.offset);
    for (const word of words) this.#words.push(word);
  }

  /** Writes a load or a store of the value that `words` names, at the address of an operand and behind. */
  emitAccess(bytecode: number, value: number, address: Operand, offset: number): void {
    const { absolute, indexed } = addressForms.get(bytecode)!;
    const at = (address.low >>> 0) + (offset >>> 0);
    if (address.place === Place.constant && at <= 0xffff_ffff) {
      if (bytecode !== Bytecode.I32Store || !this.#addInMemory(value, at)) this.emit(absolute, value, at | 0);
    } else if (indexed === undefined) this.emit(bytecode, this.register(address), value, offset);
    else if (this.#isLast(address) && this.#words[address.start] === Bytecode.I32Add) {
      const [left, right] = this.#words.slice(address.start + 2) as [number, number];
      this.#cut(address.start);
      if (!this.#loadFromBase(bytecode, value, [left, right], offset))
        this.emit(indexed, value, left, right, offset);
    } else this.emit(bytecode, value, this.register(address), offset);
  }

  /** Where the instruction written last starts. */
  get lastStart(): number {
    return this.#starts.at(-1)!;
  }

  /** The code, with the arms that moved at its end. */
  finish(): Int32Array {
    for (const { label, words, positions, awaited } of this.#movedArms) {
      for (const { at, offset } of positions) {
        this.#starts.push(this.length + at);
        this.#offsets.push(offset);
      }
      this.bind(label);
      words.forEach((word, index) => {
        const target = awaited[index];
        if (target === undefined) this.#words.push(word);
        else this.#forward(target);
      });
    }
    return Int32Array.from(this.#words);
  }

  /** Where all code came from, in its order; the code is finished. */
  positions(): Position[] {
    return this.#starts.map((at, index) => ({ at, offset: this.#offsets[index]! }));
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
    this.#bindAt(label, this.length);
    this.#barrier = this.length;
  }

  #bindAt(label: Label, at: number): void {
    label.at = at;
    for (const jump of label.jumps) {
      this.#words[jump] = at;
      this.#awaited.delete(jump);
    }
    this.#bound += 1;
  }

  /** Writes where a jump goes: to a loop, which is the only label that jumps back lead to, as the complement. */
  target(label: Label): void {
    if (label.at < 0) this.#forward(label);
    else this.#words.push(~label.at);
  }

  #forward(label: Label): void {
    if (label.at < 0) {
      label.jumps.push(this.length);
      this.#awaited.set(this.length, label);
    }
    this.#words.push(label.at);
  }

  jump(label: Label): void {
    if (label.at >= 0 && this.#repeatTest(label)) return;
    this.emit(Bytecode.Branch);
    this.target(label);
  }

  /** Begins an arm that `label` leads to, with a jump over it to `end`, which is not reached yet. */
  jumpOver(end: Label, label: Label): Arm {
    this.jump(end);
    this.#barrier = this.length;
    return { label, start: this.length, bound: this.#bound };
  }

  /** Ends an arm that goes on with what follows. */
  endArm({ label, start }: Arm): void {
    this.#bindAt(label, start);
  }

  /**
   * Ends an arm that leaves for elsewhere: moved to the end of the function, it needs no jump over it. One with places
   * in it that are jumped to stays.
   */
  endLeavingArm(arm: Arm): void {
    if (this.#bound !== arm.bound) {
      this.endArm(arm);
      return;
    }
    const jump = arm.start - branchWords;
    const awaited = this.#forgetLabels(jump).slice(branchWords);
    const first = this.#startIndex(arm.start);
    const positions = this.#starts
      .slice(first)
      .map((at, index) => ({ at: at - arm.start, offset: this.#offsets[first + index]! }));
    this.#movedArms.push({ label: arm.label, words: this.#words.slice(arm.start), positions, awaited });
    this.#cut(jump);
    this.#barrier = jump;
  }

  /** Has the words from `start` on wait for labels no longer; gives the labels, one a word. */
  #forgetLabels(start: number): (Label | undefined)[] {
    const labels = this.#words.slice(start).map((_, index) => this.#awaited.get(start + index));
    labels.forEach((label, index) => {
      if (label === undefined) return;
      this.#awaited.delete(start + index);
      while (label.jumps.length > 0 && label.jumps.at(-1)! >= start) label.jumps.pop();
    });
    return labels;
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
      this.#cut(condition.start);
      this.#emitBranch([branch, ...operands]);
    }
    this.target(label);
  }

  /**
   * Instead of jumping back to a loop that begins with a test, tests here and jumps behind it: a jump less each turn. A
   * few computations before the test are written again as well.
   */
  #repeatTest({ at }: Label): boolean {
    let index = this.#startIndex(at);
    const first = index;
    while (index - first < maxRepeated && computations.has(this.#words[this.#starts[index]!]!)) index += 1;
    const start = this.#starts[index];
    const end = this.#starts[index + 1];
    const opposite = start === undefined ? undefined : oppositeBranches.get(this.#words[start]!);
    if (start === undefined || end === undefined || opposite === undefined) return false;
    for (let i = first; i < index; i++) this.emit(...this.#words.slice(this.#starts[i], this.#starts[i + 1]));
    this.#emitBranch([opposite, ...this.#words.slice(start + 1, end - 1)]);
    this.#words.push(~end);
    // Leaving here is reaching the start of the loop as well.
    this.emit(Bytecode.EnterLoop);
    this.emit(Bytecode.Branch);
    const leaving = this.#awaited.get(end - 1);
    if (leaving !== undefined) this.#forward(leaving);
    else this.#words.push(this.#words[end - 1]!);
    return true;
  }

  #startIndex(at: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The start of the last instruction, if nothing jumps behind it. */
  get #last(): number | undefined {
    const start = this.#starts.at(-1);
    return start !== undefined && this.length > this.#barrier && start >= this.#barrier ? start : undefined;
  }

  #cut(length: number): void {
    this.#words.length = length;
    while (this.#starts.length > 0 && this.#starts.at(-1)! >= length) this.#starts.pop();
    this.#offsets.length = this.#starts.length;
  }

  /** Makes one instruction of a load, an addition of a constant, and the store of `sum` to the same address. */
  #addInMemory(sum: number, at: number): boolean {
    const addition = this.#last;
    if (addition === undefined) return false;
    const load = this.#starts.at(-2) ?? -1;
    if (load < this.#barrier) return false;
    const [add, result, from, constant] = this.#words.slice(addition) as [number, number, number, number];
    const isAddition = add === Bytecode.I32AddConstant || add === Bytecode.I32SubConstant;
    const isLoad = this.#words[load] === Bytecode.I32LoadAbsolute && this.#words[load + 2] === (at | 0);
    if (!isAddition || !isLoad || result !== sum || this.#words[load + 1] !== from) return false;
    if (from < this.#homes) return false;
    this.#cut(load);
    this.emit(
      Bytecode.I32AddAbsolute,
      sum,
      at | 0,
      add === Bytecode.I32SubConstant ? -constant | 0 : constant,
    );
    return true;
  }

  /** Makes one instruction of a load of a base, its addition to a register, and the load from there. */
  #loadFromBase(bytecode: number, value: number, sum: readonly number[], offset: number): boolean {
    const { based } = addressForms.get(bytecode)!;
    const load = this.#last;
    if (based === undefined || load === undefined || this.#words[load] !== Bytecode.I32LoadAbsolute)
      return false;
    const [home, at] = this.#words.slice(load + 1) as [number, number];
    const other = sum[0] === home ? sum[1]! : sum[0]!;
    if (home < this.#homes || other === home || !sum.includes(home)) return false;
    this.#cut(load);
    this.emit(based, value, other, at, offset);
    return true;
  }

  /** Writes a branch together with the instructions before it that one does as well. */
  #emitBranch(branch: readonly number[]): void {
    const start = this.#last;
    const fused = start === undefined ? undefined : this.#fused(start, branch);
    if (start === undefined || fused === undefined) {
      this.emit(...branch);
      return;
    }
    this.#cut(start);
    this.#emitBranch(fused);
  }

  #fused(start: number, [branch, ...operands]: readonly number[]): readonly number[] | undefined {
    const [before, result, ...rest] = this.#words.slice(start) as [number, number, ...number[]];
    return fusedBranch(branch!, operands, { before, result, rest, isHome: result >= this.#homes });
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
