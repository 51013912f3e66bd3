/**
 * The queue of a counted run in a sweep: see the kernel's `regexp/repetitions.ts` for the idea. Backwards, places where what
 * follows can go on; forwards, places where the run may have begun. Of a run without an upper bound only the oldest
 * place matters (backwards: if it is greedy), of a lazy one only the newest that is far enough.
 */
export class RunQueue {
  private readonly min: number;
  private readonly max: number;
  private readonly isGreedy: boolean;
  private readonly places: number[] = [];
  private readonly ends: number[] = [];
  private first = 0;

  /** `max` may be `Infinity`. */
  constructor(min: number, max: number, isGreedy: boolean) {
    this.min = min;
    this.max = max;
    this.isGreedy = isGreedy;
  }

  get isEmpty(): boolean {
    return this.first === this.places.length;
  }

  clear(): void {
    this.places.length = 0;
    this.ends.length = 0;
    this.first = 0;
  }

  push(place: number, end: number, isForward: boolean): void {
    if (!this.isEmpty && this.max === Number.POSITIVE_INFINITY && (isForward || this.isGreedy)) return;
    this.places.push(place);
    this.ends.push(end);
  }

  /** Backwards: the end of the match that a run beginning at `place` leads to; undefined when none can begin there. */
  endFrom(place: number): number | undefined {
    while (!this.isEmpty && this.places[this.first]! - place > this.max) this.first++;
    if (!this.isGreedy) {
      while (this.first + 1 < this.places.length && this.places[this.first + 1]! - place >= this.min)
        this.first++;
    }
    if (this.isEmpty || this.places[this.first]! - place < this.min) return undefined;
    return this.ends[this.first];
  }

  /** Forwards: whether the run can end at `place`. */
  canEnd(place: number): boolean {
    while (!this.isEmpty && place - this.places[this.first]! > this.max) this.first++;
    return !this.isEmpty && place - this.places[this.first]! >= this.min;
  }
}
