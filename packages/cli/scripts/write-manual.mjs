// Writes the manual pages into man/: they are made from the definitions of the built commands.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { commands } from "../dist/commands/index.js";
import { manualPages } from "../dist/manual/manual-page.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const folder = new URL("../man/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const { fileName, text } of manualPages(commands, version))
  writeFileSync(new URL(fileName, folder), text);
