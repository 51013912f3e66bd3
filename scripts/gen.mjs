// Runs every generator in scripts/gen/, in name order. Each exports `generate({ root, check })` and writes
// into a `generated/` folder (never committed) or, for committed pages, reports those that are stale when
// `--check` is given.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const check = process.argv.includes("--check");
const folder = new URL("gen/", import.meta.url);

let stale = [];
for (const name of readdirSync(folder)
  .filter((n) => n.endsWith(".mjs"))
  .sort()) {
  const { generate } = await import(new URL(name, folder));
  stale = stale.concat((await generate({ root, check })) ?? []);
}
if (stale.length > 0) {
  console.error(
    `These generated pages are stale; run \`npm run gen\` and commit them:\n${stale.map((f) => `  ${f}`).join("\n")}`,
  );
  process.exit(1);
}
