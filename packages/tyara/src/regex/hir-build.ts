/**
 * Makers of HIR that keep it simple: nothing nested that can be flat, no empty parts, neighbouring literals merged,
 * branches of one byte merged into a class, and no unbounded repetition of something that matches the empty string.
 *
 * The last is what lets the automata do without cycles that consume nothing: `(a?)*` is `a*`, and in general `X*` is
 * the repetition of those matches of `X` that consume something, since repeating an assertion changes nothing.
 */
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
  const merged = mergeNestedRepeat(item, min, max, isGreedy);
  if (merged !== undefined) return merged;
  if (max !== undefined || minLength(item) > 0) return { kind: "repeat", item, min, max, isGreedy };
  // Greedy repetitions of what may be empty take all they can anyhow; lazy ones must, min times, what the item prefers.
  const isOptional = min === 0 || (isGreedy && matchesEmpty(item));
  const required = isOptional ? EMPTY : repeat(item, min, min, isGreedy);
  const consuming = withoutEmpty(item);
  return concat([required, isFail(consuming) ? EMPTY : repeat(consuming, 0, undefined, isGreedy)]);
}

/** `(x*)*`, `(x+)*`, `(x*)+`, `(x+)+` and optional ones of them are one repetition. */
function mergeNestedRepeat(
  item: Hir,
  min: number,
  max: number | undefined,
  isGreedy: boolean,
): Hir | undefined {
  if (item.kind !== "repeat" || item.max !== undefined || item.min > 1) return undefined;
  if (max === undefined && min > 1) return undefined;
  if (max !== undefined && !(min === 0 && max === 1)) return undefined;
  return repeat(item.item, Math.min(min, item.min), undefined, isGreedy);
}

function isFail(hir: Hir): boolean {
  return hir.kind === "class" && hir.set.size === 0;
}

/** Whether the empty string matches wherever one looks. */
function matchesEmpty(hir: Hir): boolean {
  switch (hir.kind) {
    case "empty":
      return true;
    case "literal":
    case "class":
    case "assertion":
      return false;
    case "concat":
      return hir.items.every(matchesEmpty);
    case "alternation":
      return hir.branches.some(matchesEmpty);
    case "repeat":
      return hir.min === 0 || matchesEmpty(hir.item);
  }
}

/** What `hir` matches apart from the empty string. */
function withoutEmpty(hir: Hir): Hir {
  if (minLength(hir) > 0) return hir;
  switch (hir.kind) {
    case "alternation":
      return alternation(hir.branches.map(withoutEmpty).filter((branch) => !isFail(branch)));
    case "repeat": {
      if (hir.min > 0 && !matchesEmpty(hir.item)) return requiredWithoutEmpty(hir);
      const rest = hir.max === undefined ? undefined : hir.max - 1;
      const consuming = withoutEmpty(hir.item);
      if (isFail(consuming)) return FAIL;
      return concat([consuming, repeat(consuming, 0, rest, hir.isGreedy)]);
    }
    case "concat":
      return concatWithoutEmpty(hir.items);
    default:
      return FAIL;
  }
}

/** Repetitions that cannot be skipped, because what they repeat is empty only under a condition. */
function requiredWithoutEmpty({ item, min, max, isGreedy }: Extract<Hir, { kind: "repeat" }>): Hir {
  const optional = repeat(item, 0, max === undefined ? undefined : max - min, isGreedy);
  return concatWithoutEmpty([...new Array<Hir>(min).fill(item), optional]);
}

/** Either the first part consumes something, or it holds without doing so and the rest does. */
function concatWithoutEmpty(items: readonly Hir[]): Hir {
  let result = FAIL;
  let tail: Hir = EMPTY;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    const branches = [concat([withoutEmpty(item), tail]), concat([emptyPart(item), result])];
    result = alternation(branches.filter((branch) => !failsAlways(branch)));
    tail = concat([item, tail]);
  }
  return result;
}

function failsAlways(hir: Hir): boolean {
  return isFail(hir) || (hir.kind === "concat" && hir.items.some(isFail));
}

/** Under which conditions `hir` matches the empty string: made of assertions only. */
function emptyPart(hir: Hir): Hir {
  if (matchesEmpty(hir)) return EMPTY;
  switch (hir.kind) {
    case "assertion":
      return hir;
    case "concat":
      return concat(hir.items.map(emptyPart));
    case "alternation":
      return alternation(hir.branches.map(emptyPart).filter((branch) => !failsAlways(branch)));
    case "repeat":
      return emptyPart(hir.item);
    default:
      return FAIL;
  }
}
