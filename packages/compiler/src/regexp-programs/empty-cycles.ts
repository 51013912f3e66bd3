/**
 * Takes away the cycles that consume nothing, which unbounded repetitions of what may be empty make: `(a?b?)*`.
 *
 * In such a loop the order of the paths depends on where one begins, since none passes a node twice (`reached.ts`). So each node that
 * the loop is entered at, from outside or behind what it consumed, gets a chain of splits of its own, which leads to what can be
 * reached from there in that order. Chains share their ends.
 */
import { spendWork } from "@tyara/base";
import type { Nfa, NfaNode, PassingNode } from "./nfa.ts";
import { isPassing, type Reached, reachedFrom } from "./reached.ts";

/** Nodes by number, `end` excluded. */
export interface NodeRange {
  readonly first: number;
  readonly end: number;
}

/** Without the cycles in these disjoint loops, which are ascending: paths that leave a loop lead to nodes made before it. */
export function withoutEmptyCycles(nfa: Nfa, loops: readonly NodeRange[]): Nfa {
  return loops.length === 0 ? nfa : new Unroller(nfa, loops).unroll();
}

const NO_LOOP = -1;

class Unroller {
  private readonly nfa: Nfa;
  /** By node that consumes nothing, the loop that it belongs to, or {@link NO_LOOP}. */
  private readonly loopOf: Int32Array;
  private readonly nodes: NfaNode[] = [];
  /** By node of the given automaton, the one that takes its place. */
  private readonly numbers: Int32Array;
  private readonly chained = new Map<string, number>();

  constructor(nfa: Nfa, loops: readonly NodeRange[]) {
    this.nfa = nfa;
    this.loopOf = new Int32Array(nfa.nodes.length).fill(NO_LOOP);
    this.numbers = new Int32Array(nfa.nodes.length);
    loops.forEach(({ first, end }, loop) => {
      for (let node = first; node < end; node++) if (isPassing(nfa.nodes[node]!)) this.loopOf[node] = loop;
    });
  }

  unroll(): Nfa {
    const { nodes } = this.nfa;
    nodes.forEach((node, index) => {
      if (this.loopOf[index] === NO_LOOP) this.numbers[index] = this.nodes.push(node) - 1;
    });
    const keptCount = this.nodes.length;
    for (const entry of this.entries()) this.numbers[entry] = this.chain(entry);
    for (let i = 0; i < keptCount; i++) {
      const node = this.nodes[i]!;
      if (node.kind !== "accept") node.next = this.numbers[node.next]!;
      if (node.kind === "split") node.other = this.numbers[node.other]!;
    }
    return { nodes: this.nodes, start: this.numbers[this.nfa.start]! };
  }

  /** The nodes in loops that are reached from without or by consuming, ascending. */
  private entries(): number[] {
    const { nodes, start } = this.nfa;
    const isEntry = new Uint8Array(nodes.length);
    const enter = (loop: number, target: number) => {
      if (this.loopOf[target] !== NO_LOOP && this.loopOf[target] !== loop) isEntry[target] = 1;
    };
    enter(NO_LOOP, start);
    nodes.forEach((node, index) => {
      if (node.kind !== "accept") enter(this.loopOf[index]!, node.next);
      if (node.kind === "split") enter(this.loopOf[index]!, node.other);
    });
    return [...isEntry.keys()].filter((node) => isEntry[node] === 1);
  }

  private chain(entry: number): number {
    const loop = this.loopOf[entry];
    const reached = reachedFrom(this.nfa.nodes, entry, (node) => this.loopOf[node] === loop);
    return reached
      .map((target) => this.conditional(target))
      .reduceRight((other, next) => this.add({ kind: "split", next, other }));
  }

  private conditional({ node, assertions }: Reached): number {
    return assertions.reduceRight(
      (next, assertion) => this.add({ kind: "assertion", assertion, next }),
      this.numbers[node]!,
    );
  }

  private add(node: PassingNode): number {
    spendWork(16);
    const key = `${node.next} ${node.kind === "split" ? node.other : node.assertion}`;
    const number = this.chained.get(key) ?? this.nodes.push(node) - 1;
    this.chained.set(key, number);
    return number;
  }
}
