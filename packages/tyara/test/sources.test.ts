/** Wherever bytes come from, and in whatever pieces, the result is that of the same bytes in memory. */

import { compareBytes } from "@tyara/base";
import { DataChangedError, type DataReader, type Scanner, type ScanResult } from "@tyara/scanner";
import { describe, expect, it } from "vitest";
import { compile, Rules } from "../src/index.ts";
import { dataWith, hexPattern, literalPattern, Random } from "./differential/pattern-generator.ts";
import { firstSeed, rounds } from "./rounds.ts";

const letters = Array.from("abcdABCD0 _", (letter) => letter.charCodeAt(0));

/** Gives at most so many bytes at once. */
function readerOf(data: Uint8Array, most = Number.POSITIVE_INFINITY): DataReader & { bytesRead: number } {
  return {
    byteLength: data.length,
    bytesRead: 0,
    readAt(offset, target) {
      const part = data.subarray(offset, offset + Math.min(target.length, most));
      target.set(part);
      this.bytesRead += part.length;
      return part.length;
    },
  };
}

function* pieces(random: Random, data: Uint8Array, longest: number): Generator<Uint8Array> {
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + random.between(0, longest));
    yield data.slice(at, end);
    at = end;
  }
}

type Scan = (scanner: Scanner, data: Uint8Array, random: Random) => ScanResult | Promise<ScanResult>;

const kinds: Readonly<Record<string, Scan>> = {
  bytes: (scanner, data) => scanner.scan(data),
  "a view of a larger buffer": (scanner, data) => {
    const around = new Uint8Array(data.length + 33);
    around.set(data, 17);
    return scanner.scan(around.subarray(17, 17 + data.length));
  },
  "shared memory": (scanner, data) => {
    const shared = new Uint8Array(new SharedArrayBuffer(data.length));
    shared.set(data);
    return scanner.scan(shared);
  },
  "a source": (scanner, data) =>
    scanner.scanSource({
      byteLength: data.length,
      read: (target) => {
        target.set(data);
        return data.length;
      },
    }),
  "a stream": (scanner, data, random) => {
    const all = pieces(random, data, 3000);
    let rest: Uint8Array = new Uint8Array();
    const read = (target: Uint8Array) => {
      while (rest.length === 0) {
        const next = all.next();
        if (next.done) return 0;
        rest = next.value;
      }
      const part = rest.subarray(0, target.length);
      target.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    };
    return scanner.scanStream({ read, isAtEnd: () => true });
  },
  "a reader": (scanner, data) => scanner.scanReader(readerOf(data)),
  "a reader of few bytes at once": (scanner, data, random) =>
    scanner.scanReader(readerOf(data, random.between(1, 5000))),
  "bytes, asynchronously": (scanner, data) => scanner.scanAsync(data),
  "a reader, asynchronously": (scanner, data, random) =>
    scanner.scanAsync(readerOf(data, random.between(1, 5000))),
  "a Blob": (scanner, data) => scanner.scanAsync(new Blob([data.slice()])),
  "an async iterable": (scanner, data, random) =>
    scanner.scanAsync(
      (async function* () {
        yield* pieces(random, data, 3000);
      })(),
    ),
  "a ReadableStream": (scanner, data, random) => {
    const all = pieces(random, data, 3000);
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const next = all.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    };
    return scanner.scanAsync(new ReadableStream<Uint8Array>({ pull }));
  },
};

/** Conditions that look everywhere, and modules. */
function ruleFile(random: Random): { readonly text: string; readonly plant: Parameters<typeof dataWith>[3] } {
  const patterns = Array.from({ length: 20 }, () =>
    random.isOneIn(2) ? literalPattern(random, letters, 8) : hexPattern(random, letters, 6),
  );
  const place = () =>
    random.pick(["0", "filesize - 4", `${random.below(20_000)}`, "@0", "@1 + !1", "filesize \\ 2"]);
  const conditions: readonly (() => string)[] = [
    () => "any of them",
    () => `uint16(${place()}) ${random.pick(["<", ">"])} 0x6200 and any of them`,
    () => `$0 at ${place()} or $1`,
    () => `$1 in (${place()} .. filesize) and uint8(${place()}) != 0x61`,
    () => `for any i in (1..#0) : ( uint32be(@0[i] + !0[i]) > 0x61616161 )`,
    () => `math.entropy(${random.below(1000)}, filesize) > 2.0 and #0 > ${random.below(3)}`,
    () => `hash.md5(${random.below(100)}, 2000) != "" and $0`,
    () => `pe.is_pe or #1 == ${random.below(3)}`,
    () => `for ${random.below(200)} i in (0 .. 300) : ( uint8(i * 50) == 0x30 )`,
    () => `filesize > ${random.below(40_000)}`,
  ];
  const rules = Array.from({ length: 20 }, (_, id) => {
    const strings = [0, 1].map((index) => `$${index} = ${random.pick(patterns).text}`).join("\n");
    return `rule r${id} { strings: ${strings}\n condition: (${random.pick(conditions)()}) and (any of them or true) }`;
  });
  return { text: `import "math" import "hash" import "pe"\n${rules.join("\n")}`, plant: patterns };
}

/** As text, which compares quickly. */
const said = (result: ScanResult) => JSON.stringify(result);

describe("a scan", () => {
  for (let seed = firstSeed; seed < firstSeed + rounds(4); seed++) {
    it(`gives the same result for every kind of source (seed ${seed})`, async () => {
      const random = new Random(seed);
      const { text, plant } = ruleFile(random);
      const { ruleSet } = compile(text);
      const expecting = new Rules(ruleSet).scanner();
      for (const windowStep of [undefined, 64 * random.between(2, 40)]) {
        const scanner = new Rules(ruleSet, windowStep === undefined ? {} : { windowStep }).scanner();
        for (let input = 0; input < 3; input++) {
          const data = dataWith(random, letters, random.pick([0, 5, 3000, 30_000]), plant);
          const before = data.slice();
          const expected = said(expecting.scan(data));
          for (const [kind, scan] of Object.entries(kinds)) {
            const result = await scan(scanner, data, random);
            expect(said(result), `${kind}, ${data.length} bytes, windows of ${windowStep}`).toBe(expected);
            expect(compareBytes(data, before)).toBe(0);
          }
        }
      }
    });
  }
});

describe("a reader", () => {
  const rules = compile(
    `import "pe" import "hash" import "elf"
    rule needle { strings: $a = "needle" condition: $a at 20000000 and #a == 2 and @a[2] > 4000000000 }
    rule end { condition: uint32(filesize - 4) == 7 }
    rule pe_file { condition: pe.is_pe }
    rule no_file { condition: not pe.is_pe and elf.type == elf.ET_EXEC }
    rule digest { condition: filesize < 20 and hash.md5(0, filesize) != "" }`,
  );
  const large = 4_100_000_000;

  /** Zeros without an end, and something here and there. */
  function sparse(byteLength: number, parts: readonly (readonly [offset: number, bytes: Uint8Array])[]) {
    let total = 0;
    const readAt = (offset: number, target: Uint8Array) => {
      const length = Math.min(target.length, byteLength - offset);
      target.fill(0, 0, length);
      for (const [at, bytes] of parts)
        for (let index = 0; index < bytes.length; index++)
          if (at + index >= offset && at + index < offset + length)
            target[at + index - offset] = bytes[index]!;
      total += length;
      return length;
    };
    return { byteLength, readAt, total: () => total };
  }

  const needle = new TextEncoder().encode("needle");

  it("is read once, and held in small parts, however large it is", () => {
    const reader = sparse(large, [
      [20_000_000, needle],
      [4_050_000_000, needle],
      [large - 4, Uint8Array.of(7, 0, 0, 0)],
    ]);
    const scanner = rules.scanner();
    const { matches, limits } = scanner.scanReader(reader);
    expect(matches.map(({ identifier }) => identifier)).toEqual(["needle", "end"]);
    expect(matches[0]!.patterns[0]!.matches).toMatchObject([
      { offset: 20_000_000, data: needle },
      { offset: 4_050_000_000, data: needle },
    ]);
    expect(limits).toEqual([]);
    expect(scanner.memoryByteLength).toBeLessThan(16 << 20);
    expect(reader.total() / large).toBeGreaterThan(1);
    expect(reader.total() / large).toBeLessThan(1.01);
  });

  it("gives all bytes to modules that read them, and only then", () => {
    const size = 20 << 20;
    const file = new Uint8Array(size);
    file.set([0x4d, 0x5a]);
    const scanner = rules.scanner();
    expect(scanner.scanReader(readerOf(file)).limits).toEqual(scanner.scan(file).limits);
    const wanted = compile(`import "hash" rule r { condition: hash.md5(0, filesize) != "" }`).scanner();
    expect(wanted.scanReader(readerOf(file)).matches.length).toBe(1);
    const output = wanted.scanReader(readerOf(file), { moduleOutputs: ["pe"] });
    expect(said(output)).toEqual(said(wanted.scan(file, { moduleOutputs: ["pe"] })));
  });

  it.each([100, 20 << 20])("that ends early, or fails, is an error: %d bytes", (size) => {
    const data = new Uint8Array(size).fill(0x6e);
    data.set([0x4d, 0x5a]);
    const scanner = rules.scanner();
    const cut = { ...readerOf(data.subarray(0, size / 2)), byteLength: size };
    expect(() => scanner.scanReader(cut)).toThrow(DataChangedError);
    const mine = new Error("the disk is on fire");
    for (const first of [0, 1, 2, 5]) {
      let reads = 0;
      const failing: DataReader = {
        byteLength: size,
        readAt: (offset, target) => {
          if (reads++ >= first && (first === 0 || size > 100)) throw mine;
          return readerOf(data).readAt(offset, target);
        },
      };
      if (first > 0 && size === 100) continue;
      expect(() => scanner.scanReader(failing)).toThrow(mine);
    }
    // The scanner is as good as new.
    expect(scanner.scanReader(readerOf(data)).status).toBe("complete");
  });

  it("that changed says so", () => {
    const scanner = rules.scanner();
    const reader = { ...readerOf(new Uint8Array(100)), hasChanged: () => true };
    expect(scanner.scanReader(reader).limits).toEqual(["data-changed"]);
  });

  it("is checked", () => {
    const scanner = rules.scanner();
    expect(() => scanner.scanReader({ byteLength: -1, readAt: () => 0 })).toThrow(/^byteLength must/);
    expect(() => scanner.scanReader({ byteLength: 1 } as never)).toThrow(/^readAt must/);
    const promising = { byteLength: 1, readAt: async () => 1 };
    expect(() => scanner.scanReader(promising as never)).toThrow(/^readAt must return how many bytes/);
    expect(() => scanner.scanReader({ byteLength: 10, readAt: () => 11 })).toThrow(/from 0 to 10, not 11/);
  });

  it("stops when the time is up", () => {
    const scanner = rules.scanner();
    expect(scanner.scanReader(sparse(large, []), { timeoutMs: 30 }).status).toBe("timeout");
  });
});

describe("an asynchronous scan", () => {
  const rules = compile(
    `import "console"
    rule first { condition: console.log("before") }
    rule needle { strings: $a = "needle" $b = /n[a-z]{3,9}le/ condition: any of them and console.log("after") }
    rule lacks { strings: $a = "absent" condition: not $a }`,
  );
  /** So large that searching takes some milliseconds. */
  const large = new Uint8Array(64 << 20);
  large.set(new TextEncoder().encode("needle"), 60_000_000);
  const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it("lets others run, tells how far it is, and logs what it logs once", async () => {
    const scanner = rules.scanner();
    const messages: string[] = [];
    scanner.onConsoleLog((message) => messages.push(message));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const progress: number[] = [];
    const result = await scanner.scanAsync(large, { onProgress: ({ searched }) => progress.push(searched) });
    clearInterval(timer);
    expect(result.matches.map(({ identifier }) => identifier)).toEqual(["first", "needle", "lacks"]);
    expect(messages).toEqual(["before", "after"]);
    expect(progress.at(-1)).toBe(large.length);
    expect(turns).toBeGreaterThan(0);
  });

  it("ends by its signal and its time-out, in the search and before", async () => {
    const scanner = rules.scanner();
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect((await scanner.scanAsync(large, { signal: controller.signal, onProgress })).status).toBe(
      "aborted",
    );
    expect((await scanner.scanAsync(large, { timeoutMs: 1 })).status).toBe("timeout");
    let isTold = false;
    async function* silent() {
      try {
        yield new Uint8Array(10);
        await later(50);
        yield new Uint8Array(10);
        await later(50);
      } finally {
        isTold = true;
      }
    }
    expect((await scanner.scanAsync(silent(), { timeoutMs: 20 })).status).toBe("timeout");
    const other = new AbortController();
    setTimeout(() => other.abort(), 10);
    const hanging = new ReadableStream<Uint8Array>({ cancel: () => void (isTold = true) });
    expect((await scanner.scanAsync(hanging, { signal: other.signal })).status).toBe("aborted");
    await later(120);
    expect(isTold).toBe(true);
    expect((await scanner.scanAsync(silent())).status).toBe("complete");
  });

  it("says when it has taken in only a part", async () => {
    const scanner = rules.scanner();
    const stream = () => new Blob([new Uint8Array(100)]).stream();
    expect((await scanner.scanAsync(stream(), { maxSpoolSize: 10 })).limits).toEqual(["scan-size"]);
    expect((await scanner.scanAsync(stream(), { maxScanSize: 10 })).limits).toEqual(["scan-size"]);
    expect((await scanner.scanAsync(stream(), { maxSpoolSize: 100 })).limits).toEqual([]);
    expect((await scanner.scanAsync(new Blob([new Uint8Array(100)]), { maxSpoolSize: 99 })).limits).toEqual([
      "scan-size",
    ]);
  });

  it("rejects with what goes wrong, and never calls that clean", async () => {
    const scanner = rules.scanner();
    const mine = new Error("the line is dead");
    async function* failing() {
      yield new Uint8Array(10);
      throw mine;
    }
    await expect(scanner.scanAsync(failing())).rejects.toBe(mine);
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(mine) });
    await expect(scanner.scanAsync(broken)).rejects.toBe(mine);
    async function* texts() {
      yield "text" as never;
    }
    await expect(scanner.scanAsync(texts())).rejects.toThrow(/^a chunk of the source must be a Uint8Array/);
    const liar = { size: 100, slice: () => ({ arrayBuffer: async () => new ArrayBuffer(10) }) };
    await expect(scanner.scanAsync(liar)).rejects.toThrow(DataChangedError);
    await expect(scanner.scanAsync(5 as never)).rejects.toThrow(/^source must be/);
    await expect(scanner.scanAsync(large, { onProgress: 1 as never })).rejects.toThrow(/^onProgress must/);
    await expect(scanner.scanAsync(large, { maxSpoolSize: -1 })).rejects.toThrow(/^maxSpoolSize must/);
    const onProgress = () => {
      throw mine;
    };
    await expect(scanner.scanAsync(large, { onProgress })).rejects.toBe(mine);
    const gone = large.slice();
    const scanning = scanner.scanAsync(gone);
    await Promise.resolve();
    setTimeout(() => structuredClone(gone, { transfer: [gone.buffer] }), 1);
    await expect(scanning).rejects.toThrow(/the data to scan must stay/);
    expect((await scanner.scanAsync(new Uint8Array(10))).status).toBe("complete");
  });

  it("takes no other scan meanwhile", async () => {
    const scanner = rules.scanner();
    const scanning = scanner.scanAsync(large);
    await Promise.resolve();
    await Promise.resolve();
    expect(() => scanner.scan(new Uint8Array(1))).toThrow(/is scanning/);
    expect((await scanning).status).toBe("complete");
  });
});
