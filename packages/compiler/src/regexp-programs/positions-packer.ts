/** Packs the automaton without passing nodes: see `Positions` in `program-layout.ts`. */

import { spendWork } from "@tyara/base";
import { Follow, ONE_WORD_START, Positions } from "@tyara/contract";
import { ASSERTION_CODES } from "./assertion-codes.ts";
import type { ByteClasses } from "./byte-classes.ts";
import { ACCEPT, type Follow as FollowEdge, type PositionAutomaton } from "./position-automaton.ts";
import type { ProgramBlock, ProgramBytes } from "./program-bytes.ts";

/** Where the entries of the lists begin. */
const LISTS_SIZE = (ONE_WORD_START + 2) * 4;

export class PositionsPacker {
  private readonly automaton: PositionAutomaton;
  private readonly classes: ByteClasses;
  private readonly setSize: number;
  /** Rows of the tables by position: as many as a set has members. */
  private readonly rowCount: number;
  /** Offsets of the tables from the beginning of the form. */
  private readonly at: Readonly<
    Record<"startSet" | "conditional" | "runSet" | "lastSet" | "follows" | "precedes" | "lists", number>
  >;
  readonly byteLength: number;
  /** The last blocks of the form, which are the same in many forms. */
  readonly blocks: readonly ProgramBlock[];

  constructor(automaton: PositionAutomaton, classes: ByteClasses) {
    this.automaton = automaton;
    this.classes = classes;
    const wordCount = Math.ceil((automaton.positions.length + 1) / 64);
    this.setSize = wordCount * 8;
    this.rowCount = wordCount * 64;
    let end = Positions.size + classes.count * this.setSize;
    const place = (size: number) => {
      const at = end;
      end = (end + size + 7) & ~7;
      return at;
    };
    const sets = {
      startSet: place(this.setSize),
      conditional: place(this.setSize),
      runSet: place(this.setSize),
      lastSet: place(this.setSize),
    };
    const length = automaton.positions.length * this.setSize;
    // The sweeps over larger sets are over nodes, and need no lists.
    const listsLength = this.isOneWord ? LISTS_SIZE + this.edgeCount() * Follow.size : 0;
    this.at = { ...sets, follows: place(length), precedes: place(length), lists: place(listsLength) };
    this.byteLength = end;
    const { follows, precedes, lists } = this.at;
    this.blocks = [
      { field: Positions.follows, start: follows, length },
      { field: Positions.precedes, start: precedes, length },
      ...(this.isOneWord ? [{ field: Positions.lists, start: lists, length: listsLength }] : []),
    ];
  }

  /** Whether the sweeps need this form only. */
  get isOneWord(): boolean {
    return this.rowCount === ONE_WORD_START;
  }

  private edgeCount(): number {
    const { follows, start } = this.automaton;
    let count = start.length;
    for (const list of follows) count += list.length;
    return count;
  }

  write(out: ProgramBytes, form: number): void {
    const { positions, start } = this.automaton;
    for (const [field, offset] of Object.entries(this.at)) {
      out.setU32(form + Positions[field as keyof typeof this.at], offset);
    }
    out.setU32(form + Positions.wordCount, this.setSize / 8);
    out.setU32(form + Positions.classCount, this.classes.count);
    out.setU32(form + Positions.isStartConditional, start.some(isConditional) ? 1 : 0);
    for (let number = 0; number < positions.length; number++) {
      this.writePosition(out, form, number);
      if (positions[number]!.kind === "run") out.addMember(form + this.at.runSet, number);
    }
    for (const { target } of start) out.addMember(form + this.at.startSet, this.member(target));
    if (this.isOneWord) this.writeLists(out, form);
  }

  /** The member of sets that stands for a follow's target. */
  private member(target: number): number {
    return target === ACCEPT ? this.rowCount - 1 : target;
  }

  private writePosition(out: ProgramBytes, form: number, number: number): void {
    const { positions, follows } = this.automaton;
    const masks = form + Positions.size;
    const classes = this.classes.of(positions[number]!.set);
    spendWork(classes.length + 4 * follows[number]!.length);
    for (let i = 0; i < classes.length; i++) out.addMember(masks + classes[i]! * this.setSize, number);
    for (const follow of follows[number]!) {
      const member = this.member(follow.target);
      out.addMember(form + this.at.follows + number * this.setSize, member);
      const before = follow.target === ACCEPT ? this.at.lastSet : this.at.precedes + member * this.setSize;
      out.addMember(form + before, number);
      if (isConditional(follow)) out.addMember(form + this.at.conditional, number);
    }
  }

  private writeLists(out: ProgramBytes, form: number): void {
    const { follows, start } = this.automaton;
    const lists = form + this.at.lists;
    let entry = LISTS_SIZE;
    for (let row = 0; row <= ONE_WORD_START; row++) {
      out.setU32(lists + row * 4, entry);
      for (const follow of (row === ONE_WORD_START ? start : follows[row]) ?? NO_FOLLOWS) {
        out.setU32(lists + entry + Follow.target, this.member(follow.target));
        if (isConditional(follow)) out.setU32(lists + entry + Follow.assertions, assertionSet(follow));
        entry += Follow.size;
      }
    }
    out.setU32(lists + (ONE_WORD_START + 1) * 4, entry);
  }
}

const NO_FOLLOWS: readonly FollowEdge[] = [];

function isConditional(follow: FollowEdge): boolean {
  return follow.assertions.length > 0;
}

function assertionSet({ assertions }: FollowEdge): number {
  return assertions.reduce((set, assertion) => set | (1 << ASSERTION_CODES[assertion]), 0);
}
