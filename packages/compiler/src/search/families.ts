/**
 * Families: groups of runs with a common beginning that the filter cannot tell apart. The filter looks for the common
 * beginning. Where it is found, the kernel finds the members that are there by a binary search over lengths (families.ts of the
 * kernels), so the number of members hardly matters.
 *
 * A hash table guides that search. For each member, it holds the beginnings of the member at the lengths that the search tries
 * on its way to the member's own length.
 */

import { HASH_BASE, KEY_MULTIPLIER, MAX_FAMILY_LENGTH, Symbols } from "@tyara/contract";
import { type ByteRun, exactRun, isExactRun } from "./byte-run.ts";

/** Smaller groups are no families: their runs are tried one by one. */
const MIN_MEMBERS = 8;
/** Numbers of symbols that all members of a family may have in common. The greatest that groups a run is taken. */
const BEGINNINGS = [32, 16, 8, 4] as const;
/** Limit: the filter looks for at most so much of the common beginning. Members are compared in any case. */
const MAX_BEGINNING = 64;

export interface Family<T> {
  /** The common beginning of all members. */
  readonly run: ByteRun;
  readonly symbols: number;
  readonly members: readonly T[];
}

interface Candidate<T> {
  readonly member: T;
  readonly row: Uint8Array;
}

/** Groups runs into families. A run that has too little in common with others is in none. */
export function findFamilies<T extends { readonly run: ByteRun }>(runs: readonly T[]): Family<T>[] {
  const bySymbols = new Map<number, Candidate<T>[]>();
  for (const member of runs) {
    const symbols = symbolsOf(member.run);
    if (symbols === undefined) continue;
    const list = bySymbols.get(symbols) ?? [];
    bySymbols.set(symbols, list);
    list.push({ member, row: rowOf(member.run, symbols) });
  }
  return [...bySymbols].flatMap(([symbols, candidates]) => familiesAmong(candidates, symbols));
}

function familiesAmong<T extends { readonly run: ByteRun }>(
  candidates: readonly Candidate<T>[],
  symbols: number,
): Family<T>[] {
  const families: Family<T>[] = [];
  let rest = candidates;
  for (const length of BEGINNINGS) {
    const groups = new Map<string, Candidate<T>[]>();
    for (const candidate of rest) {
      if (candidate.row.length < length) continue;
      const beginning = String.fromCharCode(...candidate.row.subarray(0, length));
      const group = groups.get(beginning);
      if (group === undefined) groups.set(beginning, [candidate]);
      else group.push(candidate);
    }
    const large = [...groups.values()].filter((group) => group.length >= MIN_MEMBERS);
    const taken = new Set(large.flat());
    rest = rest.filter((candidate) => !taken.has(candidate));
    for (const group of large) families.push(family(group, symbols));
  }
  return families;
}

function family<T extends { readonly run: ByteRun }>(
  group: readonly Candidate<T>[],
  symbols: number,
): Family<T> {
  const [first] = group as readonly [Candidate<T>];
  let length = Math.min(first.row.length, MAX_BEGINNING);
  for (const { row } of group) length = commonLength(first.row, row, length);
  return {
    run: beginningOf(first.member.run, length, symbols),
    symbols,
    members: group.map((one) => one.member),
  };
}

function commonLength(a: Uint8Array, b: Uint8Array, most: number): number {
  const end = Math.min(most, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}

function beginningOf({ values, masks }: ByteRun, length: number, symbols: number): ByteRun {
  if (symbols === Symbols.bytes) return exactRun(values.slice(0, length));
  if (symbols === Symbols.differences) return exactRun(values.slice(0, length + 1), { start: 0, end: 255 });
  return { values: values.slice(0, length), masks: masks.slice(0, length), classes: [], xor: undefined };
}

/** The kind of symbols that the run is a row of; undefined if some place takes another set of bytes. */
function symbolsOf(run: ByteRun): number | undefined {
  if (run.xor !== undefined) return Symbols.differences;
  if (isExactRun(run)) return Symbols.bytes;
  if (run.classes.length > 0) return undefined;
  const isCaseless = run.masks.every((mask, i) => mask === (isUpperLetter(run.values[i]!) ? 0xdf : 0xff));
  return isCaseless ? Symbols.caseless : undefined;
}

function isUpperLetter(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function rowOf({ values, masks }: ByteRun, symbols: number): Uint8Array {
  const limit = MAX_FAMILY_LENGTH;
  if (symbols === Symbols.bytes) return values.subarray(0, limit);
  if (symbols === Symbols.caseless)
    return values.subarray(0, limit).map((value, i) => (masks[i] === 0xff ? value : value | 0x20));
  return Uint8Array.from(
    { length: Math.min(values.length - 1, limit) },
    (_, i) => values[i]! ^ values[i + 1]!,
  );
}

/** A family as the search needs it. Members are numbers. */
export interface FamilyTables {
  /** The distinct lengths of members, ascending. */
  readonly lengths: readonly number[];
  readonly markers: readonly MarkerPlan[];
  /** For each member, the longest other member that it begins with, or −1. */
  readonly shorter: readonly number[];
}

export interface MarkerPlan {
  readonly hash: number;
  readonly length: number;
  /** A member with this beginning. */
  readonly owner: number;
  /** The longest member that this beginning starts with, or −1. */
  readonly member: number;
}

export function layOutFamily({ members, symbols }: Family<{ readonly run: ByteRun }>): FamilyTables {
  const rows = members.map(({ run }) => rowOf(run, symbols));
  const shorter = beginnings(rows);
  const lengths = [...new Set(rows.map((row) => row.length))].sort((a, b) => a - b);
  const markers = new Map<string, MarkerPlan>();
  rows.forEach((row, owner) => {
    const hashes = prefixHashes(row);
    for (const length of lengthsOnTheWay(lengths, row.length)) {
      const hash = hashes[length]!;
      const key = `${length} ${hash}`;
      if (markers.has(key)) continue;
      let member = owner;
      while (member >= 0 && rows[member]!.length > length) member = shorter[member]!;
      markers.set(key, { hash, length, owner, member });
    }
  });
  return { lengths, markers: [...markers.values()], shorter };
}

/** For each row, the longest other row that it begins with, or −1. Of equal rows, each counts as the beginning of the next. */
function beginnings(rows: readonly Uint8Array[]): number[] {
  const order = rows.map((_, i) => i).sort((a, b) => compareRows(rows[a]!, rows[b]!));
  const shorter = rows.map(() => -1);
  const open: number[] = [];
  for (const at of order) {
    while (open.length > 0 && !beginsWith(rows[at]!, rows[open.at(-1)!]!)) open.pop();
    shorter[at] = open.at(-1) ?? -1;
    open.push(at);
  }
  return shorter;
}

function compareRows(a: Uint8Array, b: Uint8Array): number {
  const common = commonLength(a, b, a.length);
  if (common === a.length || common === b.length) return a.length - b.length;
  return a[common]! - b[common]!;
}

function beginsWith(row: Uint8Array, beginning: Uint8Array): boolean {
  return commonLength(beginning, row, beginning.length) === beginning.length;
}

/** The lengths that a binary search for `length` tries, as far as they are not greater. */
function lengthsOnTheWay(lengths: readonly number[], length: number): number[] {
  const found: number[] = [];
  let [low, high] = [0, lengths.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lengths[middle]! > length) high = middle;
    else {
      found.push(lengths[middle]!);
      if (lengths[middle] === length) break;
      low = middle + 1;
    }
  }
  return found;
}

function prefixHashes(row: Uint8Array): Uint32Array {
  const hashes = new Uint32Array(row.length + 1);
  for (let i = 0; i < row.length; i++) hashes[i + 1] = Math.imul(hashes[i]!, HASH_BASE) + row[i]! + 1;
  return hashes;
}

/** {@link HASH_BASE} to the power of `length`, modulo 2^32. */
export function hashPower(length: number): number {
  let [power, base] = [1, HASH_BASE];
  for (let rest = length; rest > 0; rest >>>= 1) {
    if (rest & 1) power = Math.imul(power, base);
    base = Math.imul(base, base);
  }
  return power >>> 0;
}

/** The first slot to try for a marker, in a table of 2^(32 − shift) slots. */
export function markerSlot(hash: number, length: number, shift: number): number {
  return Math.imul(hash ^ length, KEY_MULTIPLIER) >>> shift;
}
