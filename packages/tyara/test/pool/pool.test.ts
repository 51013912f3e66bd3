/** Pools with real worker threads, which run the built package. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { type PoolOptions, type PoolSource, ScannerPool, WorkerLostError } from "@tyara/pool";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { compile } from "../../src/index.ts";
import type { ScanResult } from "../../src/scan.ts";
// @ts-expect-error It has no declarations: workers run it as it is.
import { trouble } from "./trouble.mjs";

const scripts = {
  plain: new URL("../../dist/pool-worker-node.js", import.meta.url),
  trouble: new URL("./trouble-worker.mjs", import.meta.url),
};

const rules = compile(
  `import "console"
  rule needle : tag { meta: author = "somebody" size = 3 strings: $a = "needle" $b = /n[e]{2}d/ condition: any of them }
  rule large { condition: filesize > 5000 and console.log("large ", filesize) }
  rule limited { condition: filesize == limit }
  private rule hidden { condition: true }`,
  { globals: { limit: 7n } },
);
const long = compile(
  `rule long { condition: filesize == 1 and for all i in (0 .. 100000000000) : ( i * 3 != 7 ) }
  rule fine { condition: filesize == 2 }`,
);
const troubled = compile(`import "trouble" rule fine { condition: trouble.is_fine }`, { modules: [trouble] });

const folder = mkdtempSync(join(tmpdir(), "tyara-pool-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Workers that were made, so that tests can end them. */
const made: Worker[] = [];
const pools: ScannerPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.terminate()));
  made.length = 0;
});

interface Setup extends PoolOptions {
  readonly script?: URL;
  readonly sharesMemory?: boolean;
}

function poolOf(what: typeof rules, { script = scripts.plain, sharesMemory = true, ...options }: Setup = {}) {
  const createWorker = () => {
    const worker = new Worker(script);
    made.push(worker);
    return worker;
  };
  const pool = new ScannerPool(what, options, { createWorker, processors: 2, sharesMemory });
  pools.push(pool);
  return pool;
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** What a result says, with the bytes of matches. */
const said = ({ status, matches }: ScanResult) =>
  JSON.stringify([
    status,
    matches.map(({ identifier, tags, metadata, patterns }) => [
      identifier,
      tags,
      metadata.map(({ value }) => String(value)),
      patterns.map((pattern) => pattern.matches.map(({ offset, data }) => [offset, [...data]])),
    ]),
  ]);

const identifiers = ({ matches }: ScanResult) => matches.map(({ identifier }) => identifier);

function inputOf(index: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array((index * 37) % 9000).fill(32 + (index % 90));
  if (index % 3 === 0 && data.length > 6) data.set(bytes("needle"), (index * 11) % (data.length - 6));
  return data;
}

/** What this thread holds, garbage collected; and the buffers of all threads, of which workers collect theirs when they like. */
function held(): { readonly heapUsed: number; readonly arrayBuffers: number } {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage();
}

describe.each([true, false])("a pool whose workers share memory: %s", (sharesMemory) => {
  it("gives for 2,000 inputs what one scanner gives, in their order", async () => {
    const pool = poolOf(rules, { workers: 2, sharesMemory });
    const scanner = rules.scanner();
    const inputs = Array.from({ length: 2000 }, (_, index) => inputOf(index));
    const sources = inputs.map((data, index): PoolSource => {
      const path = join(folder, `input-${index}`);
      if (index % 4 === 1) {
        writeFileSync(path, data);
        return index % 8 === 1 ? path : pathToFileURL(path);
      }
      if (index % 4 === 2) return new Blob([data]);
      // In a buffer with other bytes around it, as Node's small ones are.
      const around = new Uint8Array(data.length + 20).fill(7);
      around.set(data, 10);
      return index % 4 === 3 ? data.buffer : around.subarray(10, 10 + data.length);
    });
    const seen: number[] = [];
    for await (const { index, result, error } of pool.scanAll(sources)) {
      expect(error).toBeUndefined();
      seen.push(index);
      expect(said(result!)).toBe(said(scanner.scan(inputs[index]!)));
    }
    expect(seen).toEqual(inputs.map((_, index) => index));
  });

  it("loses nothing but the input over which a worker ends", async () => {
    const pool = poolOf(troubled, { workers: 2, script: scripts.trouble, sharesMemory });
    // Several of those that end a worker wait in one batch, and others behind all of them.
    const isDeadly = (index: number) => index % 100 === 50 || (index > 200 && index < 210);
    const sources = Array.from({ length: 300 }, (_, index) => bytes(isDeadly(index) ? "X" : "fine"));
    const failed: number[] = [];
    for await (const { index, result, error } of pool.scanAll(sources)) {
      if (error === undefined) expect(identifiers(result!)).toEqual(["fine"]);
      else failed.push(index);
      if (error !== undefined) expect(error).toBeInstanceOf(WorkerLostError);
    }
    expect(failed).toEqual(sources.flatMap((_, index) => (isDeadly(index) ? index : [])));
  });

  it("goes on when its workers are killed", async () => {
    const pool = poolOf(rules, { workers: 2, sharesMemory });
    const outcomes = Array.from({ length: 2000 }, (_, index) =>
      pool.scan(inputOf(index)).then(
        (result) => said(result),
        (error) => error,
      ),
    );
    await outcomes[100];
    await made[0]!.terminate();
    await made[1]!.terminate();
    const scanner = rules.scanner();
    let lost = 0;
    for (const [index, one] of (await Promise.all(outcomes)).entries()) {
      if (one instanceof WorkerLostError) lost++;
      else expect(one).toBe(said(scanner.scan(inputOf(index))));
    }
    expect(lost).toBeLessThanOrEqual(2);
    expect(made.length).toBe(4);
  });

  it("ends scans that are aborted, and scans what waited behind them", async () => {
    const pool = poolOf(long, { workers: 1, graceMs: 100, sharesMemory });
    const controller = new AbortController();
    const aborted = pool.scan(bytes("1"), { signal: controller.signal });
    const queued = Array.from({ length: 300 }, () => pool.scan(bytes("1"), { signal: controller.signal }));
    const other = pool.scan(bytes("22"));
    await pool.ready();
    setTimeout(() => controller.abort(), 50);
    expect((await aborted).status).toBe("aborted");
    for (const { status } of await Promise.all(queued)) expect(status).toBe("aborted");
    expect(identifiers(await other)).toEqual(["fine"]);
    // Where memory is shared the scan hears of it and its worker goes on.
    expect(made.length).toBe(sharesMemory ? 1 : 2);
  });

  it("replaces a worker that hangs", async () => {
    const pool = poolOf(troubled, { workers: 1, script: scripts.trouble, graceMs: 50, sharesMemory });
    const others = Array.from({ length: 20 }, () => pool.scan(bytes("fine"), { timeoutMs: 1000 }));
    const hanging = pool.scan(bytes("H"), { timeoutMs: 100 });
    const behind = Array.from({ length: 20 }, () => pool.scan(bytes("fine"), { timeoutMs: 1000 }));
    expect(await hanging).toMatchObject({ status: "timeout", matches: [] });
    for (const result of await Promise.all([...others, ...behind]))
      expect(identifiers(result)).toEqual(["fine"]);
    const controller = new AbortController();
    const again = pool.scan(bytes("H"), { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    expect((await again).status).toBe("aborted");
    expect(identifiers(await pool.scan(bytes("fine")))).toEqual(["fine"]);
  });

  it("ends the scans of a loop that is left", async () => {
    const pool = poolOf(long, { workers: 2, graceMs: 100, sharesMemory });
    for await (const { result } of pool.scanAll([
      bytes("22"),
      ...Array.from({ length: 50 }, () => bytes("1")),
    ])) {
      expect(identifiers(result!)).toEqual(["fine"]);
      break;
    }
    expect(identifiers(await pool.scan(bytes("22")))).toEqual(["fine"]);
    await pool.close();
    expect(pool.inFlight).toBe(0);
  });
});

describe("a pool", () => {
  it("takes inputs no faster than it scans them, and gives what is done while it waits for more", async () => {
    const pool = poolOf(rules, { workers: 2, maxInFlight: 10 });
    let [taken, given] = [0, 0];
    let most = 0;
    async function* sources() {
      for (; taken < 200; taken++) {
        most = Math.max(most, taken - given);
        yield inputOf(taken);
        // Who produces inputs may wait for what became of the last one.
        if (taken === 150) while (given < 150) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    for await (const _ of pool.scanAll(sources(), { ordered: false })) {
      given++;
      if (given === 100) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(given).toBe(200);
    expect(most).toBeLessThanOrEqual(11);
  });

  it("counts bytes on their way too", async () => {
    const pool = poolOf(rules, { workers: 1, maxInFlightBytes: 1 << 20 });
    const scans = Array.from({ length: 3 }, () => pool.scan(new Uint8Array(1 << 19)));
    expect(pool.hasRoom).toBe(false);
    await pool.room();
    expect(pool.hasRoom).toBe(true);
    await Promise.all(scans);
  });

  it("gives outcomes as they come, and tells how far it is", async () => {
    const pool = poolOf(troubled, { workers: 2, script: scripts.trouble });
    await pool.ready();
    const order: number[] = [];
    const progress: string[] = [];
    const sources = [bytes("S"), join(folder, "absent"), ...Array.from({ length: 40 }, () => bytes("fine"))];
    const onProgress = ({ done, failed }: { done: number; failed: number }) =>
      progress.push(`${done} ${failed}`);
    for await (const { index } of pool.scanAll(sources, { ordered: false, onProgress })) order.push(index);
    expect(order.at(-1)).toBe(0);
    expect(order.length).toBe(42);
    expect(progress.at(-1)).toBe("42 1");
  });

  it("gives to idle workers what another one has not begun", async () => {
    const pool = poolOf(troubled, { workers: 2, script: scripts.trouble });
    // Both workers learn that inputs are quick, and so are given many at once.
    for await (const _ of pool.scanAll(Array.from({ length: 2000 }, () => bytes("fine"))));
    const slow = pool.scan(bytes("H"), { timeoutMs: 4000 });
    const others = Array.from({ length: 100 }, () => pool.scan(bytes("fine")));
    const first = await Promise.race([slow.then(() => "slow"), Promise.all(others).then(() => "others")]);
    expect(first).toBe("others");
  });

  it("passes options on: variables, messages, private rules, rules that did not match", async () => {
    const pool = poolOf(rules, { workers: 1, globals: { limit: 3n } });
    expect(identifiers(await pool.scan(bytes("123")))).toEqual(["limited"]);
    expect(identifiers(await pool.scan(bytes("1234"), { globals: { limit: 4n } }))).toEqual(["limited"]);
    expect(identifiers(await pool.scan(bytes("1234")))).toEqual([]);
    expect(identifiers(await pool.scan(bytes("123"), { includePrivate: true }))).toEqual([
      "limited",
      "hidden",
    ]);
    const { nonMatches } = await pool.scan(bytes("123"), { includeNonMatches: true });
    expect(nonMatches!.map(({ identifier }) => identifier)).toEqual(["needle", "large"]);
    const messages: string[] = [];
    await pool.scan(new Uint8Array(6000), { onConsoleLog: (message) => messages.push(message) });
    expect(messages).toEqual(["large 6000"]);
    const { limits } = await pool.scan(bytes("aneedleb"), { maxScanSize: 3 });
    expect(limits).toEqual(["scan-size"]);
    expect(
      (await pool.scan(bytes("needle"), { maxMatchData: 2 })).matches[0]!.patterns[0]!.matches[0]!.data,
    ).toEqual(bytes("ne"));
  });

  it("moves a buffer instead of copying it where that is wanted", async () => {
    const pool = poolOf(rules, { workers: 1 });
    const data = bytes("a needle");
    expect(identifiers(await pool.scan(data, { transfer: true }))).toEqual(["needle"]);
    expect(data.length).toBe(0);
    const kept = bytes("a needle");
    await pool.scan(kept);
    expect(kept).toEqual(bytes("a needle"));
  });

  it("scans bytes in shared memory", async () => {
    const pool = poolOf(rules, { workers: 1 });
    const shared = new Uint8Array(new SharedArrayBuffer(100_000));
    shared.set(bytes("needle"), 70_000);
    expect(identifiers(await pool.scan(shared))).toEqual(["needle", "large"]);
    expect(identifiers(await pool.scan(shared.buffer))).toEqual(["needle", "large"]);
  });

  it("tells the time-out of a scan", async () => {
    const pool = poolOf(long, { workers: 1, timeoutMs: 50 });
    expect((await pool.scan(bytes("1"))).status).toBe("timeout");
    expect((await pool.scan(bytes("1"), { timeoutMs: 20 })).status).toBe("timeout");
    expect(made.length).toBe(1);
  });

  it("says of errors what the scan says", async () => {
    const pool = poolOf(rules, { workers: 1 });
    await expect(pool.scan(join(folder, "absent"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(pool.scan({ path: bytes(`${folder}/absent`) })).rejects.toMatchObject({ code: "ENOENT" });
    await expect(pool.scan(5 as never)).rejects.toThrow(/^source must be/);
    await expect(pool.scan(new URL("https://example.com/") as never)).rejects.toThrow(/^path must be/);
    await expect(pool.scan(bytes(""), { maxScanSize: -1 })).rejects.toThrow(/^maxScanSize must be/);
    await expect(pool.scan(bytes(""), { signal: 1 as never })).rejects.toThrow(/^signal must be/);
    await expect(pool.scan(bytes(""), { globals: { limit: "text" } })).rejects.toThrow(/variable `limit`/);
    await expect(pool.scan(bytes(""), { moduleOutputs: [() => {}] as never })).rejects.toThrow(/cloned/);
    const gone = bytes("gone");
    structuredClone(gone, { transfer: [gone.buffer] });
    await expect(pool.scan(gone)).rejects.toThrow(/^source must have its bytes/);
    // Not even after all that.
    expect(identifiers(await pool.scan(bytes("needle")))).toEqual(["needle"]);
  });

  it("names wrong options", () => {
    expect(() => poolOf(rules, { workers: 0 })).toThrow(/^workers must be/);
    expect(() => poolOf(rules, { maxInFlight: 0.5 })).toThrow(/^maxInFlight must be/);
    expect(() => poolOf(rules, { graceMs: -1 })).toThrow(/^graceMs must be/);
    expect(() => poolOf("rules" as never)).toThrow(/^rules must be/);
    expect(made.length).toBe(0);
  });

  it("says when its workers cannot start", async () => {
    const unreadable = poolOf(new Uint8Array(10) as never, { workers: 2 });
    const waiting = unreadable.scan(bytes("needle"));
    await expect(unreadable.ready()).rejects.toThrow(/no compiled rules/);
    await expect(waiting).rejects.toThrow(/no compiled rules/);
    await expect(unreadable.scan(bytes("needle"))).rejects.toThrow(/no compiled rules/);
    const absent = poolOf(rules, { workers: 1, script: new URL("./absent.mjs", import.meta.url) });
    await expect(absent.scan(bytes("needle"))).rejects.toThrow(/cannot start.*absent/);
  });

  it("finishes what it has when it is closed, and takes no more", async () => {
    const pool = poolOf(rules, { workers: 2 });
    const scans = Array.from({ length: 100 }, () => pool.scan(bytes("needle")));
    const closing = pool.close();
    await expect(pool.scan(bytes("needle"))).rejects.toThrow("the pool was closed");
    await closing;
    for (const result of await Promise.all(scans)) expect(identifiers(result)).toEqual(["needle"]);
  });

  it("ends at once when it is terminated", async () => {
    const pool = poolOf(long, { workers: 2 });
    const scans = Array.from({ length: 10 }, () => pool.scan(bytes("1")));
    await pool.ready();
    await pool.terminate();
    for (const { status } of await Promise.all(scans)) expect(status).toBe("aborted");
  });

  it("holds no memory of inputs that are done", async () => {
    const pool = poolOf(rules, { workers: 2 });
    const round = async () => {
      for (let index = 0; index < 30; index++) {
        await Promise.all(Array.from({ length: 100 }, (_, at) => pool.scan(inputOf(at))));
        await pool.scan(new Uint8Array(1 << 22));
      }
      return held();
    };
    const controller = new AbortController();
    await pool.scan(bytes("1"), { signal: controller.signal });
    await round();
    const before = await round();
    const after = await round();
    expect(after.heapUsed - before.heapUsed).toBeLessThan(2_000_000);
    // Each round sends twice as much.
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(60_000_000);
  });
});
