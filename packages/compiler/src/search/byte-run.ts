/**
 * Byte runs: rows of byte sets of fixed length, what the prefilter finds and the verifier compares.
 *
 * A place is a value under a mask (exact bytes, nibbles, letters of either case); the few sets that are no mask keep
 * the mask of what all their members share and are checked one by one.
 */
import { spendWork } from "@tyara/base";
import type { ByteSet, Hir } from "@tyara/language/regexp";

export interface ByteRun {
  /** Bits outside the mask are zero. */
  readonly values: Uint8Array;
  readonly masks: Uint8Array;
  readonly classes: readonly RunClass[];
  /** The run is to be found under any of these keys; it has no masks and no classes then. */
  readonly xor: XorKeys | undefined;
}

export interface RunClass {
  readonly offset: number;
  readonly set: ByteSet;
}

/** Both ends included. */
export interface XorKeys {
  readonly start: number;
  readonly end: number;
}

const ONES = new Uint8Array(4096).fill(0xff);
const onesByLength: Uint8Array[] = [];

/** The masks of a run of exact bytes; those of one length are one array, which tells them apart quickly. */
function fullMasks(length: number): Uint8Array {
  if (length > ONES.length) return new Uint8Array(length).fill(0xff);
  return (onesByLength[length] ??= ONES.subarray(0, length));
}

const NO_CLASSES: readonly RunClass[] = [];

/** Whether every place of the run is one byte. */
export function isExactRun({ masks, classes }: ByteRun): boolean {
  return (
    masks === onesByLength[masks.length] || (classes.length === 0 && masks.every((mask) => mask === 0xff))
  );
}

/** The run of these very bytes. The array is kept. */
export function exactRun(bytes: Uint8Array, xor?: XorKeys): ByteRun {
  return { values: bytes, masks: fullMasks(bytes.length), classes: NO_CLASSES, xor };
}

/** The run of these bytes with letters of either case. */
export function caselessRun(bytes: Uint8Array): ByteRun {
  const masks = bytes.map((byte) => (isLetter(byte) ? 0xdf : 0xff));
  return { values: bytes.map((byte, i) => byte & masks[i]!), masks, classes: NO_CLASSES, xor: undefined };
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** Collects a run place by place. */
export class RunBuilder {
  private readonly values: number[] = [];
  private readonly masks: number[] = [];
  private readonly classes: RunClass[] = [];

  get length(): number {
    return this.values.length;
  }

  addBytes(bytes: Uint8Array): void {
    spendWork(bytes.length);
    for (const byte of bytes) this.addByte(byte);
  }

  addByte(byte: number): void {
    this.values.push(byte);
    this.masks.push(0xff);
  }

  addSet(set: ByteSet): void {
    spendWork(4);
    const { value, mask, isExact } = maskOf(set);
    if (!isExact) this.classes.push({ offset: this.length, set });
    this.values.push(value);
    this.masks.push(mask);
  }

  addRun(run: ByteRun): void {
    spendWork(run.values.length);
    for (const { offset, set } of run.classes) this.classes.push({ offset: this.length + offset, set });
    for (let i = 0; i < run.values.length; i++) {
      this.values.push(run.values[i]!);
      this.masks.push(run.masks[i]!);
    }
  }

  build(): ByteRun {
    const [values, masks] = [new Uint8Array(this.values), new Uint8Array(this.masks)];
    return { values, masks, classes: this.classes, xor: undefined };
  }
}

interface SetMask {
  readonly value: number;
  readonly mask: number;
  /** Whether the mask says all: the set is not smaller. */
  readonly isExact: boolean;
}

const masksOfSets = new WeakMap<ByteSet, SetMask>();

function maskOf(set: ByteSet): SetMask {
  let found = masksOfSets.get(set);
  if (found === undefined) masksOfSets.set(set, (found = computeMask(set)));
  return found;
}

function computeMask(set: ByteSet): SetMask {
  const members = set.bytes();
  const all = members.reduce((bits, byte) => bits & byte, 0xff);
  const any = members.reduce((bits, byte) => bits | byte, 0);
  const mask = members.length === 0 ? 0xff : ~(all ^ any) & 0xff;
  const free = 8 - popcount(mask);
  return { value: all & mask, mask, isExact: members.length === 1 << free };
}

function popcount(byte: number): number {
  let count = 0;
  for (let bits = byte; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** What may stand at one place of a run. */
export interface Place {
  /** In ascending order. */
  readonly bytes: readonly number[];
  /** The different values that are left when letters are folded as hash keys fold them. */
  readonly folded: readonly number[];
}

/** The place at an offset of a run; outside the run any byte may stand. */
export function placeAt(run: ByteRun, offset: number): Place {
  if (offset < 0 || offset >= run.values.length) return ANY_PLACE;
  const set = run.classes.length === 0 ? undefined : classAt(run.classes, offset);
  return set === undefined ? maskPlace(run.values[offset]!, run.masks[offset]!) : classPlace(set);
}

/** Classes are in the order of their offsets. */
function classAt(classes: readonly RunClass[], offset: number): ByteSet | undefined {
  let low = 0;
  let high = classes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (classes[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return classes[low]?.offset === offset ? classes[low]!.set : undefined;
}

const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);
const ANY_PLACE: Place = place(ALL_BYTES);
/** Perf: nearly all places are one byte. */
const BYTE_PLACES: readonly Place[] = ALL_BYTES.map((byte) => place([byte]));
const maskPlaces = new Map<number, Place>();
const classPlaces = new WeakMap<ByteSet, Place>();

function place(bytes: readonly number[]): Place {
  return { bytes, folded: [...new Set(bytes.map((byte) => byte | ((byte >> 1) & 0x20)))] };
}

function maskPlace(value: number, mask: number): Place {
  if (mask === 0xff) return BYTE_PLACES[value]!;
  const key = value | (mask << 8);
  let found = maskPlaces.get(key);
  if (found === undefined)
    maskPlaces.set(key, (found = place(ALL_BYTES.filter((byte) => (byte & mask) === value))));
  return found;
}

function classPlace(set: ByteSet): Place {
  let found = classPlaces.get(set);
  if (found === undefined) classPlaces.set(set, (found = place(set.bytes())));
  return found;
}

/** A part of a run. */
export function sliceRun(run: ByteRun, start: number, end: number): ByteRun {
  if (start === 0 && end >= run.values.length) return run;
  return {
    values: run.values.slice(start, end),
    masks: run.masks.slice(start, end),
    classes: run.classes
      .filter(({ offset }) => offset >= start && offset < end)
      .map(({ offset, set }) => ({ offset: offset - start, set })),
    xor: run.xor,
  };
}

/** Limit: longer rows of bytes are left to regexp programs, which need not hold them unrolled. */
const MAX_RUN_LENGTH = 8192;

/** The run that a pattern is, if it is nothing but a row of byte sets. */
export function runOf(hir: Hir): ByteRun | undefined {
  if (hir.kind === "literal") return exactRun(hir.bytes);
  const builder = new RunBuilder();
  return append(hir, builder) ? builder.build() : undefined;
}

function append(hir: Hir, builder: RunBuilder): boolean {
  if (builder.length > MAX_RUN_LENGTH) return false;
  switch (hir.kind) {
    case "empty":
      return true;
    case "literal":
      builder.addBytes(hir.bytes);
      return true;
    case "class":
      builder.addSet(hir.set);
      return true;
    case "concat":
      return hir.items.every((item) => append(item, builder));
    case "repeat":
      return hir.min === hir.max && appendCopies(hir.item, hir.min, builder);
    default:
      return false;
  }
}

function appendCopies(item: Hir, count: number, builder: RunBuilder): boolean {
  const run = runOf(item);
  if (run === undefined || builder.length + run.values.length * count > MAX_RUN_LENGTH) return false;
  for (let i = 0; i < count; i++) builder.addRun(run);
  return true;
}
