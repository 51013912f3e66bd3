// The data that search benchmarks scan, made of what the machine has and of seeded generators.
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** `elf`, `text` and `random`, of so many bytes each (less where the machine has less). */
export function buildCorpora(sizes) {
  const isElf = (head) => head.length > 4 && head.readUInt32BE(0) === 0x7f454c46;
  const isText = (head) => !head.subarray(0, 1024).includes(0);
  return {
    elf: collect(["/usr/bin", "/usr/lib"], sizes.elf, () => true, isElf),
    text: collect([join(root, "node_modules")], sizes.text, (name) => /\.(js|ts|mjs|md)$/.test(name), isText),
    random: randomBytes(sizes.random, 1),
  };
}

/** `count` pieces of `size` bytes, evenly spread over the corpora, those of different corpora by turns. */
export function slicesOf(corpora, size, count) {
  return Array.from({ length: count }, (_, i) => {
    const corpus = corpora[i % corpora.length];
    const start = Math.floor((i / count) * (corpus.length - size));
    return corpus.subarray(start, start + size);
  });
}

function collect(folders, size, acceptName, acceptHead) {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  for (const path of folders.flatMap((folder) => [...files(folder, acceptName)])) {
    if (filled === size) break;
    const file = openSync(path, "r");
    const read = readSync(file, buffer, filled, size - filled, 0);
    closeSync(file);
    if (acceptHead(buffer.subarray(filled, filled + read))) filled += read;
  }
  return buffer.subarray(0, filled);
}

function* files(folder, accept) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, accept);
    else if (entry.isFile() && accept(entry.name) && statSync(path).size > 4096) yield path;
  }
}

/** xorshift32. */
export function randomBytes(size, seed) {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = seed;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return Buffer.from(words.buffer, 0, size);
}
