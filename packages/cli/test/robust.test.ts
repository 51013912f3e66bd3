/** What the command does where files, pipes, terminals and people are not as one wishes. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, constants, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBuilt, script, Workplace } from "./command.ts";

const isWindows = process.platform === "win32";
const hasProc = process.platform === "linux";
let place: Workplace;

const success = (out: string) => ({ status: 0, out, err: "" });
const fifo = (path: string) => execFileSync("mkfifo", [join(place.path, path)]);
const linesOf = (text: string) => text.split("\n").length - 1;

describe.skipIf(!isBuilt || isWindows)("the command", () => {
  beforeAll(() => {
    place = new Workplace();
    place.write("hello.yar", 'rule hello : greeting { strings: $a = "hello" condition: $a }');
    place.write("target/one.txt", "hello world");
    // Runs until it is stopped.
    place.write(
      "slow.yar",
      'rule slow { strings: $a = "slow" condition: $a and for all i in (0..9000000000000) : (i >= 0) }\nrule hello { strings: $a = "hello" condition: $a }',
    );
  });
  afterAll(() => place.remove());

  describe("writes results as they come", () => {
    it("however many they are", () => {
      place.write("zeros.yar", "rule zeros { strings: $a = /\\x00+/ condition: $a }");
      place.write("zeros.bin", new Uint8Array(1_200_000));
      const count = (...options: readonly string[]) =>
        place.shell(`tyara scan -w -s ${options.join(" ")} zeros.yar zeros.bin 2>/dev/null | wc -c`, {
          // Less than the output by far.
          NODE_OPTIONS: "--max-old-space-size=300",
        }).out;
      expect(Number(count())).toBeGreaterThan(300_000_000);
      expect(Number(count("-o", "json"))).toBeGreaterThan(400_000_000);
      expect(Number(count("-o", "ndjson"))).toBeGreaterThan(400_000_000);
    });

    it("or says that memory is not enough", () => {
      const patterns = ["a", "b", "c", "d", "e", "f", "g", "h"].map(
        (one) => `$${one} = /\\x00+[\\x00${one}]/`,
      );
      place.write("many.yar", `rule many { strings: ${patterns.join(" ")} condition: all of them }`);
      const { status, err } = place.shell("tyara scan -w -s many.yar zeros.bin", {
        NODE_OPTIONS: "--max-old-space-size=20",
      });
      expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining("error: memory ran out") });
    });

    it("to pipes that do not wait", async () => {
      place.write("ab.yar", 'rule ab { strings: $a = "ab" condition: $a }');
      place.write("ab.bin", "ab".repeat(100_000));
      fifo("narrow");
      const reader = openSync(join(place.path, "narrow"), constants.O_RDWR | constants.O_NONBLOCK);
      const child = spawn(process.execPath, [script, "scan", "-ws", "ab.yar", "ab.bin"], {
        cwd: place.path,
        stdio: ["ignore", reader, "ignore"],
      });
      const ended = new Promise((resolve) => child.on("exit", resolve));
      const lines = execFileSync("bash", ["-c", "head -n 100001 narrow | tail -n 1"], {
        cwd: place.path,
        encoding: "utf8",
      });
      expect(lines).toBe("0x30d3e:2:$a: ab\n");
      expect(await ended).toBe(0);
      closeSync(reader);
    });

    it("and ends when nobody reads on", () => {
      place.write("noisy.yar", 'import "console" rule noisy { condition: console.log("seen") }');
      for (let i = 0; i < 3000; i++) place.write(`many/${i}`, "x");
      const { status, out, err } = place.shell('tyara scan noisy.yar many | head -n 1; exit "$PIPESTATUS"');
      expect({ status, lines: linesOf(out) }).toEqual({ status: 0, lines: 1 });
      expect(linesOf(err)).toBeLessThan(3000);
    });

    it("and says when they cannot be written", () => {
      const { status, err } = place.shell("tyara scan hello.yar target > /dev/full");
      expect({ status, err }).toMatchObject({
        status: 1,
        err: expect.stringContaining("cannot write the output"),
      });
    });

    it("whether or not anybody hears its complaints", () => {
      place.write("warned.yar", 'rule hello { strings: $a = "hello" condition: $a and filesize }');
      expect(place.shell("tyara scan warned.yar target 2>&-")).toEqual(success("hello target/one.txt\n"));
      expect(place.shell("tyara scan warned.yar target 2> >(exec <&-; sleep 1)")).toEqual(
        success("hello target/one.txt\n"),
      );
    });
  });

  describe("is ended by a signal", () => {
    const whenPrinting = (signal: NodeJS.Signals) => (child: ReturnType<typeof spawn>) =>
      child.stdout!.once("data", () => child.kill(signal));

    it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
      "%s between files, with complete JSON",
      async (signal) => {
        for (let i = 0; i < 3000; i++) place.write(`hellos/${i}`, "hello");
        const args = ["scan", "-o", "json", "hello.yar", "hellos"];
        const ended = await place.during(args, whenPrinting(signal));
        expect(ended).toMatchObject({ signal, err: "" });
        const { matches } = JSON.parse(ended.out);
        expect(matches.length).toBeGreaterThan(0);
        expect(matches.length).toBeLessThan(3000);
      },
    );

    it("inside of a file, and prints what came before", async () => {
      place.write("slowly/a", "hello");
      place.write("slowly/b", "slow hello");
      for (const [format, out] of [
        ["text", "hello slowly/a\n"],
        ["ndjson", '{"path":"slowly/a","rules":[{"identifier":"hello"}]}\n'],
      ] as const) {
        const args = ["scan", "-w", "-o", format, "slow.yar", "slowly"];
        expect(await place.during(args, whenPrinting("SIGINT"))).toEqual({
          status: null,
          signal: "SIGINT",
          out,
          err: "",
        });
      }
    });

    it("where the system holds it", async () => {
      fifo("silent");
      place.write("list", "target/one.txt\nsilent\n");
      const args = ["scan", "--scan-list", "hello.yar", "list"];
      expect(await place.during(args, whenPrinting("SIGTERM"))).toMatchObject({
        signal: "SIGTERM",
        out: "hello target/one.txt\n",
      });
    });
  });

  describe("reads its options", () => {
    it("with their values attached", () => {
      place.write("variable.yar", "rule v : tagged { condition: risk == 5 }");
      const json = place.tyara("scan", "-ojson", "-drisk=5", "-ttagged", "-g", "variable.yar", "target");
      expect(JSON.parse(json.out).matches).toEqual([{ rule: "v", file: "target/one.txt", tags: ["tagged"] }]);
      expect(place.tyara("scan", "-d=risk=5", "-t=tagged", "variable.yar", "target")).toEqual(
        success("v target/one.txt\n"),
      );
      expect(place.tyara("scan", "-d=risk=5", "-t=other", "variable.yar", "target")).toEqual(success(""));
      expect(place.tyara("compile", "-o=written.yarc", "hello.yar")).toEqual(success(""));
      expect(place.tyara("scan", "-C", "written.yarc", "target")).toEqual(success("hello target/one.txt\n"));
    });

    it("as often as they are given", () => {
      place.write("two.yar", "rule two { strings: $a = /.+a/ condition: filesize and $a }");
      const warnings = (...options: readonly string[]) =>
        place.tyara("scan", ...options, "two.yar", "target").err.match(/^warning/gm)?.length ?? 0;
      expect(warnings()).toBe(2);
      expect(warnings("-w=slow_pattern")).toBe(1);
      expect(warnings("-w=slow_pattern", "-w=non_bool_expr")).toBe(0);
      expect(warnings("-w")).toBe(0);
    });

    it("and namespaces of any name", () => {
      for (const name of ["mine", "a", "my-own", "v1.2 beta", "ü"])
        expect(place.tyara("scan", "-e", `${name}:hello.yar`, "target").out).toBe(
          `${name}:hello target/one.txt\n`,
        );
      place.write("odd:name.yar", "rule odd { condition: true }");
      expect(place.tyara("scan", "-we", "odd:name.yar", "target").out).toBe("default:odd target/one.txt\n");
      expect(place.tyara("scan", "C:\\rules.yar", "target").err).toContain(
        "cannot read rules from C:\\rules.yar",
      );
    });

    it("of how much of a file is scanned", () => {
      expect(place.tyara("scan", "--max-scan-size", "4", "hello.yar", "target")).toEqual(success(""));
      expect(place.tyara("scan", "--max-scan-size=5", "hello.yar", "target")).toEqual(
        success("hello target/one.txt\n"),
      );
    });

    it("of time, for a file or for all", () => {
      place.write("slow/a", "slow");
      place.write("slow/b", "slow hello");
      const each = place.tyara("scan", "-w", "-a", "0.1", "slow.yar", "slow");
      expect(each.err).toBe(
        ["a", "b"]
          .map((name) => `error: slow/${name}: the scan took longer than its time-out and was stopped\n`)
          .join(""),
      );
      const all = place.tyara("scan", "-w", "--total-timeout", "2", "slow.yar", "slow");
      expect(all).toMatchObject({ status: 2, out: "" });
      expect(all.err).toContain(
        "error: the run took longer than its time-out; the other files were not scanned\n",
      );
    });

    it("of variables that each file sets", () => {
      place.write(
        "file.yar",
        `rule exe { condition: filetype == "EXE" and extension == ".dll" and filename == "a.dll" and filepath endswith "/typed" and owner != "" }
         rule other { condition: filetype == "" and extension == "" and filename == "b" }
         rule piped { condition: filename == "" and filepath == "" and owner == "" }`,
      );
      place.write("typed/a.dll", "MZ");
      place.write("typed/b", "");
      const expected = success("exe typed/a.dll\nother typed/b\n");
      expect(place.tyara("scan", "--file-variables", "file.yar", "typed")).toEqual(expected);
      expect(place.tyara("scan", "--file-variables", "-d", "filetype=PDF", "file.yar", "typed")).toEqual(
        success(""),
      );
      expect(place.reading("x", "scan", "--file-variables", "file.yar", "-")).toEqual(success("piped -\n"));
      const empty = ["filename", "filepath", "extension", "filetype", "owner"].flatMap((name) => [
        "-d",
        `${name}=`,
      ]);
      expect(place.tyara("compile", ...empty, "-o", "file.yarc", "file.yar")).toEqual(success(""));
      expect(place.tyara("scan", "-C", "--file-variables", "file.yarc", "typed")).toEqual(expected);
      place.tyara("compile", "-o", "hello.yarc", "hello.yar");
      expect(place.tyara("scan", "-C", "--file-variables", "hello.yarc", "target")).toEqual(
        success("hello target/one.txt\n"),
      );
      expect(place.tyara("scan", "hello.yarc", "target").err).toBe(
        "error: hello.yarc holds compiled rules: use it with `scan --compiled-rules`\n",
      );
    });

    it("of colours", () => {
      const colored = "\x1b[1;31mhello\x1b[0m target/one.txt\n";
      expect(place.tyara("scan", "--color=always", "hello.yar", "target")).toEqual(success(colored));
      expect(place.tyara("scan", "--color", "never", "hello.yar", "target")).toEqual(
        success("hello target/one.txt\n"),
      );
      place.write("broken.yar", "rule broken { condition: x }");
      expect(place.tyara("scan", "--color=always", "broken.yar", "target").err).toContain(
        "\x1b[1;91merror[E009]",
      );
    });
  });

  describe("finds rules", () => {
    it("although some entries of their directory are none", () => {
      place.write("rules/good.yar", "rule good { condition: filesize > 1 }");
      symlinkSync("nowhere", join(place.path, "rules/dangling.yar"));
      symlinkSync("..", join(place.path, "rules/up.yar"));
      fifo("rules/pipe.yar");
      const name = Buffer.concat([
        Buffer.from(join(place.path, "rules/caf")),
        Buffer.from([0xe9]),
        Buffer.from(".yar"),
      ]);
      writeFileSync(name, "rule latin { condition: filesize > 1 }");
      expect(place.tyara("scan", "-e", "--path-as-namespace", "rules", "target")).toEqual({
        status: 0,
        out: "rules/caf\\xe9.yar:latin target/one.txt\nrules/good.yar:good target/one.txt\n",
        err: "warning: the link rules/dangling.yar: no such file or directory\n",
      });
      expect(place.shell("tyara scan -w rules/caf$'\\xe9'.yar target")).toEqual(
        success("latin target/one.txt\n"),
      );
    });

    it("in included files below their directories", () => {
      place.write("set/deep/main.yar", 'include "../common.inc"');
      place.write("set/common.inc", "rule common { condition: filesize > 1 }");
      place.write("secret", "user:password");
      expect(place.tyara("scan", "set", "target").out).toBe("common target/one.txt\n");
      const only = ["scan", "set/deep/main.yar", "target"];
      expect(place.tyara(...only, "--include-dir", "target").err).toContain("outside of the directories");
      expect(place.tyara(...only, "--include-dir", "set").out).toBe("common target/one.txt\n");
      expect(place.tyara(...only, "--include-dir", "target", "--include-anywhere").out).toBe(
        "common target/one.txt\n",
      );
      expect(place.tyara("scan", "set", "target", "--disable-includes").err).toContain("error[E044]");
      for (const path of ["/etc/passwd", "/dev/zero", join(place.path, "secret"), "../../secret"]) {
        place.write("set/deep/thief.yar", `include "${path}"`);
        for (const option of ["--include-anywhere", "--color=never"]) {
          const { status, err } = place.tyara("scan", option, "set/deep/thief.yar", "target");
          expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining("error[E042]") });
          expect(err).not.toMatch(/root:|password/);
        }
      }
      place.write("set/deep/thief.yar", "");
    });
  });

  describe("finds targets", () => {
    it("whose names are not text, named as arguments", () => {
      const name = Buffer.concat([Buffer.from(join(place.path, "na")), Buffer.from([0xef, 0x76, 0xe9])]);
      writeFileSync(name, "hello");
      expect(place.shell("tyara scan hello.yar na$'\\xef'v$'\\xe9'")).toEqual(
        success("hello na\\xefv\\xe9\n"),
      );
    });

    it("in lists with byte-order marks, in UTF-16, and on the standard input", () => {
      const expected = success("hello target/one.txt\n");
      place.write("list", "\ufefftarget/one.txt\r\n");
      expect(place.tyara("scan", "--scan-list", "hello.yar", "list")).toEqual(expected);
      place.write("list", Buffer.from("\ufefftarget/one.txt\r\n", "utf16le"));
      expect(place.tyara("scan", "--scan-list", "hello.yar", "list")).toEqual(expected);
      expect(place.reading("target/one.txt\n", "scan", "--scan-list", "hello.yar", "-")).toEqual(expected);
    });

    it("through links, if wanted, and each directory once", () => {
      place.write("linked/real/hello", "hello");
      place.write("elsewhere/hello", "hello");
      symlinkSync("..", join(place.path, "linked/real/loop"));
      symlinkSync("../elsewhere", join(place.path, "linked/other"));
      symlinkSync("nowhere", join(place.path, "linked/dangling"));
      const err = "warning: linked/dangling: the link leads nowhere\n";
      expect(place.tyara("scan", "-r", "hello.yar", "linked")).toEqual({
        status: 0,
        out: "hello linked/real/hello\n",
        err,
      });
      expect(place.tyara("scan", "-r", "--follow-links", "hello.yar", "linked")).toEqual({
        status: 0,
        out: "hello linked/other/hello\nhello linked/real/hello\n",
        err,
      });
    });
  });

  describe("reads what has no end", () => {
    const stopped = (path: string) =>
      `error: ${path}: the scan took longer than its time-out and was stopped\n`;

    it("as far as it may, and as long", () => {
      fifo("pipe");
      expect(place.tyara("scan", "--max-scan-size", "100000", "hello.yar", "/dev/zero")).toEqual(success(""));
      expect(place.tyara("scan", "-a", "0.1", "hello.yar", "/dev/zero").err).toBe(stopped("/dev/zero"));
      expect(place.tyara("scan", "-a", "0.1", "hello.yar", "pipe").err).toBe(stopped("pipe"));
      expect(place.shell("yes hello | tyara scan --max-scan-size 1000000 hello.yar -")).toEqual(
        success("hello -\n"),
      );
      expect(place.shell("yes | tyara scan -a 0.2 hello.yar -").err).toBe(stopped("-"));
      expect(place.shell("sleep 2 | tyara scan -a 0.2 hello.yar -").err).toBe(stopped("-"));
      expect(place.tyara("scan", "/dev/zero", "target").err).toBe(
        "error: cannot read rules from /dev/zero: it has more than 134217728 bytes\n",
      );
      expect(place.tyara("scan", "--scan-list", "hello.yar", "/dev/zero").status).toBe(1);
      expect(place.tyara("scan", "-C", "/dev/zero", "target").status).toBe(1);
      expect(place.tyara("scan", "-x", "cuckoo=/dev/zero", "hello.yar", "target").status).toBe(1);
      expect(place.shell("tyara scan <(cat hello.yar) target")).toEqual(success("hello target/one.txt\n"));
      expect(place.shell("tyara dump < /dev/zero")).toEqual({
        status: 1,
        out: "",
        err: "error: cannot read the standard input: it has more than 1073741824 bytes\n",
      });
    });

    it("only where it is named", () => {
      place.write("mixed/file", "hello");
      fifo("mixed/pipe");
      expect(place.tyara("scan", "hello.yar", "mixed")).toEqual(success("hello mixed/file\n"));
      const server = spawn(process.execPath, [
        "-e",
        `require("node:net").createServer().listen(${JSON.stringify(join(place.path, "mixed/socket"))}, () => console.log())`,
      ]);
      return new Promise<void>((resolve) => server.stdout.once("data", () => resolve())).then(() => {
        expect(place.tyara("scan", "hello.yar", "mixed")).toEqual(success("hello mixed/file\n"));
        expect(place.tyara("scan", "hello.yar", "mixed/socket").err).toBe(
          "error: cannot scan mixed/socket: is a socket, or a device that is not there\n",
        );
        server.kill();
      });
    });

    it.skipIf(!hasProc)("and what says that it is empty", () => {
      place.write("status.yar", 'rule status { strings: $a = "VmPeak" condition: $a }');
      expect(place.tyara("scan", "status.yar", "/proc/self/status")).toEqual(
        success("status /proc/self/status\n"),
      );
      // Some files there hold back their bytes, some have no end; others must not be read.
      const { out, err } = place.tyara("scan", "-w", "hello.yar", "/proc");
      expect(out).not.toBe(undefined);
      expect(err).not.toContain("time-out");
    });

    it("from a standard input that does not wait", async () => {
      fifo("input");
      const descriptor = openSync(join(place.path, "input"), constants.O_RDWR | constants.O_NONBLOCK);
      const child = spawn(
        process.execPath,
        [script, "scan", "-w", "--max-scan-size", "100000", "hello.yar", "-"],
        {
          cwd: place.path,
          stdio: [descriptor, "pipe", "pipe"],
        },
      );
      let out = "";
      child.stdout!.on("data", (data: Buffer) => (out += data));
      const ended = new Promise((resolve) => child.on("close", resolve));
      const text = Buffer.from("hello ".padEnd(50_000));
      for (let written = 0; written < 2; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        try {
          writeSync(descriptor, text);
          written++;
        } catch {}
      }
      expect(await ended).toBe(0);
      expect(out).toBe("hello -\n");
      closeSync(descriptor);
    });

    it("and holds the standard input once", () => {
      place.write("peak.mjs", 'process.on("exit", () => console.error(process.resourceUsage().maxRSS));');
      const peak = (megabytes: number) =>
        Number(
          place
            .shell(`head -c ${megabytes}000000 /dev/zero | tyara scan hello.yar -`, {
              NODE_OPTIONS: `--import ${join(place.path, "peak.mjs")}`,
            })
            .err.match(/\d+/)![0],
        ) / 1000;
      // Tables, code and what the collector has not collected yet are the same for both.
      expect(peak(400) - peak(100)).toBeLessThan(1.3 * 300);
    });
  });

  describe("writes nothing that steers a terminal", () => {
    const hostile = "a\x1b]0;title\x07\x9b31m\u202eexe\u200b.yar";
    const shown = "a\\x1b]0;title\\x07\\u009b31m\\u202eexe\\u200b.yar";

    it("in any line that names a file or a rule", () => {
      place.write(
        `hostile/${hostile}`,
        'import "console" rule n { condition: console.log("\\x1b[2J") and filesize }',
      );
      mkdirSync(join(place.path, "hostile/targets"));
      place.write(`hostile/targets/${hostile}`, "");
      symlinkSync("nowhere", join(place.path, `hostile/targets/${hostile}.link`));
      const outcomes = [
        place.tyara("scan", "-e", "--path-as-namespace", `hostile/${hostile}`, "hostile/targets"),
        place.tyara(
          "scan",
          "-n",
          "-e",
          "-o",
          "json",
          "--path-as-namespace",
          `hostile/${hostile}`,
          "hostile/targets",
        ),
        place.tyara(
          "scan",
          "-n",
          "-e",
          "-o",
          "ndjson",
          "--path-as-namespace",
          `hostile/${hostile}`,
          "hostile/targets",
        ),
        place.tyara("scan", hostile, "target"),
        place.tyara("scan", "hello.yar", hostile),
        place.tyara("scan", "-C", `hostile/${hostile}`, hostile),
        place.tyara("scan", "-x", `cuckoo=${hostile}`, "hello.yar", "target"),
        place.tyara("scan", "-d", hostile, "hello.yar", "target"),
        place.tyara("scan", `--${hostile}`, "hello.yar", "target"),
        place.tyara("scan", "-w", hostile),
        place.tyara(hostile),
        place.tyara("dump", hostile),
        place.tyara("dump", "-m", hostile, "hello.yar"),
        place.tyara("compile", "-o", `nowhere/${hostile}`, "hello.yar"),
        place.tyara("debug", "search", `hostile/${hostile}`),
      ];
      for (const { out, err } of outcomes) expect(out + err).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(outcomes[0]!.err).toContain(`hostile/targets/${shown}: \\x1b[2J\n`);
      expect(outcomes[0]!.err).toContain(`warning: hostile/targets/${shown}.link: the link leads nowhere\n`);
      expect(outcomes[4]!.err).toBe(`error: cannot scan ${shown}: no such file or directory\n`);
    });

    it("of a file that modules describe", () => {
      const name = "\x1b]0;owned\x07\nsecond\x9b31m.txt";
      const { out } = place.reading(zipOf(name), "dump", "-m", "zip");
      expect(out).toContain('"\\x1b]0;owned\\x07\\nsecond\\x9b31m.txt"');
      expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    });
  });
});

/** An archive with one empty file, whose name is UTF-8. */
function zipOf(name: string): Buffer {
  const bytes = Buffer.from(name);
  const header = (signature: number, length: number, at: number) => {
    const block = Buffer.alloc(length);
    block.writeUInt32LE(signature, 0);
    block.writeUInt16LE(0x800, at);
    return block;
  };
  const local = header(0x04034b50, 30, 6);
  local.writeUInt16LE(bytes.length, 26);
  const central = header(0x02014b50, 46, 8);
  central.writeUInt16LE(bytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + bytes.length, 12);
  end.writeUInt32LE(local.length + bytes.length, 16);
  return Buffer.concat([local, bytes, central, bytes, end]);
}
