// What a visitor loads before the page can be used, as a server that compresses sends it; at most 400 kB.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 400;
const dist = fileURLToPath(new URL("dist/", import.meta.url));
const sizeOf = (name) =>
  brotliCompressSync(readFileSync(join(dist, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
    .length;

// The page, what it names, what that imports, and the language worker, which starts at once.
const pending = [
  "index.html",
  ...readdirSync(join(dist, "assets"))
    .filter((name) => name.startsWith("language.worker"))
    .map((name) => `assets/${name}`),
];
const loaded = new Set();
while (pending.length > 0) {
  const name = pending.pop();
  if (loaded.has(name)) continue;
  loaded.add(name);
  const text = readFileSync(join(dist, name), "utf8");
  const named = name.endsWith(".html")
    ? [...text.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)]
    : [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.\.?\/[^"'`]+)["'`]/g)];
  pending.push(...named.map(([, one]) => posix.join(posix.dirname(name), one)));
}
const sizes = [...loaded].map((name) => [name, sizeOf(name)]).sort((a, b) => b[1] - a[1]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0) / 1000;
for (const [name, size] of sizes.slice(0, 8))
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${name}`);
console.log(`initial load: ${total.toFixed(1)} kB after brotli, at most ${BUDGET}`);
process.exitCode = total > BUDGET ? 1 : 0;
