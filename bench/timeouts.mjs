// How exactly time-outs stop: what a scan, or a guest of the runtime layer, takes beyond its time. Each case is work that
// takes far longer than its time-outs; a run counts only if it was stopped, and a case that ends by itself is told.
import { Compiler, compile } from "../packages/tyara/dist/index.js";
import {
  Engine,
  HostBackend,
  InterpreterBackend,
  Linker,
  Module,
  Store,
} from "../packages/tyara/dist/runtime.js";
import { ModuleBuilder, ValueType } from "../packages/tyara/dist/wasm.js";

export const description = "how far scans and guests overshoot their time-outs";

/** Runs of one case, spread evenly over this range of time-outs. */
const RUNS = 200;
const [SHORTEST_MS, LONGEST_MS] = [3, 23];

const MB = 1 << 20;
const text = (unit, length) => {
  const bytes = new Uint8Array(length);
  const part = new TextEncoder().encode(unit);
  bytes.set(part.subarray(0, length));
  for (let filled = part.length; filled < length; filled *= 2)
    bytes.copyWithin(filled, 0, Math.min(filled, length - filled));
  return bytes;
};

/** Bytes without structure, the same in each run. */
function noise(length) {
  const words = new Uint32Array(length / 4);
  let state = 1;
  for (let i = 0; i < words.length; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    words[i] = state;
  }
  return new Uint8Array(words.buffer);
}

const sharedAtoms = Array.from({ length: 3000 }, (_, i) => `$s${i} = "abababab${i}"`).join(" ");
const largeProgram = `(${Array.from({ length: 40 }, (_, i) => `x${i}y`).join("|")}|a[^x]*)b`;
const plainRules = Array.from(
  { length: 100_000 },
  (_, i) => `rule r${i} { condition: uint32(${i % 64}) + ${i} == uint32(filesize - ${i + 8}) }`,
).join("\n");

/** Name, rules, data; `interpreted` ones are measured on the interpreter as well, on the first bytes of the data. */
const CASES = [
  { name: "loop that never ends", condition: "for all i in (0..100000000000) : (i >= 0)", interpreted: true },
  {
    name: "loop over the data",
    condition: "for all i in (0..filesize - 1) : (uint8(i) >= 0 or i < 0)",
    data: () => noise(256 * MB),
    interpreted: true,
  },
  {
    name: "100,000 rules without loops",
    rules: plainRules,
    data: () => noise(16 * MB),
    repeat: true,
    interpreted: true,
  },
  { name: "taking in 1 GB of data", condition: "filesize > 0", data: () => new Uint8Array(1024 * MB) },
  {
    name: "literals in noise",
    rules: `rule r { strings: $a = "needle in a haystack" $b = { 12 34 56 ?? 78 } $c = "other" nocase condition: all of them }`,
    data: () => noise(768 * MB),
    interpreted: true,
  },
  {
    name: "3000 literals with one atom",
    rules: `rule r { strings: ${sharedAtoms} condition: all of them }`,
    data: () => text("abababab", 64 * MB),
    interpreted: true,
  },
  {
    name: "matches everywhere",
    rules: `rule r { strings: $a = "ab" $b = "ba" condition: #a > 1 and #b > 1 }`,
    data: () => text("ab", 256 * MB),
    matches: 100_000_000,
    interpreted: true,
  },
  {
    name: "matches everywhere, shown",
    rules: `rule r { strings: $a = "ab" condition: filesize > 0 or #a > 1 } rule s { strings: $a = "ab" condition: #a > 1 }`,
    data: () => text("ab", 256 * MB),
    matches: 100_000_000,
  },
  {
    name: "regexp, dense windows",
    rules: `rule r { strings: $a = /[a-c]{3,9}[bc]/ condition: #a > 1 }`,
    data: () => text("abcab", 64 * MB),
    interpreted: true,
  },
  {
    name: "regexp over all the data",
    rules: `rule r { strings: $a = /a[^x]*b/s condition: #a > 1 }`,
    data: () => text("a.b", 64 * MB),
    interpreted: true,
  },
  {
    name: "large regexp over all the data",
    rules: `rule r { strings: $a = /${largeProgram}/s condition: #a > 1 }`,
    data: () => text("a.b", 64 * MB),
    interpreted: true,
  },
  {
    name: "regexp counting far",
    rules: `rule r { strings: $a = /a.{1000,20000}b/s condition: #a > 1 }`,
    data: () => text("ab..", 32 * MB),
  },
  {
    name: "chain of pieces everywhere",
    rules: `rule r { strings: $a = { 61 62 [1000-2000000] 62 61 } condition: #a > 1 }`,
    data: () => text("ab", 64 * MB),
    matches: 100_000_000,
    interpreted: true,
  },
  {
    name: "contains",
    condition: 'text contains "needle needle needles"',
    globals: { text: "needle needle " },
    interpreted: true,
  },
  { name: "contains, short", condition: 'text contains "needles"', globals: { text: "needle needle " } },
  {
    name: "icontains",
    condition: 'text icontains "NEEDLE needle needles"',
    globals: { text: "needle needle " },
  },
  {
    name: "equal strings",
    condition: "for all i in (0..1000000) : (text == other and i >= 0)",
    globals: { text: "needle ", other: "needle " },
  },
  {
    name: "matches on a string",
    condition: "text matches /ne+dle.*x/",
    globals: { text: "needle needle " },
    interpreted: true,
  },
  { name: "hash.sha256", condition: 'hash.sha256(0, filesize) != "x"', data: () => new Uint8Array(768 * MB) },
  { name: "hash.crc32", condition: "hash.crc32(0, filesize) != 1", data: () => new Uint8Array(768 * MB) },
  {
    name: "hash.checksum32",
    condition: "hash.checksum32(0, filesize) != 1",
    data: () => new Uint8Array(768 * MB),
  },
  { name: "math.entropy", condition: "math.entropy(0, filesize) >= 0", data: () => noise(768 * MB) },
  {
    name: "math.serial_correlation",
    condition: "math.serial_correlation(0, filesize) < 5",
    data: () => noise(768 * MB),
  },
  {
    name: "math.monte_carlo_pi",
    condition: "math.monte_carlo_pi(0, filesize) < 5",
    data: () => noise(768 * MB),
  },
  {
    name: "abort signal, loop",
    condition: "for all i in (0..100000000000) : (i >= 0)",
    signal: true,
    interpreted: true,
  },
];

/** `ONLY`, a regular expression, picks cases by their names. */
const only = new RegExp(process.env.ONLY ?? "");

export function run() {
  const rows = [];
  // What the machine adds by itself: nothing can be told to stop more exactly than this.
  if (only.test("control"))
    rows.push(distribution("control: JavaScript that does nothing but look at the clock", control));
  for (const backend of ["host", "interpreter"]) {
    for (const entry of CASES) {
      if (backend === "interpreter" && !entry.interpreted) continue;
      if (only.test(`${backend}: ${entry.name}`))
        rows.push(distribution(`${backend}: ${entry.name}`, scanning(entry, backend)));
    }
    for (const name of Object.keys(GUESTS)) {
      if (only.test(`${backend} guest: ${name}`))
        rows.push(distribution(`${backend} guest: ${name}`, guest(name, backend)));
    }
  }
  return { rows };
}

function control(timeoutMs) {
  const start = performance.now();
  while (performance.now() < start + timeoutMs);
  return { start, status: "timeout" };
}

/** A function that scans with a time-out and tells how the scan ended and when it began. */
function scanning(entry, backend) {
  const before = process.env.TYARA_BACKEND;
  process.env.TYARA_BACKEND = backend;
  const scanner = scannerOf(entry);
  process.env.TYARA_BACKEND = before;
  scanner.setMaxMatchesPerPattern(entry.matches ?? 1_000_000);
  const data = entry.data?.() ?? new Uint8Array(16);
  // Memory is taken from the system, and code is compiled, before time is measured.
  scanner.scan(data, { timeoutMs: 300 });
  scanner.scan(data, { timeoutMs: 100 });
  return (timeoutMs) => {
    const start = performance.now();
    const end = start + timeoutMs;
    // A signal that another thread aborts, as far as the scan can tell.
    const signal = {
      get aborted() {
        return performance.now() >= end;
      },
    };
    return { start, status: scanner.scan(data, entry.signal ? { signal } : { timeoutMs }).status };
  };
}

function scannerOf({ rules, condition, globals = {} }) {
  const source = `import "hash" import "math" ${rules ?? `rule first { condition: true } rule r { condition: ${condition} }`}`;
  if (Object.keys(globals).length === 0) return compile(source).scanner();
  const compiler = new Compiler();
  for (const name of Object.keys(globals)) compiler.defineGlobal(name, "");
  compiler.addSource(source);
  const scanner = compiler.build().scanner();
  for (const [name, unit] of Object.entries(globals)) scanner.setGlobal(name, text(unit, 512 * MB));
  return scanner;
}

const GUESTS = {
  "empty loop": (code) => code.loop().br(0).end(),
  "loop with a load": (code) => {
    const sum = code.local(ValueType.i32);
    code
      .loop()
      .localGet(sum)
      .localGet(sum)
      .i32Const(0xffff)
      .i32And()
      .i32Load8U()
      .i32Add()
      .localSet(sum)
      .br(0)
      .end();
  },
  "filling memory": (code) =>
    code
      .loop()
      .i32Const(0)
      .i32Const(1)
      .i32Const(16 * MB)
      .memoryFill()
      .br(0)
      .end(),
};

function guest(name, backend) {
  const builder = new ModuleBuilder();
  builder.addMemory({ minimum: 256 });
  builder.exportFunction(
    "run",
    builder.addFunction([], [], (code) => GUESTS[name](code)),
  );
  const engine = new Engine({
    backend: backend === "host" ? new HostBackend() : new InterpreterBackend(),
    epochInterruption: true,
    epochIntervalMs: 0.1,
  });
  const store = new Store(engine, undefined);
  const work = new Linker(engine)
    .instantiate(store, Module.fromBinary(engine, builder.finish()))
    .getTypedFunc("run", [], []);
  const runOnce = (timeoutMs) => {
    const start = performance.now();
    store.setEpochDeadline(timeoutMs * 10);
    try {
      work();
    } catch (error) {
      return { start, status: error.code };
    }
  };
  runOnce(300);
  return runOnce;
}

function distribution(name, runOnce) {
  const overshoots = [];
  let ended = 0;
  for (let round = 0; round < RUNS; round++) {
    const timeoutMs = SHORTEST_MS + ((LONGEST_MS - SHORTEST_MS) * round) / RUNS;
    const { start, status } = runOnce(timeoutMs);
    const overshoot = performance.now() - start - timeoutMs;
    if (status === "complete") ended++;
    else overshoots.push(overshoot);
  }
  overshoots.sort((a, b) => a - b);
  const at = (share) =>
    Number((overshoots[Math.ceil(share * overshoots.length) - 1] ?? Number.NaN).toFixed(2));
  const row = {
    case: name,
    "p50 ms": at(0.5),
    "p99 ms": at(0.99),
    "max ms": at(1),
    stopped: overshoots.length,
    ...(ended ? { "ended by itself": ended } : {}),
  };
  console.error(JSON.stringify(row));
  return row;
}
