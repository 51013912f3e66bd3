// Functions of `math` and `hash`: in loops over short ranges, once over a megabyte; and what one small loop costs.
import { compare } from "./engines/compare.mjs";

export const description =
  "functions of math and hash beside native, each in a loop and on a megabyte; short loops";
export const engineNames = ["tyara", "native"];

const ROUNDS = 15;
const LOOP = 1 << 16;
const MB = 1 << 20;

const inLoop = (turns, call, relation) => `for all i in (0..${turns - 1}) : (${call} ${relation})`;

/** Whatever is asked is true, so that no loop ends early. */
const WORKLOADS = [
  ["math.min, 50,000 turns", inLoop(50_000, "math.min(i, 7)", ">= 0"), 100],
  ["math.in_range, 50,000 turns", inLoop(50_000, "math.to_number(math.in_range(i, 3, 9))", ">= 0"), 100],
  ["math.count of 100 bytes, 20,000 turns", inLoop(20_000, "math.count(0x41, i, 100)", ">= 0"), LOOP],
  [
    "math.percentage of 100 bytes, 20,000 turns",
    inLoop(20_000, "math.percentage(0x41, i, 100)", ">= 0.0"),
    LOOP,
  ],
  ["math.mean of 100 bytes, 10,000 turns", inLoop(10_000, "math.mean(i, 100)", ">= 0.0"), LOOP],
  ["math.mode of 100 bytes, 10,000 turns", inLoop(10_000, "math.mode(i, 100)", ">= 0"), LOOP],
  [
    "math.deviation of 100 bytes, 10,000 turns",
    inLoop(10_000, "math.deviation(i, 100, 127.5)", ">= 0.0"),
    LOOP,
  ],
  ["math.entropy of 100 bytes, 10,000 turns", inLoop(10_000, "math.entropy(i, 100)", ">= 0.0"), LOOP],
  [
    "math.serial_correlation of 100 bytes, 10,000 turns",
    inLoop(10_000, "math.serial_correlation(i, 100)", "> -200000.0"),
    LOOP,
  ],
  [
    "math.monte_carlo_pi of 100 bytes, 10,000 turns",
    inLoop(10_000, "math.monte_carlo_pi(i, 100)", ">= 0.0"),
    LOOP,
  ],
  ["hash.crc32 of 100 bytes, 10,000 turns", inLoop(10_000, "hash.crc32(i, 100)", ">= 0"), LOOP],
  ["hash.checksum32 of 100 bytes, 10,000 turns", inLoop(10_000, "hash.checksum32(i, 100)", ">= 0"), LOOP],
  ["hash.md5 of 1,000 bytes, 5,000 turns", inLoop(5000, "hash.md5(i, 1000)", '!= "a"'), LOOP],
  ["hash.sha1 of 1,000 bytes, 5,000 turns", inLoop(5000, "hash.sha1(i, 1000)", '!= "a"'), LOOP],
  ["hash.sha256 of 1,000 bytes, 5,000 turns", inLoop(5000, "hash.sha256(i, 1000)", '!= "a"'), LOOP],
  ["math.count, 1 MB", "math.count(0x41, 0, filesize) > 0", MB],
  ["math.mean, 1 MB", "math.mean(0, filesize) > 0.0", MB],
  ["math.entropy, 1 MB", "math.entropy(0, filesize) > 0.0", MB],
  ["math.serial_correlation, 1 MB", "math.serial_correlation(0, filesize) > -2.0", MB],
  ["math.monte_carlo_pi, 1 MB", "math.monte_carlo_pi(0, filesize) >= 0.0", MB],
  ["hash.crc32, 1 MB", "hash.crc32(0, filesize) >= 0", MB],
  ["hash.checksum32, 1 MB", "hash.checksum32(0, filesize) >= 0", MB],
  ["hash.md5, 1 MB", 'hash.md5(0, filesize) != "a"', MB],
  ["hash.sha1, 1 MB", 'hash.sha1(0, filesize) != "a"', MB],
  ["hash.sha256, 1 MB", 'hash.sha256(0, filesize) != "a"', MB],
  ["nested loop, 4,000 turns", "for all i in (1..40) : (for all j in (1..100) : ((i * j) % 7 != 8))", 100],
  ["no loop", "filesize != 7", 100],
];

export async function run({ engines }) {
  const chosen = engines.filter(({ name }) => name === "tyara" || name === "native");
  const rows = WORKLOADS.flatMap(([name, condition, length]) => {
    const source = `import "math" import "hash" rule r { condition: ${condition} }`;
    return compare(name, chosen, source, noise(length), { rounds: ROUNDS, atMost: 1 });
  });
  return { rows };
}

function noise(length) {
  let state = 7;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
}
