// The package's JavaScript: a file for each of its doors, and what several of them share. Loading the sources' four
// hundred modules one by one would cost every start of a program a fifth of a second.
import { readFileSync } from "node:fs";

const { exports, dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const doors = Object.values(exports).map(({ default: file }) => file.replace(/^\.\/dist\/|\.js$/g, ""));

// One character beyond Latin-1 makes hosts keep a whole file at two bytes a character.
const withinLatin1 = {
  name: "within-latin-1",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) file.code = file.code.replace(/[^\0-\xff]/g, escaped);
  },
};

const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

export default {
  input: Object.fromEntries(doors.map((door) => [door, `src/${door}.ts`])),
  external: [/^node:/, ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`))],
  transform: { target: "es2022" },
  plugins: [withinLatin1],
  output: {
    dir: "dist",
    cleanDir: true,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name]-[hash].js",
  },
};
