// The published interface, a file of declarations for each door, under packages/tyara/api. A change of it shows in a diff:
// `--check` reports the files that differ from what the sources say, without it they are written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const face = fileURLToPath(new URL("../packages/tyara/", import.meta.url));
const { exports, dependencies } = JSON.parse(readFileSync(`${face}package.json`, "utf8"));
const doors = Object.values(exports)
  .map(({ default: file }) => file.replace(/^\.\/dist\/|\.js$/g, ""))
  .filter((door) => !door.includes("*"));
const external = [/^node:/, ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`))];
const stale = [];

mkdirSync(`${face}api`, { recursive: true });
for (const door of doors) {
  const build = await rolldown({
    input: `${face}src/${door}.ts`,
    cwd: face,
    external,
    logLevel: "silent",
    plugins: [dts({ cwd: face, emitDtsOnly: true, tsconfig: "../../tsconfig.json" })],
  });
  const { output } = await build.generate({ format: "esm" });
  const heading =
    "// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.\n";
  const text =
    heading +
    output
      .map((chunk) => chunk.code)
      .join("\n")
      .replace(/^\/\/# sourceMappingURL.*$/gm, "");
  const file = `${face}api/${door}.d.ts`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (process.argv.includes("--check")) stale.push(`packages/tyara/api/${door}.d.ts`);
  else writeFileSync(file, text);
}
if (stale.length > 0) {
  console.error(
    `The published interface changed; run \`npm run api\`, read the difference and commit it:\n${stale.join("\n")}`,
  );
  process.exitCode = 1;
}
