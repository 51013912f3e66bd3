/** Packs the automaton without passing nodes: see `Positions` in `program-layout.ts`. */
import { ASSERTION_CODES } from "./assertion-codes.ts";
import { ACCEPT, type Follow as FollowEdge, type PositionAutomaton } from "./position-automaton.ts";
import { Follow, ONE_WORD_START, Positions } from "./program-layout.ts";

export class PositionsPacker {
  private readonly automaton: PositionAutomaton;
  private readonly representatives: readonly number[];
  private readonly setSize: number;
  /** Rows of the tables by position: as many as a set has members. */
  private readonly rowCount: number;
  /** Offsets of the tables from the beginning of the form. */
  private readonly at: Readonly<
    Record<"startSet" | "conditional" | "runSet" | "follows" | "precedes" | "lists" | "runIndex", number>
  >;
  private readonly entries: number;
  readonly byteLength: number;

  /** `representatives` has one byte of each class. */
  constructor(automaton: PositionAutomaton, representatives: readonly number[]) {
    this.automaton = automaton;
    this.representatives = representatives;
    const wordCount = Math.ceil((automaton.positions.length + 1) / 64);
    this.setSize = wordCount * 8;
    this.rowCount = wordCount * 64;
    let end = Positions.size + representatives.length * this.setSize;
    const place = (size: number) => {
      const at = end;
      end = (end + size + 7) & ~7;
      return at;
    };
    this.at = {
      startSet: place(this.setSize),
      conditional: place(this.setSize),
      runSet: place(this.setSize),
      follows: place(this.rowCount * this.setSize),
      precedes: place(this.rowCount * this.setSize),
      lists: place((ONE_WORD_START + 2) * 4),
      runIndex: place(this.rowCount),
    };
    this.entries = place(this.edgeCount() * Follow.size);
    this.byteLength = end;
  }

  private edgeCount(): number {
    const { follows, start } = this.automaton;
    return follows.reduce((sum, list) => sum + list.length, start.length);
  }

  write(out: DataView, form: number): void {
    const { positions, follows, start } = this.automaton;
    for (const [field, offset] of Object.entries(this.at)) {
      out.setUint32(form + Positions[field as keyof typeof this.at], offset, true);
    }
    out.setUint32(form + Positions.wordCount, this.setSize / 8, true);
    out.setUint32(form + Positions.isStartConditional, start.some(isConditional) ? 1 : 0, true);
    let runCount = 0;
    positions.forEach((position, number) => {
      this.writePosition(out, form, number);
      if (position.kind !== "run") return;
      addMember(out, form + this.at.runSet, number);
      // Limit: run indices are needed in one-word forms only, where they fit into a byte.
      out.setUint8(form + this.at.runIndex + number, runCount++ & 0xff);
    });
    for (const { target } of start) addMember(out, form + this.at.startSet, this.member(target));
    if (this.rowCount === ONE_WORD_START) this.writeLists(out, form, [...follows], start);
  }

  /** The member of sets that stands for a follow's target. */
  private member(target: number): number {
    return target === ACCEPT ? this.rowCount - 1 : target;
  }

  private writePosition(out: DataView, form: number, number: number): void {
    const { positions, follows } = this.automaton;
    this.representatives.forEach((byte, byteClass) => {
      if (!positions[number]!.set.has(byte)) return;
      addMember(out, form + Positions.size + byteClass * this.setSize, number);
    });
    for (const { target } of follows[number]!) {
      addMember(out, form + this.at.follows + number * this.setSize, this.member(target));
      addMember(out, form + this.at.precedes + this.member(target) * this.setSize, number);
    }
    if (follows[number]!.some(isConditional)) addMember(out, form + this.at.conditional, number);
  }

  private writeLists(
    out: DataView,
    form: number,
    follows: (readonly FollowEdge[])[],
    start: readonly FollowEdge[],
  ): void {
    follows[ONE_WORD_START] = start;
    let entry = this.entries;
    for (let row = 0; row <= ONE_WORD_START; row++) {
      out.setUint32(form + this.at.lists + row * 4, entry, true);
      for (const { target, assertions } of follows[row] ?? []) {
        out.setUint32(form + entry + Follow.target, this.member(target), true);
        const bits = assertions.reduce((set, assertion) => set | (1 << ASSERTION_CODES[assertion]), 0);
        out.setUint32(form + entry + Follow.assertions, bits, true);
        entry += Follow.size;
      }
    }
    out.setUint32(form + this.at.lists + (ONE_WORD_START + 1) * 4, entry, true);
  }
}

function isConditional(follow: FollowEdge): boolean {
  return follow.assertions.length > 0;
}

function addMember(out: DataView, set: number, member: number): void {
  const byte = set + (member >> 3);
  out.setUint8(byte, out.getUint8(byte) | (1 << (member & 7)));
}
