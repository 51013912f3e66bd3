/**
 * Makers of HIR that keep it simple: nothing nested that can be flat, no empty parts, neighbouring literals merged,
 * branches of one byte merged into a class. What a pattern prefers stays as it is: that is decided by the paths through its automaton, and
 * an unbounded repetition of what may be empty has paths of its own (see `nfa.ts`).
 */
import { spendWork } from "@tyara/base";
import { ByteSet } from "./byte-set.ts";
import type { Assertion, Hir } from "./hir.ts";
import { minLength } from "./measure.ts";

export const EMPTY: Hir = { kind: "empty" };
/** Matches nothing at all. */
export const FAIL: Hir = { kind: "class", set: ByteSet.empty };
export const ANY_BYTE: Hir = { kind: "class", set: ByteSet.all };

/** The empty literal is {@link EMPTY}. The bytes are kept, not copied. */
export function literal(bytes: Uint8Array): Hir {
  return bytes.length === 0 ? EMPTY : { kind: "literal", bytes };
}

/** A class of one byte is a literal. */
export function byteClass(set: ByteSet): Hir {
  return set.size === 1 ? literal(Uint8Array.from(set.bytes())) : { kind: "class", set };
}

export function assertion(condition: Assertion): Hir {
  return { kind: "assertion", assertion: condition };
}

export function concat(items: readonly Hir[]): Hir {
  spendWork(8 * items.length);
  const flat: Hir[] = [];
  const pending: Uint8Array[] = [];
  const flush = () => {
    if (pending.length > 0) flat.push({ kind: "literal", bytes: joinBytes(pending) });
    pending.length = 0;
  };
  const add = (item: Hir): void => {
    if (item.kind === "literal") pending.push(item.bytes);
    else if (item.kind === "concat") item.items.forEach(add);
    else if (item.kind !== "empty") {
      flush();
      flat.push(item);
    }
  };
  items.forEach(add);
  flush();
  if (flat.length === 0) return EMPTY;
  return flat.length === 1 ? flat[0]! : { kind: "concat", items: flat };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Branches in order of preference, which only hex patterns look at. */
export function alternation(branches: readonly Hir[]): Hir {
  spendWork(8 * branches.length);
  const flat = mergeSingleBytes(
    branches.flatMap((branch) => (branch.kind === "alternation" ? branch.branches : [branch])),
  );
  if (flat.length === 0) return FAIL;
  return flat.length === 1 ? flat[0]! : { kind: "alternation", branches: flat };
}

/** Replaces runs of neighbouring one-byte branches by one class. */
function mergeSingleBytes(branches: readonly Hir[]): Hir[] {
  const merged: Hir[] = [];
  for (const branch of branches) {
    const set = singleByteSet(branch);
    const last = merged[merged.length - 1];
    const lastSet = last === undefined ? undefined : singleByteSet(last);
    if (set !== undefined && lastSet !== undefined) merged[merged.length - 1] = byteClass(lastSet.union(set));
    else merged.push(branch);
  }
  return merged;
}

function singleByteSet(hir: Hir): ByteSet | undefined {
  if (hir.kind === "class") return hir.set;
  return hir.kind === "literal" && hir.bytes.length === 1 ? ByteSet.single(hir.bytes[0]!) : undefined;
}

/** `max` undefined: no upper bound. */
export function repeat(item: Hir, min: number, max: number | undefined, isGreedy: boolean): Hir {
  if (item.kind === "empty" || max === 0) return EMPTY;
  if (min === 1 && max === 1) return item;
  if (item.kind === "assertion") return min === 0 ? EMPTY : item;
  return mergeNestedRepeat(item, min, max, isGreedy) ?? { kind: "repeat", item, min, max, isGreedy };
}

/** Of repetitions of `x`, which consumes something, that may be taken once, optionally or without end: one of both is without end. */
function mergeNestedRepeat(
  item: Hir,
  min: number,
  max: number | undefined,
  isGreedy: boolean,
): Hir | undefined {
  if (item.kind !== "repeat" || !isSimple(item) || !isSimple({ min, max })) return undefined;
  if ((item.max === 1 && max === 1) || minLength(item.item) === 0) return undefined;
  return repeat(item.item, Math.min(min, item.min), undefined, isGreedy);
}

/** `?`, `*` or `+`. */
function isSimple({ min, max }: { readonly min: number; readonly max: number | undefined }): boolean {
  return max === undefined ? min <= 1 : min === 0 && max === 1;
}
