/**
 * Keeps the map of the project true: packages import only what their package.json names, the table in docs/DESIGN.md
 * says the same, rooms are entered by their doors, and nothing but the platform names a host.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const packagesFolder = join(root, "packages");

/** Packages inside which folders are rooms too: other rooms enter by `index.ts`. */
const roomedPackages = ["language", "compiler"];

interface Source {
  /** Relative to `packages`, with `/`. */
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const packageNames = readdirSync(packagesFolder).filter((name) =>
  existsSync(join(packagesFolder, name, "package.json")),
);
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(packagesFolder, name, "package.json"), "utf8"));

/** Programs on top of the engine, which use its doors. */
const programs = ["cli", "hunt", "language-server", "playground", "vscode"];
/** Private packages are bundled into `tyara`; these are the rooms of the engine. */
const privatePackages = packageNames.filter(
  (name) => manifestOf(name).private === true && !programs.includes(name),
);
const sources = packageNames.flatMap(sourcesOf);
const engineSources = sources.filter(({ packageName }) => !programs.includes(packageName));

function sourcesOf(packageName: string): Source[] {
  const folder = join(packagesFolder, packageName, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => {
      const path = `${packageName}/src/${name.split(sep).join("/")}`;
      return { path, packageName, imports: importsOf(readFileSync(join(packagesFolder, path), "utf8")) };
    });
}

function importsOf(text: string): string[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(?:type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm,
  );
  return [...statements].map((match) => (match[1] ?? match[2])!);
}

/** `@tyara/language` of `@tyara/language/syntax`; undefined for relative imports and Node's own modules. */
function dependencyOf(specifier: string): string | undefined {
  // The editor provides `vscode`.
  if (specifier.startsWith(".") || specifier.startsWith("node:") || specifier === "vscode") return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

const offendersOf = (isOffence: (source: Source, specifier: string) => boolean, among = engineSources) =>
  among.flatMap((source) =>
    source.imports
      .filter((specifier) => isOffence(source, specifier))
      .map((one) => `${source.path} → ${one}`),
  );

/** The file that a relative import leads to, relative to `packages`. */
const targetOf = ({ path }: Source, specifier: string) =>
  relative(packagesFolder, resolve(packagesFolder, dirname(path), specifier))
    .split(sep)
    .join("/");

describe("packages", () => {
  // What is bundled into a package is a development dependency of it.
  const bundled = new Set(["tyara", "tyara-runtime", "playground", "vscode"]);
  const declared = (name: string) => {
    const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = manifestOf(name);
    const imported = { ...dependencies, ...peerDependencies };
    return new Set([...Object.keys(imported), ...(bundled.has(name) ? Object.keys(devDependencies) : [])]);
  };

  it("import only the packages that their package.json names", () => {
    const offence = ({ packageName }: Source, specifier: string) => {
      const dependency = dependencyOf(specifier);
      return dependency !== undefined && !declared(packageName).has(dependency);
    };
    expect(offendersOf(offence, sources)).toEqual([]);
  });

  it("name no package that they do not import", () => {
    const unused = privatePackages.flatMap((name) => {
      const imported = new Set(
        sources
          .filter(({ packageName }) => packageName === name)
          .flatMap((one) => one.imports.map(dependencyOf)),
      );
      return [...declared(name)].filter((one) => !imported.has(one)).map((one) => `${name}: ${one}`);
    });
    expect(unused).toEqual([]);
  });

  it("depend on each other in no circle", () => {
    const dependencies = new Map(
      privatePackages.map((name) => [
        name,
        Object.keys(manifestOf(name).dependencies ?? {}).flatMap((one) =>
          one.startsWith("@tyara/") ? [one.slice("@tyara/".length)] : [],
        ),
      ]),
    );
    const done = new Set<string>();
    for (let isMoving = true; isMoving; ) {
      const ready = [...dependencies].filter(
        ([name, needs]) => !done.has(name) && needs.every((one) => done.has(one)),
      );
      for (const [name] of ready) done.add(name);
      isMoving = ready.length > 0;
    }
    expect(privatePackages.filter((name) => !done.has(name))).toEqual([]);
  });

  it("are described in docs/DESIGN.md with just the dependencies that they have", () => {
    const design = readFileSync(join(root, "docs/DESIGN.md"), "utf8");
    const table = new Map(
      [...design.matchAll(/^\| `(\w+)` \|.*\| ([^|]*) \|$/gm)].map((row) => [
        row[1]!,
        [...row[2]!.matchAll(/`(\w+)`/g)].map((one) => one[1]!).sort(),
      ]),
    );
    const actual = new Map(
      privatePackages.map((name) => [
        name,
        Object.keys(manifestOf(name).dependencies ?? {})
          .filter((one) => one.startsWith("@tyara/"))
          .map((one) => one.slice("@tyara/".length))
          .sort(),
      ]),
    );
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(actual));
  });

  it("reach into no other package's files", () => {
    const offence = (source: Source, specifier: string) =>
      specifier.startsWith(".") && !targetOf(source, specifier).startsWith(`${source.packageName}/`);
    expect(offendersOf(offence, sources)).toEqual([]);
  });
});

describe("rooms of a package", () => {
  const roomOf = (path: string) => {
    const [packageName, , room, ...rest] = path.split("/");
    return rest.length > 0 && roomedPackages.includes(packageName!)
      ? `${packageName}/src/${room}`
      : undefined;
  };

  it("are entered by their index.ts", () => {
    const offence = (source: Source, specifier: string) => {
      if (!specifier.startsWith(".")) return false;
      const target = targetOf(source, specifier);
      const room = roomOf(target);
      return room !== undefined && room !== roomOf(source.path) && target !== `${room}/index.ts`;
    };
    expect(offendersOf(offence)).toEqual([]);
  });

  it("have doors free of code", () => {
    const doors = engineSources.filter(({ path }) => {
      const room = roomOf(path);
      return /^\w+\/src\/index\.ts$/.test(path) || (room !== undefined && path === `${room}/index.ts`);
    });
    const offenders = doors.filter(({ path }) =>
      /^(export )?(async )?(function|class|const|let) /m.test(codeOf(path)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe("hosts", () => {
  it("are named in the platform room and in the doors for Node only", () => {
    const offence = ({ path }: Source, specifier: string) =>
      specifier.startsWith("node:") &&
      !path.startsWith("tyara/src/platform/") &&
      !/^tyara\/src\/(node|[\w-]+-node)\.ts$/.test(path);
    expect(offendersOf(offence)).toEqual([]);
  });

  // The namespace names itself in its errors.
  it("compile WebAssembly in the runtime's back ends only", () => {
    const offenders = engineSources.filter(
      ({ path }) =>
        !/^runtime\/src\/(backends|webassembly)\//.test(path) && usesHostWebAssembly(codeOf(path)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe("scripts", () => {
  const folders = ["scripts", "fuzz", "bench", "packages/tyara/test/hosts"];
  const scripts = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => join(folder, name)),
  );
  const { exports } = JSON.parse(readFileSync(join(packagesFolder, "tyara/package.json"), "utf8"));
  const doors = new Set(
    Object.values<{ default: string; node?: string }>(exports)
      .flatMap((door) => [door.default, door.node ?? []].flat())
      .map((file) => file.slice("./".length)),
  );

  // Few of them run in every test run, so that a path to a file that moved would go unnoticed.
  it("take from the built package its doors only", () => {
    const taken = scripts.flatMap((script) =>
      [...readFileSync(join(root, script), "utf8").matchAll(/"[^"]*\/(dist\/[\w/.-]+\.js)"/g)].map(
        ([, file]) => `${script}: ${file}`,
      ),
    );
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.filter((one) => !doors.has(one.slice(one.indexOf(": ") + 2)))).toEqual([]);
  });
});

describe("kernels", () => {
  it("import each other in no circle", () => {
    const folder = join(packagesFolder, "kernel/assembly");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => name.split(sep).join("/"));
    const edges = new Map(
      files.map((file) => [
        file,
        importsOf(readFileSync(join(folder, file), "utf8")).map(
          (specifier) =>
            `${relative(folder, resolve(folder, dirname(file), specifier))
              .split(sep)
              .join("/")}.ts`,
        ),
      ]),
    );
    expect(circlesOf(edges)).toEqual([]);
  });
});

/** The files that lie on a circle of imports. */
function circlesOf(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map([...edges].map(([file, targets]) => [file, new Set(targets)]));
  for (let isMoving = true; isMoving; ) {
    const leaves = [...left].filter(([, targets]) => ![...targets].some((target) => left.has(target)));
    for (const [file] of leaves) left.delete(file);
    isMoving = leaves.length > 0;
  }
  return [...left.keys()].filter((file) => [...left.values()].some((targets) => targets.has(file)));
}

/** Compiling or running anything; the type of a compiled module, and reading its sections, is no such use. */
function usesHostWebAssembly(code: string): boolean {
  return /\bnew WebAssembly\b|\bWebAssembly\.(?!Module\b)\w/.test(code);
}

function codeOf(path: string): string {
  return readFileSync(join(packagesFolder, path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
