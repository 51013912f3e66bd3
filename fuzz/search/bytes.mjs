// What all makers of patterns need.

/** How long a piece of a pattern is: mostly short, sometimes up to the longest there are. */
export function pieceLength(random, most = 5000) {
  if (random.chance(70)) return 1 + random.below(8);
  if (random.chance(85)) return 1 + random.below(60);
  return 1 + random.below(Math.min(most, random.pick([300, 300, 5000])));
}

export function widen(bytes) {
  const wide = new Uint8Array(bytes.length * 2);
  bytes.forEach((byte, i) => {
    wide[2 * i] = byte;
  });
  return wide;
}

/** `\\x61` */
export const x = (byte) => `\\x${byte.toString(16).padStart(2, "0")}`;

export const isLetter = (byte) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** Letters, digits, the low line and the space: they stand for themselves everywhere. */
export const isWord = (byte) => /[\w ]/.test(String.fromCharCode(byte));
