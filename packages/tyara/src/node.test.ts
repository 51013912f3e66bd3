/** Files on disk: read in place, and each thing that is no readable file told by the system's own error. */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { scanFile } from "./node.ts";
import { DataTooLargeError } from "./scanner/index.ts";
import { version } from "./version.ts";

const folder = mkdtempSync(join(tmpdir(), "tyara-node-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rules = compile(`
  rule needle { strings: $a = "needle" condition: $a }
  rule empty { condition: filesize == 0 }
  rule far { condition: uint8(40000000) == 0x21 }`);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A file with a hole: `byteLength` zeros, of which the disk holds none, and some bytes at an offset. */
function sparseFile(name: string, byteLength: number, offset: number, content: string): string {
  const path = join(folder, name);
  const descriptor = openSync(path, "w");
  ftruncateSync(descriptor, byteLength);
  if (content !== "") writeSync(descriptor, content, offset);
  closeSync(descriptor);
  return path;
}

const names = (path: string) => scanFile(rules.scanner(), path).matches.map((rule) => rule.identifier);

describe("scanFile", () => {
  it("scans a file and keeps the bytes of its matches", () => {
    const result = scanFile(rules.scanner(), file("one", "a needle in hay"));
    const [match] = result.matches[0]!.patterns[0]!.matches;
    expect([match!.offset, new TextDecoder().decode(match!.data)]).toEqual([2, "needle"]);
  });

  it("scans an empty file", () => {
    expect(names(file("empty", ""))).toEqual(["empty"]);
  });

  it("reads in several steps", () => {
    expect(names(sparseFile("large", 41_000_000, 40_000_000, "!needle"))).toEqual(["needle", "far"]);
  });

  it("reads what has no size of its own", () => {
    expect(names("/proc/self/status")).toEqual([]);
  });

  it("passes on the system's error for what cannot be read", () => {
    expect(() => names(join(folder, "missing"))).toThrow("ENOENT");
    expect(() => names(folder)).toThrow("EISDIR");
  });

  it("refuses what no memory holds, unless a part is enough", () => {
    const huge = sparseFile("huge", 5_000_000_000, 4, "needle");
    const scanner = rules.scanner();
    expect(() => scanFile(scanner, huge)).toThrow(DataTooLargeError);
    const result = scanFile(scanner, huge, { maxScanSize: 100 });
    expect(result.limits).toEqual(["scan-size"]);
    expect(result.matches.map((rule) => rule.identifier)).toEqual(["needle"]);
  });
});

describe("version", () => {
  it("is the package's", () => {
    const description = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(description).version).toBe(version);
  });
});
