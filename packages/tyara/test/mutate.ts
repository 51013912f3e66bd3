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
