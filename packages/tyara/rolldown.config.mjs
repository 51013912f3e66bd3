// The package's files: one for each of its doors, and one for each package of the engine that several doors share, as
// JavaScript and as declarations. An application that takes one door so loads nothing of the others, and a program's start reads
// a dozen files instead of five hundred.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dts } from "rolldown-plugin-dts";

const { exports, dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const doors = Object.values(exports)
  .flatMap(({ node, default: file }) => (node === undefined ? [file] : [file, node]))
  .map((file) => file.replace(/^\.\/dist\/|\.js$/g, ""));
const input = Object.fromEntries(
  doors.filter((door) => !door.includes("*")).map((door) => [door, `src/${door}.ts`]),
);

// Each module of YARA is a door of its own: `tyara/modules/pe`.
const modules = new URL("../modules/src/", import.meta.url);
const helpers = ["asn1", "authenticode", "dump", "hashing", "kit"];
for (const name of readdirSync(modules)) {
  if (helpers.includes(name) || !existsSync(new URL(`${name}/index.ts`, modules))) continue;
  input[`modules/${name}`] = new URL(`${name}/index.ts`, modules).pathname;
}

const external = [/^node:/, ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`))];

// One character beyond Latin-1 makes hosts keep a whole file at two bytes a character.
const withinLatin1 = {
  name: "within-latin-1",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) file.code = file.code.replace(/[^\0-\xff]/g, escaped);
  },
};

const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

// Bundling the declarations drops what sources say of the libraries that they need.
const withDisposables = {
  name: "with-disposables",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (/\bSymbol\.(async)?dispose\b/i.test(file.code))
        file.code = `/// <reference lib="esnext.disposable" />\n${file.code}`;
  },
};

/** The package of the engine that a source belongs to. */
function packageOf(id) {
  const [, name] = /\/packages\/(\w+)\/(?:src|assembly)\//.exec(id) ?? [];
  return name === undefined || name === "tyara" || name === "modules" ? null : name;
}

export default [
  {
    input,
    external,
    preserveEntrySignatures: "allow-extension",
    transform: { target: "es2022" },
    plugins: [withinLatin1],
    output: {
      dir: "dist",
      cleanDir: true,
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "shared/[name]-[hash].js",
      // A group takes its own files only: what they import belongs to other groups.
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: packageOf, debugName: "package" }],
      },
    },
  },
  {
    input,
    external,
    plugins: [dts({ emitDtsOnly: true, tsconfig: "../../tsconfig.json" }), withDisposables],
    output: { dir: "dist", format: "esm", entryFileNames: "[name].js", chunkFileNames: "shared/[name].d.ts" },
  },
];
