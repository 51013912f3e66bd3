// Where bytes come from, and data in which patterns nearly and really occur.
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

const ALPHABETS = [
  "a",
  "ab",
  "abc",
  "abcABC\n",
  "ab\0",
  "\0\xff",
  "\0\0\0\x01",
  "azAZ09_ @[`{/:",
  "abcd \n_1",
];

/** A small alphabet, all bytes, or a file of this machine. */
export function makeSource(random) {
  const kind = random.below(10);
  if (kind < 2) return fileSource(random);
  const alphabet = kind < 4 ? undefined : Buffer.from(random.pick(ALPHABETS), "latin1");
  const byte = () => (alphabet === undefined ? random.below(256) : random.pick(alphabet));
  const slice = (_, length) => Uint8Array.from({ length }, byte);
  return { slice, whole: (length) => slice(random, length), isDense: alphabet !== undefined };
}

let fileNames;

function fileSource(random) {
  fileNames ??= ["/usr/bin", "/usr/lib/x86_64-linux-gnu", "node_modules/typescript/lib"].flatMap(namesIn);
  const bytes = readSome(random.pick(fileNames), random);
  const slice = (_, length) => {
    const start = random.below(Math.max(1, bytes.length - length));
    return bytes.slice(start, start + length);
  };
  return { slice, whole: (length) => slice(random, length), isDense: false };
}

function namesIn(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

function readSome(path, random) {
  const buffer = new Uint8Array(200_000);
  const file = openSync(path, "r");
  const length = readSync(file, buffer, 0, buffer.length, random.chance(50) ? 0 : 50_000);
  closeSync(file);
  return length > 100 ? buffer.subarray(0, length) : Uint8Array.from({ length: 100 }, (_, i) => i);
}

/** Data of the source's bytes with samples of the patterns planted, some of them damaged. */
export function makeData(random, source, length, patterns) {
  const data = new Uint8Array(length);
  data.set(source.whole(length).subarray(0, length));
  if (random.chance(10)) return data;
  const copies = Math.min(patterns.length * 2, 20 + (length >> 6));
  for (let i = 0; i < copies; i++) plant(random, data, random.pick(random.pick(patterns).samples));
  return data;
}

function plant(random, data, sample) {
  if (sample.length > data.length) return;
  const room = data.length - sample.length;
  const at = random.chance(10) ? random.pick([0, room]) : random.below(room + 1);
  data.set(sample, at);
  if (sample.length > 0 && random.chance(30)) data[at + random.below(sample.length)] ^= 1 << random.below(8);
}
