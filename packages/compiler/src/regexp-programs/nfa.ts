/**
 * Builds a nondeterministic finite automaton from HIR (Thompson's construction). Its nodes consume one byte, consume a
 * counted run of bytes of one class, split with a preferred side, or assert. One node accepts.
 *
 * The construction goes from the end of the expression to its start, so every node knows its successor. An unbounded
 * repetition of something that may be empty leads to cycles that consume nothing. `empty-cycles.ts` removes them. The nodes
 * are then sorted topologically by the edges that consume nothing, and the matchers rely on that order.
 *
 * A repetition of one class with large bounds, such as `[a-f]{40,200}`, is one run node instead of hundreds of nodes.
 */
import { assert, spendWork } from "@tyara/base";
import type { Assertion, Hir } from "@tyara/language/regexp";
import { ByteSet, minLength } from "@tyara/language/regexp";
import { type NodeRange, withoutEmptyCycles } from "./empty-cycles.ts";

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
  /** In the result of `buildNfa` the accepting node is the last one, and splits and assertions lead to higher indices. */
  readonly nodes: readonly NfaNode[];
  readonly start: number;
}

/** Units of work to make a node and to put it in order. */
const nodeWork = 16;

/** Repetitions of one class are unrolled up to this count, which is cheaper than the queue of a run. */
export const MAX_UNROLLED = 4;

export function buildNfa(hir: Hir): Nfa {
  const builder = new NfaBuilder();
  const start = builder.build(hir, builder.add({ kind: "accept" }));
  return inOrder(withoutEmptyCycles({ nodes: builder.nodes, start }, builder.emptyLoops));
}

class NfaBuilder {
  readonly nodes: NfaNode[] = [];
  /** The nodes of each outermost unbounded repetition whose body may be empty. */
  readonly emptyLoops: NodeRange[] = [];
  private isInEmptyLoop = false;

  add(node: NfaNode): number {
    spendWork(nodeWork);
    this.nodes.push(node);
    return this.nodes.length - 1;
  }

  /** Adds nodes that match `hir` and then lead to `next`. Returns their entry. */
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

  /** Adds a split: a greedy repetition prefers its body, a lazy one prefers `next`. */
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

/** Renumbers the nodes so that splits and assertions come before their targets. */
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

/** The state of a node in a depth-first search: not seen, on the current path, in the result. */
const Visit = { unseen: 0, open: 1, done: 2 } as const;

/**
 * The postorder of a depth-first search along the edges of splits and assertions: every node comes after the targets of
 * these edges. The accepting node, which is node 0 here, is the first. The search has an explicit stack, because expressions
 * may be nested deeply.
 */
function postorder(nodes: readonly NfaNode[]): Int32Array {
  const order = new Int32Array(nodes.length);
  let count = 0;
  const state = new Uint8Array(nodes.length);
  const isDone = (node: number): boolean => state[node] === Visit.done;
  const finish = (node: number): void => {
    if (!isDone(node)) order[count++] = node;
    state[node] = Visit.done;
  };
  for (let root = 0; root < nodes.length; root++) {
    spendWork(1);
    // Perf: nearly every node consumes a byte, or its targets were added before it.
    if (passingTargets(nodes[root]!).every(isDone)) {
      finish(root);
      continue;
    }
    const path = [root];
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      const isFirstVisit = state[node] === Visit.unseen;
      const children = isFirstVisit ? passingTargets(nodes[node]!).filter((child) => !isDone(child)) : [];
      assert(
        children.every((child) => state[child] !== Visit.open),
        "no cycle consumes nothing",
      );
      if (isFirstVisit) state[node] = Visit.open;
      if (children.length > 0) path.push(...children);
      else {
        path.pop();
        finish(node);
      }
    }
  }
  return order;
}

/** The targets of the edges that consume nothing, the preferred one last: a stack visits it first. */

function passingTargets(node: NfaNode): number[] {
  if (node.kind === "assertion") return [node.next];
  return node.kind === "split" ? [node.other, node.next] : [];
}
