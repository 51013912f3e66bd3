/** A seeded mutator of binary files: the same seed gives the same damage on every machine. */

/** Numbers in `[0, below)` from a seed (xorshift, 32 bits). */
export function randomFrom(seed: number): (below: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

type Random = (below: number) => number;
type Damage = (bytes: Uint8Array, at: number, random: Random) => void;

/** What lengths, counts and offsets must survive. */
const EXTREMES = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

const DAMAGES: readonly Damage[] = [
  (bytes, at, random) => {
    bytes[at]! ^= 1 << random(8);
  },
  (bytes, at, random) => {
    bytes[at] = random(256);
  },
  (bytes, at, random) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (at + 4 <= bytes.length) view.setUint32(at, EXTREMES[random(EXTREMES.length)]!, random(2) === 0);
  },
  (bytes, at, random) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (at + 4 <= bytes.length) view.setUint32(at, random(bytes.length), true);
  },
  (bytes, at, random) => {
    const from = random(bytes.length);
    bytes.copyWithin(at, from, from + random(64));
  },
];

/** Where headers are: damage there reaches more of a parser than damage in the code of a program. */
const HEADER_SIZE = 1024;

/** A damaged copy: a few bytes changed, ranges moved, numbers put to extremes, and now and then the end cut off. */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const copy = bytes.slice();
  const reach = random(2) === 0 ? Math.min(HEADER_SIZE, copy.length) : copy.length;
  for (let left = 1 + random(6); left > 0 && copy.length > 0; left--) {
    DAMAGES[random(DAMAGES.length)]!(copy, random(reach), random);
  }
  return random(10) === 0 ? copy.subarray(0, random(copy.length + 1)) : copy;
}

/** A number that a parser reads. */
export interface NumberField {
  readonly offset: number;
  /** 1, 2, 4 or 8. */
  readonly byteLength: number;
}

/** What lets damage hit harder: where a parser reads numbers, and files to take parts from. */
export interface MutationGuide {
  readonly fields: readonly NumberField[];
  readonly donors: readonly Uint8Array[];
}

type Write = (bytes: Uint8Array, field: NumberField, random: Random) => bigint;

/** What a count, a length or an offset becomes; cut to the field's width. */
const WRITES: readonly Write[] = [
  (_bytes, _field, random) => BigInt(EXTREMES[random(EXTREMES.length)]!),
  (_bytes, { byteLength }, random) => (1n << BigInt(byteLength * 8 - 1)) - BigInt(random(3)),
  () => -1n,
  (bytes, _field, random) => BigInt(random(bytes.length)),
  (bytes, _field, random) => BigInt(bytes.length - random(64)),
  (_bytes, { offset }, random) => BigInt(offset + random(32) - 16),
  (bytes, { offset }, random) => BigInt(bytes[offset]! + random(9) - 4),
];

type Reshape = (bytes: Uint8Array, guide: MutationGuide, random: Random) => Uint8Array;

const RESHAPES: readonly Reshape[] = [
  // The end is missing, at any place or in the middle of a structure.
  (bytes, _guide, random) => bytes.subarray(0, random(bytes.length + 1)),
  (bytes, { fields }, random) => bytes.subarray(0, fields[random(fields.length)]?.offset ?? 0),
  // A part of another file, at its own place or at any.
  (bytes, { donors }, random) => {
    const donor = donors[random(donors.length)]!;
    const from = random(donor.length + 1);
    const at = random(2) === 0 ? from : random(bytes.length + 1);
    const part = donor.subarray(from, from + random(1024));
    bytes.set(part.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
    return bytes;
  },
  // A part is missing, or is there twice.
  (bytes, _guide, random) => {
    const [at, size] = [random(bytes.length + 1), 1 + random(64)];
    return concatenated(bytes.subarray(0, at), bytes.subarray(at + size));
  },
  (bytes, _guide, random) => {
    const [at, size] = [random(bytes.length + 1), 1 + random(64)];
    return concatenated(bytes.subarray(0, at + size), bytes.subarray(at));
  },
];

/**
 * A copy damaged where it hurts: numbers that the parser reads go to extremes, point elsewhere or trade places, bits
 * flip, parts are cut out, doubled, or taken from other files.
 */
export function mutateGuided(bytes: Uint8Array, seed: number, guide: MutationGuide): Uint8Array {
  const random = randomFrom(seed);
  const { fields } = guide;
  let copy: Uint8Array = bytes.slice();
  for (let left = 1 + random(6); left > 0 && copy.length > 0; left--) {
    const choice = random(16);
    if (choice === 0) copy = RESHAPES[random(RESHAPES.length)]!(copy, guide, random);
    else if (choice < 6 || fields.length === 0)
      DAMAGES[random(DAMAGES.length)]!(copy, random(copy.length), random);
    else damageField(copy, fields, random);
  }
  return copy;
}

/** Most often one of the fields that are read first: those decide what the others are. */
function damageField(bytes: Uint8Array, fields: readonly NumberField[], random: Random): void {
  const reach = random(2) === 0 ? Math.min(64, fields.length) : fields.length;
  const field = fields[random(reach)]!;
  const other = fields[random(fields.length)]!;
  const { offset, byteLength } = field;
  if (offset + byteLength > bytes.length) return;
  if (random(8) === 0) {
    bytes.copyWithin(offset, other.offset, other.offset + byteLength);
    return;
  }
  const value = WRITES[random(WRITES.length)]!(bytes, field, random);
  const isLittle = random(4) > 0;
  for (let i = 0; i < byteLength; i++) {
    const shift = 8 * (isLittle ? i : byteLength - 1 - i);
    bytes[offset + i] = Number((value >> BigInt(shift)) & 0xffn);
  }
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
