// The package's files: one for each source, so that bundlers leave out what a program does not use (an engine that is given the
// interpreter brings no other backend), and one declaration for each door.
import { readFileSync } from "node:fs";
import { dts } from "rolldown-plugin-dts";

const { exports } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const doors = Object.values(exports).map(({ default: file }) => file.replace(/^\.\/dist\/|\.js$/g, ""));
const input = Object.fromEntries(doors.map((door) => [door, `src/${door}.ts`]));

export default [
  {
    input,
    transform: { target: "es2022" },
    output: {
      dir: "dist",
      cleanDir: true,
      format: "esm",
      preserveModules: true,
      preserveModulesRoot: "packages/tyara-runtime/src",
      entryFileNames: "[name].js",
      chunkFileNames: "parts/[name].js",
    },
  },
  {
    input,
    plugins: [dts({ emitDtsOnly: true, tsconfig: "../../tsconfig.json" })],
    output: { dir: "dist", format: "esm", entryFileNames: "[name].js", chunkFileNames: "parts/[name].d.ts" },
  },
];
