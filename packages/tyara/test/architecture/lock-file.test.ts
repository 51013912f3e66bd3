/** What is installed: what the lock file may hold. Needs no network, as an audit against a registry would. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const file = fileURLToPath(new URL("../../../../package-lock.json", import.meta.url));
const locked: Record<string, LockedPackage> = JSON.parse(readFileSync(file, "utf8")).packages;
const installed = Object.entries(locked).filter(
  ([path, { link }]) => path.includes("node_modules/") && !link,
);

/** Packages that may run code when they are installed. */
const mayRunScripts: ReadonlySet<string> = new Set();

const licences = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "MIT OR Apache-2.0",
  "Unlicense",
]);
/** What the bundler wants where it runs as WebAssembly, and what its plug-in for declarations reads settings with. */
const mayBeUnreleased = new Set([
  "node_modules/@emnapi/core",
  "node_modules/@emnapi/runtime",
  "node_modules/@jridgewell/gen-mapping",
  "node_modules/get-tsconfig",
]);

/** Of tools that are not part of any package that is published. */
const licencesOfTools = new Set([...licences, "MPL-2.0", "Python-2.0", "CC0-1.0"]);

/** What hunts need beside the engine: the clients of NATS, and metrics. */
const ofHunts = new Set(
  [
    ...["jetstream", "kv", "nats-core", "nkeys", "nuid", "obj", "transport-node"].map(
      (name) => `@nats-io/${name}`,
    ),
    ...["@opentelemetry/api", "bintrees", "js-sha256", "prom-client", "tdigest", "tweetnacl"],
  ].map((name) => `node_modules/${name}`),
);

/** What reads the `.editorconfig` of people whose rules are formatted. */
const ofEditorConfig = new Set(
  ["@one-ini/wasm", "balanced-match", "brace-expansion", "editorconfig", "minimatch", "semver"].map(
    (name) => `node_modules/${name}`,
  ),
);

const wrong = (isWrong: (path: string, one: LockedPackage) => boolean) =>
  installed.filter(([path, one]) => isWrong(path, one)).map(([path]) => path);

describe("the lock file", () => {
  it("tells of every package what its bytes must be", () => {
    expect(installed.length).toBeGreaterThan(50);
    expect(wrong((_, { integrity }) => !/^sha512-/.test(integrity ?? ""))).toEqual([]);
  });

  it("names no host", () => {
    expect(wrong((_, { resolved }) => resolved !== undefined)).toEqual([]);
  });

  it("has no package that runs code when it is installed", () => {
    expect(
      wrong((path, { hasInstallScript }) => hasInstallScript === true && !mayRunScripts.has(path)),
    ).toEqual([]);
  });

  it("has released versions only", () => {
    const isReleased = (version = "") => /^\d+\.\d+\.\d+$/.test(version);
    expect(wrong((path, { version }) => !isReleased(version) && !mayBeUnreleased.has(path))).toEqual([]);
  });

  it("has licences that are known to fit", () => {
    const allowed = ({ dev, optional }: LockedPackage) => (dev || optional ? licencesOfTools : licences);
    expect(wrong((_, one) => !allowed(one).has(one.license ?? ""))).toEqual([]);
  });

  it("has few packages that are not tools", () => {
    const names = wrong((_, { dev, optional }) => !dev && !optional).sort();
    expect(names.filter((name) => !ofHunts.has(name) && !ofEditorConfig.has(name))).toEqual([
      "node_modules/@noble/curves",
      "node_modules/@noble/hashes",
      "node_modules/chardet",
      "node_modules/chokidar",
      "node_modules/commander",
      "node_modules/diff",
      "node_modules/eslint-visitor-keys",
      "node_modules/fflate",
      "node_modules/fzstd",
      "node_modules/pend",
      "node_modules/picomatch",
      "node_modules/readdirp",
      "node_modules/seek-bzip",
      "node_modules/seek-bzip/node_modules/commander",
      "node_modules/toml-eslint-parser",
      "node_modules/vscode-jsonrpc",
      "node_modules/vscode-languageserver",
      "node_modules/vscode-languageserver-protocol",
      "node_modules/vscode-languageserver-types",
      "node_modules/xz-decompress",
      "node_modules/yauzl",
    ]);
  });
});
