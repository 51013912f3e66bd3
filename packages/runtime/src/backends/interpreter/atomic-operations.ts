// Atomic instructions, by way of the host's own `Atomics`: memory may be shared with other threads.
import { opcodeRows } from "@tyara/wasm";
import { Trap } from "../../errors.ts";
import { type Operands, operation, type SlowOperation } from "./slow-operation.ts";

type Cells = Uint8Array | Uint16Array | Int32Array;
type WideCells = BigInt64Array;
type Update = "add" | "sub" | "and" | "or" | "xor" | "exchange" | "compareExchange";

const arrays = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array } as const;
type NarrowSize = keyof typeof arrays;

const updates: ReadonlyMap<string, Update> = new Map([
  ["add", "add"],
  ["sub", "sub"],
  ["and", "and"],
  ["or", "or"],
  ["xor", "xor"],
  ["xchg", "exchange"],
  ["cmpxchg", "compareExchange"],
]);

/** Where the instruction's bytes are: within memory, and aligned. */
function placeOf(o: Operands, size: number): number {
  const { bytes } = o.machine.instance.memory;
  const at = o.u32(o.first) + (o.immediate(0) >>> 0);
  if (at + size > bytes.length) throw new Trap("memoryOutOfBounds");
  if (at % size !== 0) throw new Trap("heapMisaligned");
  return at;
}

const bufferOf = (o: Operands): ArrayBufferLike => o.machine.instance.memory.bytes.buffer;

const cells = (o: Operands, size: NarrowSize): Cells =>
  new arrays[size](bufferOf(o) as ArrayBuffer, placeOf(o, size), 1);

const wideCells = (o: Operands): WideCells => new BigInt64Array(bufferOf(o), placeOf(o, 8), 1);

/** Returns a number of at most 32 bits as an i32, or as an i64 without a sign. */
function returnNarrow(o: Operands, value: number, isWide: boolean): void {
  o.return32(value);
  if (isWide) o.machine.words[o.result + 1] = 0;
}

const wide = (o: Operands, at: number): bigint => (BigInt(o.i32(at + 1)) << 32n) | BigInt(o.u32(at));

function returnWide(o: Operands, value: bigint): void {
  o.machine.words[o.result] = Number(BigInt.asIntN(32, value));
  o.machine.words[o.result + 1] = Number(BigInt.asIntN(32, value >> 32n));
}

function load(size: number, isWide: boolean): SlowOperation {
  if (size === 8) return operation((o) => returnWide(o, Atomics.load(wideCells(o), 0)));
  return operation((o) => returnNarrow(o, Atomics.load(cells(o, size as NarrowSize), 0), isWide));
}

function store(size: number): SlowOperation {
  if (size === 8) return operation((o) => void Atomics.store(wideCells(o), 0, wide(o, o.second)));
  return operation((o) => void Atomics.store(cells(o, size as NarrowSize), 0, o.i32(o.second)));
}

function update(size: number, isWide: boolean, name: Update): SlowOperation {
  if (size === 8) {
    return operation((o) => {
      const [place, value] = [wideCells(o), wide(o, o.second)];
      if (name === "compareExchange")
        returnWide(o, Atomics.compareExchange(place, 0, value, wide(o, o.third)));
      else returnWide(o, Atomics[name](place, 0, value));
    });
  }
  return operation((o) => {
    const [place, value] = [cells(o, size as NarrowSize), o.i32(o.second)];
    if (name !== "compareExchange") returnNarrow(o, Atomics[name](place, 0, value), isWide);
    else returnNarrow(o, Atomics.compareExchange(place, 0, value, o.i32(o.third)), isWide);
  });
}

const results = { ok: 0, "not-equal": 1, "timed-out": 2 } as const;

/** The number of nanoseconds in an i64 as milliseconds; below zero means for ever. */
const timeoutMs = (nanoseconds: bigint): number =>
  nanoseconds < 0n ? Number.POSITIVE_INFINITY : Number(nanoseconds) / 1e6;

function wait(size: number): SlowOperation {
  return operation((o) => {
    const at = placeOf(o, size);
    const buffer = bufferOf(o);
    if (!o.machine.instance.memory.type.shared) throw new Trap("atomicWaitNonSharedMemory");
    const timeout = timeoutMs(wide(o, o.third));
    const result =
      size === 8
        ? Atomics.wait(new BigInt64Array(buffer as SharedArrayBuffer), at / 8, wide(o, o.second), timeout)
        : Atomics.wait(new Int32Array(buffer as SharedArrayBuffer), at / 4, o.i32(o.second), timeout);
    o.return32(results[result]);
  });
}

const notify = operation((o) => {
  const at = placeOf(o, 4);
  o.return32(Atomics.notify(new Int32Array(bufferOf(o) as SharedArrayBuffer), at / 4, o.u32(o.second)));
});

function operationOf(name: string, size: number): SlowOperation {
  const isWide = name.startsWith("i64");
  const last = name.slice(name.lastIndexOf(".") + 1).replace("_u", "");
  if (last.startsWith("load")) return load(size, isWide);
  if (last.startsWith("store")) return store(size);
  if (last.startsWith("wait")) return wait(size);
  if (last === "notify") return notify;
  const found = updates.get(last);
  return found === undefined ? () => undefined : update(size, isWide, found);
}

/** All atomic instructions by opcode. */
export const atomicOperations: readonly (readonly [op: number, run: SlowOperation])[] = opcodeRows
  .filter(([, , , , , feature]) => feature === "threads")
  .map(([name, op, , size]) => [op, operationOf(name, 2 ** size)]);
