// Counts how often pairs of neighbouring bytes occur in ordinary data and writes the search's frequency model,
// packages/compiler/src/search/pair-frequencies.ts (committed; run this by hand when the model should change).
// Sources: executables and libraries below /usr/bin and /usr/lib (binary half), documentation and program texts
// below /usr/share and node_modules (text half). A fifth of the weight goes to uniformly random bytes.
//
//   node scripts/pair-frequencies.mjs
import { closeSync, openSync, readdirSync, readSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bytesPerSource = 24 << 20;
const bytesPerFile = 256 << 10;

const isElf = (bytes) => bytes.length > 4 && bytes.readUInt32BE(0) === 0x7f454c46;
const isText = (bytes) => bytes.length > 64 && !bytes.subarray(0, 4096).includes(0);

function count(folders, accept) {
  const counts = new Float64Array(65536);
  let left = bytesPerSource;
  for (const path of folders.flatMap((folder) => [...files(folder)]).sort(byHash)) {
    const bytes = head(path);
    if (!accept(bytes)) continue;
    for (let i = 0; i + 1 < bytes.length; i++) counts[bytes.readUInt16LE(i)]++;
    if ((left -= bytes.length) <= 0) break;
  }
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => n / total);
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && statSync(path).size > 64) yield path;
  }
}

// A fixed shuffle, so that no folder dominates.
const hash = (text) => [...text].reduce((h, c) => Math.imul(h ^ c.charCodeAt(0), 0x01000193), 0x811c9dc5);
const byHash = (a, b) => hash(a) - hash(b);

function head(path) {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(bytesPerFile);
  const size = readSync(file, buffer, 0, bytesPerFile, 0);
  closeSync(file);
  return buffer.subarray(0, size);
}

const binary = count(["/usr/bin", "/usr/lib"], isElf);
const text = count(["/usr/share", join(root, "node_modules")], isText);
const packed = Buffer.alloc(32768);
for (let pair = 0; pair < 65536; pair++) {
  const probability = 0.4 * binary[pair] + 0.4 * text[pair] + 0.2 / 65536;
  const level = Math.max(0, Math.min(15, Math.round((-Math.log2(probability) - 2) / 1.1)));
  packed[pair >> 1] |= level << ((pair & 1) * 4);
}
writeFileSync(
  join(root, "packages/compiler/src/search/pair-frequencies.ts"),
  `// Written by scripts/pair-frequencies.mjs (which names its sources); committed because machines differ.

/** How rare each pair of bytes is: 4 bits a pair (first byte in the low half of the index), base64; a level n is a probability of 2^-(2 + 1.1n). */
export const packedPairFrequencies: string =
  "${packed.toString("base64")}";
`,
);
