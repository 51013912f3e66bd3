// WebAssembly's operand stack while a function is translated. Most operands need no instruction of their own:
// `local.get` pushes the local itself and a constant pushes its value. Only where the value would change under
// them (the local is set) or where control flow joins are they put into their own place in the frame, their
// home. Each position of the stack has one home, so joins need no bookkeeping.
//
// Invariant: nothing below `#settled` is a local. Both `settle` and `spill` touch each operand a bounded
// number of times over a function, so translation stays linear however code is written.
import { ValueType } from "@tyara/wasm";

/** Where an operand's value is. */
export const Place = { home: 0, local: 1, constant: 2 } as const;
export type Place = (typeof Place)[keyof typeof Place];

export interface Operand {
  place: Place;
  readonly type: ValueType;
  /** Its place in the frame, in words. */
  readonly home: number;
  /** The local's place in the frame, in words, if it is one. */
  readonly local: number;
  /** A constant's bits. */
  readonly low: number;
  readonly high: number;
  /** Where the instruction that computed it starts and ends in the code; -1 if there is none. */
  readonly start: number;
  readonly end: number;
}

/** Words that a value takes in a frame. */
export function wordsOf(type: ValueType): number {
  return type === ValueType.v128 ? 4 : 2;
}

/** Words of a list of values. */
export function wordsOfAll(types: readonly ValueType[]): number {
  return types.reduce((sum, type) => sum + wordsOf(type), 0);
}

export class OperandStack {
  readonly #operands: Operand[] = [];
  /** Positions of operands that are a local, by the local's place. */
  readonly #positions = new Map<number, number[]>();
  readonly #move: (to: number, operand: Operand) => void;
  #settled = 0;
  #top: number;
  #highest: number;

  /**
   * @param bottom the word where the first operand's home is
   * @param move emits a move of an operand's value to a word
   */
  constructor(bottom: number, move: (to: number, operand: Operand) => void) {
    this.#top = bottom;
    this.#highest = bottom;
    this.#move = move;
  }

  /** The home of the operand that is pushed next. */
  get top(): number {
    return this.#top;
  }

  /** Words of the frame that were ever used. */
  get highest(): number {
    return this.#highest;
  }

  get length(): number {
    return this.#operands.length;
  }

  /** The operand `depth` below the top. */
  peek(depth: number): Operand {
    return this.#operands[this.#operands.length - 1 - depth]!;
  }

  /** Pushes a value that an instruction at `[start, end)` of the code puts into its home. */
  pushHome(type: ValueType, start = -1, end = -1): void {
    this.#push({ place: Place.home, type, home: this.#top, local: 0, low: 0, high: 0, start, end });
  }

  pushLocal(type: ValueType, local: number): void {
    const positions = this.#positions.get(local);
    if (positions === undefined) this.#positions.set(local, [this.#operands.length]);
    else positions.push(this.#operands.length);
    this.#push({ place: Place.local, type, home: this.#top, local, low: 0, high: 0, start: -1, end: -1 });
  }

  pushConstant(type: ValueType, low: number, high: number): void {
    this.#push({ place: Place.constant, type, home: this.#top, local: 0, low, high, start: -1, end: -1 });
  }

  pop(): Operand {
    const operand = this.#operands.pop()!;
    if (operand.place === Place.local) this.#positions.get(operand.local)!.pop();
    this.#top = operand.home;
    if (this.#settled > this.#operands.length) this.#settled = this.#operands.length;
    return operand;
  }

  /** Puts every operand that is a local into its home: control flow is about to split or join. */
  settle(): void {
    for (let index = this.#settled; index < this.#operands.length; index++) {
      const operand = this.#operands[index]!;
      if (operand.place === Place.local) this.#settleOne(operand);
    }
    this.#positions.clear();
    this.#settled = this.#operands.length;
  }

  /** Puts the topmost `count` operands into their homes, constants too; the others are settled. */
  settleTop(count: number): void {
    this.settle();
    for (let depth = count - 1; depth >= 0; depth--) {
      const operand = this.peek(depth);
      if (operand.place === Place.constant) this.#settleOne(operand);
    }
  }

  /** Puts the operands that are this local into their homes: it is about to change. */
  spill(local: number): void {
    const positions = this.#positions.get(local);
    if (positions === undefined) return;
    for (const index of positions) this.#settleOne(this.#operands[index]!);
    positions.length = 0;
  }

  /** Cuts the stack down to `length` operands. */
  truncate(length: number): void {
    while (this.#operands.length > length) this.pop();
  }

  #settleOne(operand: Operand): void {
    this.#move(operand.home, operand);
    operand.place = Place.home;
  }

  #push(operand: Operand): void {
    this.#operands.push(operand);
    this.#top += wordsOf(operand.type);
    if (this.#top > this.#highest) this.#highest = this.#top;
  }
}
