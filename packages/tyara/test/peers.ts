/** The two builds of YARA-X 1.20 that tests compare with; each is undefined on a machine that lacks it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What `validate` of the native addon says of a source. */
export interface NativeVerdict {
  readonly errors: readonly NativeReport[];
  readonly warnings: readonly NativeReport[];
}

export interface NativeReport {
  readonly code: string;
  /** The rendered report. */
  readonly message: string;
}

export interface NativeMatch {
  readonly ruleIdentifier: string;
  readonly namespace: string;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly matches: readonly {
    readonly identifier: string;
    readonly offset: number;
    readonly length: number;
  }[];
}

/** The parts of the native addon that tests use. Fast; gives no xor keys. */
export interface NativePeer {
  validate(source: string, options?: object): NativeVerdict;
  compile(source: string, options?: object): { scan(bytes: Uint8Array): readonly NativeMatch[] };
}

/** The official package's classes, which `tyara/compat` has too. Slow, and leaks memory at every scan. */
export type OfficialPeer = typeof import("@virustotal/yara-x");

export const native: NativePeer | undefined = load(
  () => require("@litko/yara-x-linux-x64-gnu") as NativePeer,
);

/** Loads and initialises the official package. */
export async function loadOfficial(): Promise<OfficialPeer | undefined> {
  try {
    const path = require
      .resolve("@virustotal/yara-x/package.json")
      .replace("package.json", "pkg/yara_x_js_bg.wasm");
    const official = await import("@virustotal/yara-x");
    official.initSync({ module: readFileSync(path) });
    return official;
  } catch {
    return undefined;
  }
}

function load<T>(from: () => T): T | undefined {
  try {
    return from();
  } catch {
    return undefined;
  }
}

/** `E009@3:14` for each error of a native verdict: its code and the line and column of its primary label. */
export function reportPlaces(reports: readonly NativeReport[]): string[] {
  return reports.map(
    ({ code, message }) => `${code}@${/--> (?:.*?:)?(\d+:\d+)\s*$/m.exec(message)?.[1] ?? "?"}`,
  );
}
