// What the doors weigh in an application. A stock bundler bundles the built package and minifies it; each door is held to a
// budget after gzip. A bundle of the sources shows what a door is made of, and that it holds nothing that it must not.
// `--files` prints the largest files of each.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** `budget`: kilobytes (1,000 bytes) after gzip. `without`: parts of paths that must not be in the bundle. */
const doors = [
  {
    door: "language",
    budget: 73,
    without: [
      "packages/modules/",
      "packages/kernel/",
      "packages/compiler/",
      "packages/scanner/",
      "@noble/curves",
    ],
  },
  {
    door: "editor",
    budget: 106,
    without: ["packages/modules/", "packages/kernel/", "packages/scanner/", "@noble/curves"],
  },
  {
    door: "scan",
    budget: 152,
    without: [
      "packages/compiler/",
      "packages/language/src/syntax/",
      "packages/modules/src/pe/",
      "@noble/curves",
    ],
  },
  {
    face: "tyara-runtime",
    door: "index",
    names: "BareEngine, InterpreterBackend, Linker, Memory, Module, Store",
    budget: 44,
    without: ["packages/runtime/src/backends/host/host-", "packages/runtime/src/backends/mirrored/"],
  },
  {
    face: "tyara-runtime",
    door: "webassembly",
    budget: 46,
    without: ["packages/runtime/src/backends/mirrored/"],
  },
  { door: "index", names: "compile", budget: 348, without: [] },
];

const entry = "\0entry";
let isOver = false;

for (const { face: packageName = "tyara", door, names, budget, without } of doors) {
  const face = fileURLToPath(new URL(`../packages/${packageName}/`, import.meta.url));
  const code = (file) => (names ? `export { ${names} } from "${file}";` : `export * from "${file}";`);
  const built = await bundle(face, code(`${face}dist/${door}.js`), true);
  const bytes = Buffer.from(built.map((chunk) => chunk.code).join("\n"));
  const size = gzipSync(bytes, { level: 9 }).length / 1000;
  const label = door === "index" ? `${names} of ${packageName}` : `${packageName}/${door}`;
  console.log(
    `${label}: ${size.toFixed(1)} kB after gzip, at most ${budget} (${(bytes.length / 1000).toFixed(0)} kB minified)`,
  );
  if (size > budget) isOver = true;

  const files = (await bundle(face, code(`${face}src/${door}.ts`), false))
    .flatMap((chunk) => Object.entries(chunk.modules ?? {}))
    .filter(([, file]) => file.renderedLength > 0)
    .sort(([, a], [, b]) => b.renderedLength - a.renderedLength);
  const foreign = files.filter(([id]) => without.some((part) => id.includes(part)));
  if (foreign.length > 0) {
    isOver = true;
    console.log(`  holds what it must not: ${foreign.map(([id]) => shortName(id)).join(", ")}`);
  }
  if (!process.argv.includes("--files")) continue;
  for (const [id, { renderedLength, code: text }] of files.slice(0, 40)) {
    const compressed = gzipSync(text ?? "").length;
    console.log(`  ${String(renderedLength).padStart(8)} ${String(compressed).padStart(7)} ${shortName(id)}`);
  }
}
process.exitCode = isOver ? 1 : 0;

async function bundle(face, code, minify) {
  const build = await rolldown({
    input: entry,
    cwd: face,
    platform: "browser",
    external: [/^node:/],
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: "esm", minify });
  return output;
}

function shortName(id) {
  return id.replace(/.*\/(packages|node_modules)\//, "");
}
