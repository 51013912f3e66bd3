/** Files on disk: read in place, and each thing that is no readable file told by the system's own error. */
import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataChangedError, DataTooLargeError } from "@tyara/scanner";
import { Compiler, compile } from "tyara";
import { afterAll, describe, expect, it } from "vitest";
import { scanFile } from "./node.ts";
import { FileRefusedError, readFileWithin } from "./platform/node-files.ts";
import { includesFromFiles } from "./platform/node-includes.ts";
import { renderDiagnostic } from "./render.ts";
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

  it("scans what is open, and leaves it open", async () => {
    const path = file("open", "a needle in hay");
    const handle = await open(path);
    for (const one of [handle, handle.fd])
      expect(scanFile(rules.scanner(), one).matches.map((rule) => rule.identifier)).toEqual(["needle"]);
    expect((await handle.read(Buffer.alloc(8), 0, 8)).buffer.toString()).toBe("a needle");
    await handle.close();
    expect(() => scanFile(rules.scanner(), handle)).toThrow(/^path must be/);
    expect(() => scanFile(rules.scanner(), -1)).toThrow(/^path must be/);
    const large = openSync(sparseFile("open-large", 41_000_000, 40_000_000, "!needle"), "r");
    expect(scanFile(rules.scanner(), large).matches.map((rule) => rule.identifier)).toEqual([
      "needle",
      "far",
    ]);
    closeSync(large);
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

  it.each([1000, 20 << 20])("tells that a file of %d bytes has changed while it was scanned", (size) => {
    const noisy = compile(`import "console" rule first { condition: console.log("now") }
      rule needle { strings: $a = "needle" condition: $a }`).scanner();
    const scanWhile = (name: string, change: (path: string) => void) => {
      const path = sparseFile(name, size, size - 10, "needle");
      noisy.onConsoleLog(() => change(path));
      return scanFile(noisy, path);
    };
    expect(scanWhile("grows", (path) => appendFileSync(path, "more")).limits).toEqual(["data-changed"]);
    expect(scanWhile("is-written", (path) => utimesSync(path, 1, 1)).limits).toEqual(["data-changed"]);
    // A small one was read before.
    if (size < 5000)
      expect(scanWhile("cut", (path) => truncateSync(path, 5)).limits).toEqual(["data-changed"]);
    else expect(() => scanWhile("cut", (path) => truncateSync(path, 5))).toThrow(DataChangedError);
    // Who has it open still reads it.
    expect(scanWhile("vanishes", (path) => rmSync(path)).matches.length).toBe(2);
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

/** Windows has neither named pipes in its file system nor devices there. */
const hasDevices = process.platform !== "win32";

describe.skipIf(!hasDevices)("what has no end or no beginning", () => {
  const pipe = (name: string): string => {
    const path = join(folder, name);
    execFileSync("mkfifo", [path]);
    return path;
  };
  const write = (path: string, command: string) => spawn("sh", ["-c", `${command} > ${path}`]);
  const matched = (path: string, options: Parameters<typeof scanFile>[2]) => {
    const { status, limits, matches } = scanFile(rules.scanner(), path, options);
    return { status, limits, matches: matches.map((rule) => rule.identifier) };
  };
  const stopped = { status: "timeout", limits: [], matches: [] };
  const complete = { status: "complete", limits: [], matches: ["needle"] };

  it("ends with the time-out", () => {
    expect(matched("/dev/zero", { timeoutMs: 20 })).toEqual(stopped);
    expect(matched(pipe("nobody writes"), { timeoutMs: 50 })).toEqual(stopped);
  });

  it("ends with the largest size", () => {
    const first = { status: "complete", limits: ["scan-size"] };
    expect(matched("/dev/zero", { maxScanSize: 1000 })).toMatchObject(first);
    expect(matched("/dev/zero", { maxScanSize: 41_000_000 })).toMatchObject(first);
    expect(matched("/proc/self/status", { maxScanSize: 7 })).toMatchObject(first);
  });

  it.each([{}, { timeoutMs: 20_000 }])(
    "is a pipe's writer that comes late and writes in parts: %j",
    (options) => {
      const path = pipe(`late-${JSON.stringify(options).length}`);
      write(path, "(sleep 0.2; printf nee; sleep 0.2; printf dle)");
      expect(matched(path, options)).toEqual(complete);
    },
  );

  it("is more than one read gives", () => {
    const path = pipe("filled");
    write(path, "(head -c 3000000 /dev/zero; printf needle)");
    expect(matched(path, { timeoutMs: 20_000 })).toEqual(complete);
    const held = pipe("held");
    const writer = write(held, "(head -c 3000000 /dev/zero; printf needle; sleep 5)");
    expect(matched(held, { timeoutMs: 20_000, maxScanSize: 3_000_006 })).toEqual({
      ...complete,
      limits: ["scan-size"],
    });
    writer.kill();
    write(path, "(head -c 3000000 /dev/zero; printf needle)");
    expect(matched(path, { timeoutMs: 20_000, maxScanSize: 3_000_006 })).toEqual(complete);
  });

  it("is not waited for when that is not wanted", () => {
    expect(matched(pipe("idle"), { endWhenIdle: true })).toMatchObject({
      status: "complete",
      matches: ["empty"],
    });
  });

  it("is refused where a file's end must come", () => {
    expect(() => readFileWithin("/dev/zero", { maxBytes: 100_000 })).toThrow(FileRefusedError);
    expect(() => readFileWithin(pipe("no list"), { maxBytes: 100, timeoutMs: 20 })).toThrow(
      "it has not ended after 0.02 s",
    );
    expect(() => readFileWithin(file("long", "0123456789"), { maxBytes: 9 })).toThrow(
      "it has more than 9 bytes",
    );
    expect(readFileWithin(file("short", "0123456789"), { maxBytes: 10 }).length).toBe(10);
    expect(() => readFileWithin("/dev/null", { maxBytes: 10, onlyRegular: true })).toThrow(
      "it is no regular file",
    );
  });
});

describe("includes from files", () => {
  const errorsOf = (
    source: string,
    options: Parameters<typeof includesFromFiles>[0] = {},
    includeDirs: string[] = [],
  ) =>
    new Compiler({ includeReader: includesFromFiles(options), includeDirs })
      .addSource(source, { origin: join(folder, "rules/main.yar") })
      .errors.map(({ code, labels }) => `${code} ${labels[0]!.text}`);
  const outside = "it is outside of the directories that rules may include files from";
  mkdirSync(join(folder, "rules/deep"), { recursive: true });
  const part = file("rules/deep/part.yar", 'include "../sibling.yar"');
  file("rules/sibling.yar", "rule sibling { condition: true }");
  const secret = file("secret.txt", "root:x:0:0:root:/root:/bin/bash\n");
  const elsewhere = file("elsewhere.yar", "rule elsewhere { condition: true }");

  it("are those below the first file's directory and the include directories", () => {
    expect(errorsOf('include "deep/part.yar"')).toEqual([]);
    expect(errorsOf(`include "${part}"`)).toEqual([]);
    expect(errorsOf('include "elsewhere.yar"', {}, [folder])).toEqual([]);
    expect(errorsOf('include "../elsewhere.yar"')).toEqual([`E042 \`../elsewhere.yar\`: ${outside}`]);
    expect(errorsOf(`include "${elsewhere}"`)).toEqual([`E042 \`${elsewhere}\`: ${outside}`]);
    expect(errorsOf(`include "${elsewhere}-missing"`)).toEqual([`E042 \`${elsewhere}-missing\`: ${outside}`]);
  });

  it("are others when these are allowed", () => {
    expect(errorsOf('include "../elsewhere.yar"', { below: [folder] })).toEqual([]);
    expect(errorsOf(`include "${elsewhere}"`, { anywhere: true })).toEqual([]);
  });

  it.skipIf(!hasDevices)("are no links to elsewhere, no pipes and no devices", () => {
    symlinkSync(elsewhere, join(folder, "rules/link.yar"));
    execFileSync("mkfifo", [join(folder, "rules/pipe.yar")]);
    expect(errorsOf('include "link.yar"')).toEqual([`E042 \`link.yar\`: ${outside}`]);
    expect(errorsOf('include "pipe.yar"')).toEqual(["E042 `pipe.yar`: it is no regular file"]);
    expect(errorsOf('include "/dev/zero"', { anywhere: true })).toEqual([
      "E042 `/dev/zero`: it is no regular file",
    ]);
  });

  it("show nothing of a file that holds no rules", () => {
    const options = { includeReader: includesFromFiles({ anywhere: true }) };
    const { errors } = new Compiler(options).addSource(`include "${secret}"`);
    expect(errors.map((error) => renderDiagnostic(error)).join()).not.toContain("root:");
    expect(errors.map(({ code, labels }) => `${code} ${labels[0]!.text}`)).toEqual([
      `E042 \`${secret}\`: it does not hold rules`,
    ]);
  });
});

describe("version", () => {
  it("is the package's", () => {
    const description = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(description).version).toBe(version);
  });
});
