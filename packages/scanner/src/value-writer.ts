/**
 * Writes values into the slots (`Slot`) that rule code reads. Writes only the fields that the layout names.
 *
 * A value that does not have its declared type counts as absent, so a module cannot break a scan. A value may claim any
 * length, so memory is paid for (`spendMemory`) before it is allocated.
 */

import type { MapValue, StructValue, Type, Value } from "@tyara/base";
import { compareBytes, spendMemory, spendWork } from "@tyara/base";
import type { SlotLayout, StructLayout } from "@tyara/contract";
import { MapEntry, Slot } from "@tyara/contract";
import type { ScanMemory } from "./scan-memory.ts";

const encoder = new TextEncoder();

/** Texts up to this length are checked and copied character by character. */
const shortText = 64;

/** Units of work of a call of the text encoder. */
const encodeWork = 48;

/** The type of a slot's value, and the layout of the structures in it. */
interface SlotShape {
  readonly type: Type;
  readonly item?: StructLayout;
  readonly isZeroWhenAbsent: boolean;
}

export class ValueWriter {
  readonly #memory: ScanMemory;
  /** The structures in memory by address: receivers of method calls. */
  readonly structures: Map<number, StructValue> = new Map();
  /** Whether {@link structures} is filled. Only needed if a function takes a structure. */
  keepsStructures = false;

  constructor(memory: ScanMemory) {
    this.#memory = memory;
  }

  /** Writes the slots of a structure at `address`; an absent structure has absent fields. */
  writeStruct(address: number, layout: StructLayout, value: StructValue | undefined): void {
    if (this.keepsStructures && value !== undefined) this.structures.set(address, value);
    const { slots } = layout;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index] as SlotLayout;
      this.writeSlot(address + index * Slot.size, slot, value?.[slot.field]);
    }
  }

  /** Writes one slot. */
  writeSlot(address: number, shape: SlotShape, value: Value | undefined): void {
    const { view } = this.#memory;
    view.setFloat64(address, 0, true);
    view.setUint32(address + Slot.defined, 0, true);
    if (this.#writeValue(address, shape, value)) this.#memory.set(address + Slot.defined, 1);
  }

  /** Writes a value into a slot that holds zero. Returns whether the value is defined. */
  #writeValue(address: number, shape: SlotShape, value: Value | undefined): boolean {
    const { type, isZeroWhenAbsent } = shape;
    switch (type.kind) {
      case "struct":
        return this.#writeNested(address, shape, value);
      case "array":
        return this.#writeArray(address, shape, Array.isArray(value) ? value : []);
      case "map":
        return this.#writeMap(address, shape, value instanceof Map ? value : new Map());
      case "string":
        return this.#writeString(address, value) || isZeroWhenAbsent;
      default:
        return writeNumber(this.#memory.view, address, type, value) || isZeroWhenAbsent;
    }
  }

  #writeNested(address: number, shape: SlotShape, value: Value | undefined): boolean {
    const layout = shape.item ?? { slots: [] };
    const struct = this.#allocate(Math.max(1, layout.slots.length) * Slot.size);
    if (struct === 0) return false;
    this.writeStruct(struct, layout, isStruct(value) ? value : undefined);
    this.#memory.set(address, struct);
    return true;
  }

  #writeArray(address: number, shape: SlotShape, items: readonly (Value | undefined)[]): boolean {
    const { length } = items;
    if (shape.type.kind !== "array" || length === 0) return true;
    const start = this.#allocate(length * Slot.size);
    if (start === 0) return true;
    const item = { ...shape, type: shape.type.item, isZeroWhenAbsent: false };
    for (let index = 0; index < length; index++)
      this.writeSlot(start + index * Slot.size, item, items[index]);
    this.#memory.set(address, start);
    this.#memory.set(address + Slot.length, length);
    return true;
  }

  #writeMap(address: number, shape: SlotShape, map: MapValue): boolean {
    if (shape.type.kind !== "map" || map.size === 0) return true;
    const { key, value } = shape.type;
    const entries = sortedEntries(map, key);
    const start = this.#allocate(entries.length * MapEntry.size);
    if (start === 0) return true;
    const keyShape = { type: { kind: key }, isZeroWhenAbsent: false } as const;
    let at = start;
    for (const [name, entry] of entries) {
      this.writeSlot(at + MapEntry.key, keyShape, name);
      this.writeSlot(at + MapEntry.value, { ...shape, type: value, isZeroWhenAbsent: false }, entry);
      at += MapEntry.size;
    }
    this.#memory.set(address, start);
    this.#memory.set(address + Slot.length, entries.length);
    return true;
  }

  #writeString(address: number, value: Value | undefined): boolean {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) return false;
    // Perf: a call of the text encoder takes half a microsecond, even for a short text.
    if (typeof value === "string" && value.length <= shortText && this.#writeAscii(address, value))
      return true;
    const bytes = typeof value === "string" ? encoded(value) : value;
    if (bytes.length === 0) return true;
    const start = this.#ownAddress(bytes) ?? this.#copy(bytes);
    if (start === 0) return false;
    this.#memory.set(address, start);
    this.#memory.set(address + Slot.length, bytes.length);
    return true;
  }

  /** Writes the text if it is ASCII. Returns whether it did. Perf: in one pass, so other texts leave bytes that nobody reads. */
  #writeAscii(address: number, text: string): boolean {
    const { length } = text;
    if (length === 0) return true;
    const start = this.#allocate(length);
    if (start === 0) return false;
    const { bytes, view } = this.#memory;
    let all = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      all |= code;
      bytes[start + at] = code;
    }
    if (all >= 0x80) return false;
    view.setUint32(address, start, true);
    view.setUint32(address + Slot.length, length, true);
    return true;
  }

  /** The address of bytes that are already in memory: modules return parts of the scanned data. */
  #ownAddress(bytes: Uint8Array): number | undefined {
    const own = this.#memory.bytes;
    return bytes.buffer === own.buffer ? bytes.byteOffset - own.byteOffset : undefined;
  }

  #copy(bytes: Uint8Array): number {
    const address = this.#allocate(bytes.length);
    if (address !== 0) this.#memory.bytes.set(bytes, address);
    return address;
  }

  #allocate(byteLength: number): number {
    spendMemory(byteLength);
    return this.#memory.allocate(byteLength);
  }
}

function writeNumber(view: DataView, address: number, type: Type, value: Value | undefined): boolean {
  if (type.kind === "float") {
    if (typeof value !== "number") return false;
    view.setFloat64(address, value, true);
    return true;
  }
  if (typeof value === "bigint") view.setBigInt64(address, BigInt.asIntN(64, value), true);
  else if (typeof value === "number" && Number.isInteger(value)) writeInteger(view, address, value);
  else if (typeof value === "boolean") view.setUint32(address, value ? 1 : 0, true);
  else return false;
  return true;
}

/** Perf: writes an integer as two halves, because a bigint would have to be allocated. */
function writeInteger(view: DataView, address: number, value: number): void {
  view.setInt32(address, value | 0, true);
  view.setInt32(address + 4, Math.floor(value / 0x1_0000_0000) | 0, true);
}

function isStruct(value: Value | undefined): value is StructValue {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Map)
  );
}

function encoded(text: string): Uint8Array {
  spendWork(encodeWork + (text.length >>> 3));
  return encoder.encode(text);
}

/** The entries sorted by key, as the kernel expects: integers by value, strings by their bytes. */
function sortedEntries(map: MapValue, key: "integer" | "string"): [bigint | Uint8Array, Value][] {
  if (key === "integer") {
    const entries = entriesOf(map, (name) => BigInt.asIntN(64, BigInt(name)));
    return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }
  const entries = entriesOf(map, (name) => encoded(String(name)));
  return entries.sort(([a], [b]) => compareBytes(a, b));
}

/** Units of work of an entry, including its share of the sorting. */
const entryWork = 64;

function entriesOf<K>(map: MapValue, keyOf: (name: bigint | number | string) => K): [K, Value][] {
  const entries: [K, Value][] = [];
  for (const [name, value] of map) {
    spendWork(entryWork);
    entries.push([keyOf(name), value]);
  }
  return entries;
}
