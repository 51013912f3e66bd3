/**
 * HIR → nondeterministic automaton (Thompson's construction): nodes that consume a byte or a counted run of bytes of
 * one class, splits with a preferred side, assertions, one accepting node.
 *
 * Built from the end to the beginning, so that every node knows what follows it. Where unbounded repetitions repeat
 * what may be empty, there are cycles that consume nothing, until `empty-cycles.ts` takes them away: then the nodes can be
 * put into an order in which such edges lead forward, and both matchers rely on it. A repetition of one class with large
 * bounds becomes one run node instead of hundreds of nodes.
 */
import { assert } from "@tyara/base";
import type { Assertion, Hir } from "@tyara/language/regexp";
import { ByteSet, minLength } from "@tyara/language/regexp";
import { type NodeRange, withoutEmptyCycles } from "./empty-cycles.ts";
import { isPassing } from "./reached.ts";

export type NfaNode =
  | { readonly kind: "byte"; readonly set: ByteSet; next: number }
  | {
      readonly kind: "run";
      readonly set: ByteSet;
      readonly min: number;
      readonly max: number | undefined;
      readonly isGreedy: boolean;
      next: number;
    }
  /** `next` is preferred. */
  | { readonly kind: "split"; next: number; other: number }
  | { readonly kind: "assertion"; readonly assertion: Assertion; next: number }
  | { readonly kind: "accept" };

export type PassingNode = Extract<NfaNode, { kind: "split" | "assertion" }>;

export interface Nfa {
  /** When built: the accepting node is the last; edges of splits and assertions lead to higher numbers. */
  readonly nodes: readonly NfaNode[];
  readonly start: number;
}

/** Repetitions of one class are unrolled up to this count: cheaper than keeping the books of a run. */
export const MAX_UNROLLED = 4;

export function buildNfa(hir: Hir): Nfa {
  const builder = new NfaBuilder();
  const start = builder.build(hir, builder.add({ kind: "accept" }));
  return inOrder(withoutEmptyCycles({ nodes: builder.nodes, start }, builder.emptyLoops));
}

class NfaBuilder {
  readonly nodes: NfaNode[] = [];
  /** The nodes of unbounded repetitions of what may be empty, the outermost ones. */
  readonly emptyLoops: NodeRange[] = [];
  private isInEmptyLoop = false;

  add(node: NfaNode): number {
    this.nodes.push(node);
    return this.nodes.length - 1;
  }

  /** Adds what matches `hir` and goes on at `next`; returns where it starts. */
  build(hir: Hir, next: number): number {
    switch (hir.kind) {
      case "empty":
        return next;
      case "literal":
        return this.literal(hir.bytes, next);
      case "class":
        return this.add({ kind: "byte", set: hir.set, next });
      case "assertion":
        return this.add({ kind: "assertion", assertion: hir.assertion, next });
      case "concat":
        return hir.items.reduceRight((then, item) => this.build(item, then), next);
      case "alternation":
        return hir.branches
          .map((branch) => this.build(branch, next))
          .reduceRight((other, branch) => this.split(branch, other));
      case "repeat":
        return this.repeat(hir, next);
    }
  }

  private literal(bytes: Uint8Array, next: number): number {
    let then = next;
    for (let i = bytes.length - 1; i >= 0; i--)
      then = this.add({ kind: "byte", set: ByteSet.single(bytes[i]!), next: then });
    return then;
  }

  private split(next: number, other: number): number {
    return next === other ? next : this.add({ kind: "split", next, other });
  }

  /** Go on with the body if greedy, with what follows if lazy; the other one second. */
  private choose(isGreedy: boolean, body: number, next: number): number {
    return isGreedy ? this.split(body, next) : this.split(next, body);
  }

  private repeat(hir: Extract<Hir, { kind: "repeat" }>, next: number): number {
    const { item, min, max, isGreedy } = hir;
    const set = oneByteSet(item);
    if (set !== undefined && (max ?? min) > MAX_UNROLLED) {
      const run = this.add({ kind: "run", set, min: Math.max(min, 1), max, isGreedy, next });
      return min === 0 ? this.choose(isGreedy, run, next) : run;
    }
    if (max === undefined) return this.loop(item, min, isGreedy, next);
    let then = next;
    for (let i = min; i < max; i++) then = this.choose(isGreedy, this.build(item, then), next);
    return this.times(item, min, then);
  }

  private loop(item: Hir, min: number, isGreedy: boolean, next: number): number {
    const again = this.add({ kind: "split", next, other: next });
    const isOutermost = !this.isInEmptyLoop && minLength(item) === 0;
    if (isOutermost) this.isInEmptyLoop = true;
    const body = this.build(item, again);
    if (isOutermost) {
      this.isInEmptyLoop = false;
      this.emptyLoops.push({ first: again, end: this.nodes.length });
    }
    const split = this.nodes[again]!;
    assert(split.kind === "split", "a loop is closed by a split");
    split.next = isGreedy ? body : next;
    split.other = isGreedy ? next : body;
    return min === 0 ? again : this.times(item, min - 1, body);
  }

  private times(item: Hir, count: number, next: number): number {
    let then = next;
    for (let i = 0; i < count; i++) then = this.build(item, then);
    return then;
  }
}

function oneByteSet(hir: Hir): ByteSet | undefined {
  if (hir.kind === "class") return hir.set;
  return hir.kind === "literal" && hir.bytes.length === 1 ? ByteSet.single(hir.bytes[0]!) : undefined;
}

/** Renumbers the nodes: those that consume nothing come before the nodes that they lead to. */
function inOrder({ nodes, start }: Nfa): Nfa {
  const order = postorder(nodes);
  const renumbered = new Int32Array(nodes.length);
  for (let i = 0; i < order.length; i++) renumbered[order[i]!] = nodes.length - 1 - i;
  const sorted = nodes.slice();
  for (let i = 0; i < sorted.length; i++) {
    const node = nodes[order[order.length - 1 - i]!]!;
    if (node.kind !== "accept") node.next = renumbered[node.next]!;
    if (node.kind === "split") node.other = renumbered[node.other]!;
    sorted[i] = node;
  }
  return { nodes: sorted, start: renumbered[start]! };
}

/** The accepting node first, every other node behind those that it leads to without consuming. */
function postorder(nodes: readonly NfaNode[]): Int32Array {
  const order = new Int32Array(nodes.length);
  let count = 0;
  const state = new Uint8Array(nodes.length);
  const ENTERED = 1;
  const LEFT = 2;
  const hasLeft = (node: number): boolean => state[node] === LEFT;
  for (let root = 0; root < nodes.length; root++) {
    // Perf: nearly every node consumes something, or leads to nodes that were made before it.
    if (!isPassing(nodes[root]!) || passingTargets(nodes[root]!).every(hasLeft)) {
      if (!hasLeft(root)) order[count++] = root;
      state[root] = LEFT;
      continue;
    }
    const pending = [root];
    while (pending.length > 0) {
      const node = pending[pending.length - 1]!;
      const children =
        state[node] === 0 ? passingTargets(nodes[node]!).filter((child) => state[child] !== LEFT) : [];
      assert(
        children.every((child) => state[child] !== ENTERED),
        "no cycle consumes nothing",
      );
      if (state[node] === 0) state[node] = ENTERED;
      if (children.length > 0) pending.push(...children);
      else {
        pending.pop();
        if (state[node] === ENTERED) order[count++] = node;
        state[node] = LEFT;
      }
    }
  }
  return order;
}

function passingTargets(node: NfaNode): number[] {
  if (node.kind === "assertion") return [node.next];
  return node.kind === "split" ? [node.other, node.next] : [];
}
