/** Scans of many files in several threads, and rules that are kept between runs. */
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processorsFor } from "../src/scan/scan-command.ts";
import { isBuilt, Workplace } from "./command.ts";

describe("processors", () => {
  it.each([
    [{}, 4, { threads: 4, share: 1 }],
    [{ threads: 7 }, 4, { threads: 7, share: 1 }],
    [{ threads: 1 }, 4, { threads: 1, share: 1 }],
    [{ cpuLimit: 50 }, 4, { threads: 2, share: 1 }],
    [{ cpuLimit: 30 }, 4, { threads: 1, share: 1 }],
    [{ cpuLimit: 20 }, 4, { threads: 1, share: 0.8 }],
    [{ cpuLimit: 1 }, 1, { threads: 1, share: 0.01 }],
    [{ cpuLimit: 99, threads: 2 }, 4, { threads: 2, share: 1 }],
  ])("%o of %i", (options, processors, expected) => {
    expect(processorsFor(options, processors)).toEqual(expected);
  });
});

describe.skipIf(!isBuilt)("scans in threads", () => {
  let place: Workplace;
  /** So slow a rule that few files are worth threads. */
  const slow = `import "console"
rule even { strings: $a = "even" condition: $a and for all i in (0..36000000) : (i >= 0) and console.log("even") }
rule odd { strings: $a = "odd" condition: $a and for all i in (0..36000000) : (i >= 0) }`;
  const names = Array.from({ length: 24 }, (_, n) => `files/${String(n).padStart(2, "0")}`);
  beforeAll(() => {
    place = new Workplace();
    place.write("slow.yar", slow);
    names.forEach((name, n) => {
      place.write(name, n % 2 === 0 ? "even" : "odd");
    });
  });
  afterAll(() => place.remove());
  const expected = names.map((name, n) => `${n % 2 === 0 ? "even" : "odd"} ${name}\n`);
  const lines = (text: string) => text.split(/(?<=\n)/);

  it("find what one thread finds", () => {
    const { status, out, err } = place.tyara("scan", "--threads", "2", "--stats", "slow.yar", "files");
    expect(status).toBe(0);
    expect(lines(out).sort()).toEqual([...expected].sort());
    expect(err).toContain(", 2 threads\n");
    expect(err).toContain("scanned 24 files, 24 with matches, 0.0 MB");
    expect(err.match(/^files\/\d\d: even$/gm)).toHaveLength(12);
    expect(place.tyara("scan", "-p", "1", "--stats", "slow.yar", "files").err).toContain(", 1 thread\n");
  });

  it("give results in order when asked to", () => {
    const sorted = place.tyara(
      "scan",
      "-p",
      "3",
      "-w",
      "--sorted",
      "--disable-console-logs",
      "slow.yar",
      "files",
    );
    expect(sorted).toEqual({ status: 0, out: expected.join(""), err: "" });
  });

  it("take the options that one thread takes", () => {
    place.write(
      "variables.yar",
      slow
        .replaceAll("$a and", "$a and limit > 3 and")
        .replaceAll("(i >= 0)", '(i >= 0) and filename != "04"'),
    );
    place.tyara("compile", "-o", "v.yarc", "-d", "filename=", "-d", "limit=1", "variables.yar");
    const scan = (...more: readonly string[]) =>
      place.tyara("scan", "-C", "-p", "2", "--file-variables", "--stats", ...more, "v.yarc", "files");
    expect(scan().out).toBe("");
    const found = scan("-d", "limit=4");
    expect(found.err).toContain(", 2 threads");
    expect(lines(found.out).sort()).toEqual(expected.filter((line) => !line.includes("04")).sort());
    expect(lines(scan("-n", "-d", "limit=4").out)).toHaveLength(25);
  });

  it("end by a signal with whole lines, and by their time-out with a message", async () => {
    const started = Date.now();
    const ended = await place.during(["scan", "-p", "2", "slow.yar", "files"], (child) => {
      let count = 0;
      child.stdout!.on("data", (data: Buffer) => {
        count += data.toString().split("\n").length - 1;
        if (count >= 8) child.kill("SIGTERM");
      });
    });
    expect(ended.signal).toBe("SIGTERM");
    expect(lines(ended.out).every((line) => expected.includes(line))).toBe(true);
    expect(Date.now() - started).toBeLessThan(30_000);
    const late = place.tyara("scan", "-p", "2", "--total-timeout", "0.4", "slow.yar", "files");
    expect(late.status).toBe(2);
    expect(late.err).toContain("the run took longer than its time-out");
  });

  it("tell what cannot be scanned, and end with 2, or 3 where somebody wants matches to fail", () => {
    symlinkSync("nowhere", join(place.path, "files/zz"));
    place.write("list", `${names.join("\n")}\nmissing\nfiles/00\n`);
    const { status, err } = place.tyara("scan", "-p", "2", "--scan-list", "slow.yar", "list");
    expect(status).toBe(2);
    expect(err).toContain("error: cannot scan missing: no such file or directory\n");
    expect(place.tyara("scan", "-p", "2", "--fail-on-match", "slow.yar", "files").status).toBe(3);
    const none = place.tyara("scan", "-p", "2", "--fail-on-match", "-t", "x", "--stats", "slow.yar", "files");
    expect(none.status).toBe(0);
    expect(none.err).toContain("not scanned: 1 (links that lead nowhere)\n");
    rmSync(join(place.path, "files/zz"));
  });
});

describe.skipIf(!isBuilt)("compiled rules in the cache", () => {
  let place: Workplace;
  const many = (word: string) =>
    Array.from(
      { length: 1500 },
      (_, n) =>
        `rule r${n} { strings: $a = "${word}${n}x" $b = /${word}[a-f]{${n % 9},9}z/ condition: $a or $b }`,
    ).join("\n");
  const scan = (...args: readonly string[]) =>
    place.shell(`tyara scan ${args.join(" ")}`, { XDG_CACHE_HOME: join(place.path, "cache") });
  const folder = () => join(place.path, "cache/tyara/rules");
  const entries = () => readdirSync(folder());
  beforeAll(() => {
    place = new Workplace();
    place.write("main.yar", 'include "part.yar"\nrule hex { strings: $a = { 41 42 43 44 } condition: $a }');
    place.write("part.yar", many("word"));
    place.write("target", "word7x ABCD");
  });
  afterAll(() => place.remove());
  const found = "hex target\nr7 target\n";
  const ordered = (text: string) => text.split("\n").sort().join("\n");

  it("are used as long as everything is as it was, messages included", () => {
    const first = scan("main.yar", "target");
    expect(ordered(first.out)).toBe(ordered(found));
    expect(first.err).toContain("warning[text_as_hex]");
    const [entry, ...others] = entries();
    expect(others).toEqual([]);
    expect(scan("main.yar", "target")).toEqual(first);
    expect(scan("--color always main.yar", "target").err).toContain("\x1b[");
    expect(entries()).toEqual([entry]);
    // An entry is touched when it is used.
    utimesSync(join(folder(), entry!), 1, 1);
    scan("main.yar", "target");
    expect(readFileSync(join(folder(), entry!)).length).toBeGreaterThan(1000);
    scan("-d", "x=1", "main.yar", "target");
    expect(entries()).toHaveLength(2);
    scan("--no-cache", "-d", "x=2", "main.yar", "target");
    expect(entries()).toHaveLength(2);
  });

  it("are not used when what they include has changed", () => {
    place.write("part.yar", many("other"));
    expect(scan("main.yar", "target").out).toBe("hex target\n");
    place.write("part.yar", many("word"));
    expect(ordered(scan("main.yar", "target").out)).toBe(ordered(found));
    rmSync(join(place.path, "part.yar"));
    expect(scan("main.yar", "target").status).toBe(1);
    place.write("part.yar", many("word"));
  });

  it("are not used when they are damaged, or others could have written them", () => {
    for (const name of entries()) {
      const path = join(folder(), name);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(path, bytes);
    }
    expect(ordered(scan("main.yar", "target").out)).toBe(ordered(found));
    for (const name of entries()) writeFileSync(join(folder(), name), "");
    expect(ordered(scan("main.yar", "target").out)).toBe(ordered(found));
    chmodSync(folder(), 0o777);
    const before = entries();
    scan("-d", "x=3", "main.yar", "target");
    expect(entries()).toEqual(before);
    chmodSync(folder(), 0o700);
    rmSync(folder(), { recursive: true });
    place.write("cache/tyara/rules", "a file in the way");
    expect(ordered(scan("main.yar", "target").out)).toBe(ordered(found));
  });
});
