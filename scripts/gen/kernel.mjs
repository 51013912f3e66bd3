// Compiles the kernels (AssemblyScript, packages/kernel/assembly) to WebAssembly, once for each variant, and
// writes the bytes as TypeScript constants, so that the engine needs no file loading on any host. Also gives the kernels
// the numbers of the memory map and of both layouts. Compiling takes seconds and many commands run the generators, so
// nothing is done while the hash of all inputs is the one noted in the output.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

const flags = ["-O3", "--runtime", "stub", "--importMemory", "--noAssert", "--initialMemory", "1"];

/**
 * What each variant of the kernels is compiled with; the sources ask for it by `ASC_FEATURE_SIMD`, and by `HAS_WORDS` for
 * numbers of 64 bits in one register.
 */
const words = ["--use", "HAS_WORDS=1"];
const variants = {
  simd: ["--enable", "simd", ...words],
  scalar: words,
};
const javascript = ["--debug", "--use", "HAS_WORDS=0"];

export async function generate({ root, check }) {
  if (check) return [];
  const assembly = join(root, "packages/kernel/assembly");
  const output = join(root, "packages/kernel/src/generated/kernel.ts");
  const script = join(root, "packages/kernel/src/generated/kernel-javascript.ts");
  for (const name of [
    "memory-map.ts",
    "search-layout.ts",
    "program-layout.ts",
    "code-forms.ts",
    "kernel-functions.ts",
  ]) {
    const source = join(root, "packages/contract/src", name);
    writeIfChanged(join(assembly, "generated", name), await numbersOf(source, name));
  }
  const hash = inputHash(assembly, import.meta.url);
  if (read(output)?.includes(hash) && read(script)?.includes(hash)) return [];
  const kernels = {};
  for (const [name, features] of Object.entries(variants)) {
    kernels[name] = importedAs(await compile(join(assembly, "index.ts"), features), "tyara");
  }
  writeIfChanged(output, kernelSource(kernels, hash));
  writeIfChanged(script, await kernelScript(await compile(join(assembly, "index.ts"), javascript), hash));
  return [];
}

/** The exported constants of a TypeScript source without imports: numbers, and numbers in `as const` objects. */
async function numbersOf(path, source) {
  const lines = [`// Written by scripts/gen/kernel.mjs from packages/contract/src/${source}; do not edit.\n`];
  const require = createRequire(import.meta.url);
  const typescript = require("typescript");
  const { outputText } = typescript.transpileModule(readFileSync(path, "utf8"), {
    compilerOptions: { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2022 },
  });
  const module = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === "number") lines.push(`export const ${name}: u32 = ${value};`);
    else
      for (const [field, number] of Object.entries(value))
        lines.push(`export const ${name}_${field}: u32 = ${number};`);
  }
  return `${lines.join("\n")}\n`;
}

async function compile(entry, features) {
  const { default: asc } = await import("assemblyscript/asc");
  let binary;
  const options = [...flags, ...features, "--baseDir", "/", "--outFile", "kernel.wasm"];
  const { error, stderr } = await asc.main([entry, ...options], {
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = contents;
    },
  });
  if (error || !binary)
    throw new Error(`the kernels do not compile:\n${stderr.toString()}${error?.message ?? ""}`);
  return binary;
}

/** The module with its memory imported from `name` instead of the compiler's fixed "env". */
function importedAs(bytes, name) {
  let at = 8;
  while (at < bytes.length) {
    const id = bytes[at];
    const [size, start] = readU32(bytes, at + 1);
    if (id === 2)
      return withSection(
        bytes,
        at,
        start + size,
        id,
        renamed(Buffer.from(bytes.subarray(start, start + size)), name),
      );
    at = start + size;
  }
  throw new Error("the kernels import nothing");
}

function renamed(section, name) {
  const old = Buffer.from("\x03env\x06memory");
  const at = section.indexOf(old);
  if (at < 0) throw new Error("the kernels do not import env.memory");
  const text = Buffer.from(`${String.fromCharCode(name.length)}${name}\x06memory`);
  return Buffer.concat([section.subarray(0, at), text, section.subarray(at + old.length)]);
}

function withSection(bytes, from, to, id, content) {
  const head = Buffer.from([id, ...u32Bytes(content.length)]);
  return Buffer.concat([bytes.subarray(0, from), head, content, bytes.subarray(to)]);
}

function readU32(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function u32Bytes(value) {
  const bytes = [];
  for (; value >= 128; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

function kernelSource(kernels, hash) {
  const fields = Object.entries(kernels).map(
    ([name, bytes]) =>
      `  ${name}: { size: ${bytes.length}, deflated: "${deflateRawSync(bytes, { level: 9 }).toString("base64")}" },`,
  );
  return `${heading(hash)}
/** One build of the kernels as WebAssembly: how many bytes it has, and the bytes, deflated and in base64. */
export interface PackedKernel {
  readonly size: number;
  readonly deflated: string;
}

export const packedKernels: Readonly<Record<"${Object.keys(kernels).join('" | "')}", PackedKernel>> = {
${fields.join("\n")}
};
`;
}

/** The kernels as JavaScript, from WebAssembly without vectors. */
async function kernelScript(bytes, hash) {
  const { translate } = await import("./javascript/translate.mjs");
  const { frame } = await import("./javascript/frame.mjs");
  return frame(translate(bytes), heading(hash));
}

const heading = (hash) => `// Written by scripts/gen/kernel.mjs from packages/kernel/assembly; do not edit.
// Inputs: ${hash}
`;

function inputHash(assembly, script) {
  const hash = createHash("sha256").update(readFileSync(new URL(script)));
  for (const name of readdirSync(new URL("./javascript/", script)))
    hash.update(readFileSync(new URL(`./javascript/${name}`, script)));
  const files = readdirSync(assembly, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .sort();
  for (const name of files) hash.update(`${name}\0`).update(readFileSync(join(assembly, name)));
  return hash.digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function writeIfChanged(path, text) {
  if (read(path) === text) return;
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}
