/**
 * Runs packed programs in plain TypeScript, as a second opinion on the kernel's regexp matcher. It makes the same two sweeps.
 * The forward sweep starts matches at every place in the windows and finds the last place where a match may end. The
 * backward sweep starts there; every live node carries the end of the match that it prefers.
 */

import { EDGE_SHIFT, EdgeKind, NodeKind, Repetition, UNBOUNDED_REPETITION } from "@tyara/contract";
import { holds } from "./assertions.ts";
import { PackedProgram } from "./packed-program.ts";
import { RunQueue } from "./run-queue.ts";

/** Places where a match may begin, both ends included. */
export interface StartWindow {
  readonly low: number;
  readonly high: number;
}

/** Called for each match; offsets in bytes, `start` falling within a region. */
export type OnMatch = (start: number, length: number) => void;

const KIND_MASK = (1 << EDGE_SHIFT) - 1;

/** A matcher and its scratch; not to be used from within `onMatch`. */
export class ProgramMatcher {
  private readonly program: PackedProgram;
  private readonly accept: number;
  private readonly queues: readonly RunQueue[];
  private text: Uint8Array = new Uint8Array(0);
  private live: Uint32Array;
  private next: Uint32Array;
  private ends: Uint32Array;
  private nextEnds: Uint32Array;

  constructor(program: Uint8Array) {
    this.program = new PackedProgram(program);
    const { nodeCount, setLength, runCount } = this.program;
    this.accept = nodeCount - 1;
    this.live = new Uint32Array(setLength);
    this.next = new Uint32Array(setLength);
    this.ends = new Uint32Array(nodeCount);
    this.nextEnds = new Uint32Array(nodeCount);
    this.queues = Array.from({ length: runCount }, (_, run) => {
      const max = this.program.run(run, Repetition.max);
      const bound = max === UNBOUNDED_REPETITION ? Number.POSITIVE_INFINITY : max;
      return new RunQueue(
        this.program.run(run, Repetition.min),
        bound,
        this.program.run(run, Repetition.isGreedy) === 1,
      );
    });
  }

  /** Reports each match that begins in one of the windows, which are sorted and disjoint; one match an offset. */
  findMatches(text: Uint8Array, windows: readonly StartWindow[], onMatch: OnMatch): void {
    this.text = text;
    for (let first = 0; first < windows.length && windows[first]!.low <= text.length; ) {
      const { lastEnd, nextWindow } = this.sweepForward(windows, first);
      if (lastEnd >= 0) this.sweepBackward(windows.slice(first, nextWindow), lastEnd, onMatch);
      first = nextWindow;
    }
  }

  /** Whether the program matches anywhere in the text. */
  isMatch(text: Uint8Array): boolean {
    this.text = text;
    this.begin();
    for (let place = 0; place <= text.length; place++) {
      if (place === 0 || !this.program.isAnchored) this.add(this.live, this.program.start);
      if (this.closeForward(place)) return true;
      if (place < text.length) this.stepForward(place);
    }
    return false;
  }

  private begin(): void {
    this.live.fill(0);
    for (const queue of this.queues) queue.clear();
  }

  /** Sweeps the region that begins with the window `first`. `lastEnd` is −1 when nothing matches. */
  private sweepForward(
    windows: readonly StartWindow[],
    first: number,
  ): { readonly lastEnd: number; readonly nextWindow: number } {
    this.begin();
    let lastEnd = -1;
    let isAlive = false;
    let window = first;
    for (let place = windows[first]!.low; place <= this.text.length; place++) {
      while (window < windows.length && place > windows[window]!.high) window++;
      if (window < windows.length && place >= windows[window]!.low) this.add(this.live, this.program.start);
      else if (!isAlive) return { lastEnd, nextWindow: window };
      if (this.closeForward(place)) lastEnd = place;
      if (place < this.text.length) isAlive = this.stepForward(place);
    }
    return { lastEnd, nextWindow: windows.length };
  }

  private sweepBackward(windows: readonly StartWindow[], lastEnd: number, onMatch: OnMatch): void {
    this.begin();
    let window = windows.length - 1;
    for (let place = lastEnd; ; place--) {
      this.add(this.live, this.accept);
      this.ends[this.accept] = place;
      this.closeBackward(place);
      while (window > 0 && place < windows[window]!.low) window--;
      const { low, high } = windows[window]!;
      if (place >= low && place <= high && this.has(this.live, this.program.start)) {
        onMatch(place, this.ends[this.program.start]! - place);
      }
      if (place === windows[0]!.low) return;
      this.stepBackward(place - 1);
    }
  }

  private add(set: Uint32Array, node: number): void {
    set[node >> 5]! |= 1 << (node & 31);
  }

  private has(set: Uint32Array, node: number): boolean {
    return ((set[node >> 5]! >>> (node & 31)) & 1) !== 0;
  }

  private closeForward(place: number): boolean {
    const { program, live } = this;
    for (let word = 0; word < live.length; word++) {
      const passing = program.words[program.passing + word]!;
      for (let pending = live[word]! & passing; pending !== 0; ) {
        const bit = 31 - Math.clz32(pending & -pending);
        this.passForward(word * 32 + bit, place);
        pending = live[word]! & passing & (-2 << bit);
      }
    }
    return this.has(live, this.accept);
  }

  private passForward(node: number, place: number): void {
    const { program, live } = this;
    if (program.kindOf(node) === NodeKind.split) {
      this.add(live, program.nextOf(node));
      this.add(live, program.otherOf(node));
    } else if (this.passes(node, place)) this.add(live, program.nextOf(node));
  }

  private passes(node: number, place: number): boolean {
    const { program } = this;
    if (program.kindOf(node) !== NodeKind.assertion) return true;
    return holds(program.otherOf(node), this.text, place, program.isWide);
  }

  private stepForward(place: number): boolean {
    const { program, live, next } = this;
    const mask = program.maskOf(this.text[place]!);
    next.fill(0);
    let isAlive = false;
    for (let word = 0; word < live.length; word++) {
      for (let taken = live[word]! & program.words[mask + word]!; taken !== 0; taken &= taken - 1) {
        const node = word * 32 + 31 - Math.clz32(taken & -taken);
        isAlive = true;
        if (program.kindOf(node) === NodeKind.byte) this.add(next, program.nextOf(node));
        else this.queues[program.otherOf(node)]!.push(place, 0, true);
      }
    }
    const areRunsAlive = this.stepRuns(mask, (run, queue) => {
      if (queue.canEnd(place + 1)) this.add(next, program.nextOf(program.run(run, Repetition.node)));
    });
    this.advance();
    return isAlive || areRunsAlive;
  }

  private stepRuns(mask: number, step: (run: number, queue: RunQueue) => void): boolean {
    let areAlive = false;
    this.queues.forEach((queue, run) => {
      if (queue.isEmpty) return;
      if (!this.program.setHas(mask, this.program.run(run, Repetition.node))) queue.clear();
      else step(run, queue);
      if (!queue.isEmpty) areAlive = true;
    });
    return areAlive;
  }

  private closeBackward(place: number): void {
    const { program, live } = this;
    for (let word = live.length - 1; word >= 0; word--) {
      const passedTo = program.words[program.passedTo + word]!;
      for (let pending = live[word]! & passedTo; pending !== 0; ) {
        const bit = 31 - Math.clz32(pending);
        this.passBackward(word * 32 + bit, place);
        pending = live[word]! & passedTo & ((1 << bit) - 1);
      }
    }
  }

  private passBackward(node: number, place: number): void {
    const { program, live } = this;
    for (let edge = program.edgeStart(node); edge < program.edgeStart(node + 1); edge++) {
      const packed = program.words[program.edges + edge]!;
      const kind = packed & KIND_MASK;
      const source = packed >>> EDGE_SHIFT;
      if (kind === EdgeKind.byte || kind === EdgeKind.run) continue;
      if (kind === EdgeKind.alternative ? this.has(live, source) : !this.passes(source, place)) continue;
      this.add(live, source);
      this.ends[source] = this.ends[node]!;
    }
  }

  private stepBackward(place: number): void {
    const { program, live, next } = this;
    const mask = program.maskOf(this.text[place]!);
    next.fill(0);
    for (let word = 0; word < live.length; word++) {
      const reached = program.words[program.reached + word]!;
      for (let targets = live[word]! & reached; targets !== 0; targets &= targets - 1) {
        this.stepTo(word * 32 + 31 - Math.clz32(targets & -targets), mask, place);
      }
    }
    this.stepRuns(mask, (run, queue) => {
      const end = queue.endFrom(place);
      if (end === undefined) return;
      this.add(next, program.run(run, Repetition.node));
      this.nextEnds[program.run(run, Repetition.node)] = end;
    });
    this.advance();
  }

  private stepTo(target: number, mask: number, place: number): void {
    const { program, next, nextEnds } = this;
    const end = this.ends[target]!;
    for (let edge = program.edgeStart(target); edge < program.edgeStart(target + 1); edge++) {
      const packed = program.words[program.edges + edge]!;
      const source = packed >>> EDGE_SHIFT;
      if ((packed & KIND_MASK) > EdgeKind.run || !program.setHas(mask, source)) continue;
      if ((packed & KIND_MASK) === EdgeKind.byte) {
        this.add(next, source);
        nextEnds[source] = end;
      } else this.queues[program.otherOf(source)]!.push(place + 1, end, false);
    }
  }

  private advance(): void {
    [this.live, this.next] = [this.next, this.live];
    [this.ends, this.nextEnds] = [this.nextEnds, this.ends];
  }
}
