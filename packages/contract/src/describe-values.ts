/**
 * Types, values and layouts in bytes, as part of the description of compiled rules. Reading believes nothing: what is
 * nested too deep, of no known kind, or more than the bytes can mean is malformed.
 */
import type { ByteSink, MapValue, StructType, StructValue, Type, Value } from "@tyara/base";
import { BinaryReader } from "@tyara/wasm";
import type { SlotLayout, StructLayout } from "./rule-set.ts";

const typeKinds = ["integer", "float", "bool", "string", "regexp", "struct", "array", "map"] as const;
const keyKinds = ["integer", "string"] as const;
/** Types without parts exist once. */
const scalarTypes = {
  integer: { kind: "integer" },
  float: { kind: "float" },
  bool: { kind: "bool" },
  string: { kind: "string" },
  regexp: { kind: "regexp" },
} as const satisfies Partial<Record<Type["kind"], Type>>;

/** How an integer or a string is written; both have two forms in JavaScript. */
const Form = { number: 0, bigint: 1, text: 2, bytes: 3 } as const;

/** Limit: types, values and layouts nested deeper are refused; reading them is recursive. */
const maxDepth = 200;

export function writeList<T>(out: ByteSink, items: readonly T[], write: (item: T) => void): void {
  out.u32(items.length);
  for (const item of items) write(item);
}

export function writeType(out: ByteSink, type: Type): void {
  const kind = (typeKinds as readonly string[]).indexOf(type.kind);
  if (kind < 0) throw new TypeError(`a type of kind ${type.kind} is not written`);
  out.u8(kind);
  if (type.kind === "array") writeType(out, type.item);
  else if (type.kind === "map") writeType(out.u8(keyKinds.indexOf(type.key)), type.value);
  else if (type.kind === "struct") {
    writeList(out.name(type.name), [...type.fields.values()], (field) => {
      writeType(out.name(field.name), field.type);
    });
  }
}

/** Writes a value of a type. */
export function writeValue(out: ByteSink, type: Type, value: Value): void {
  switch (type.kind) {
    case "integer":
      if (typeof value === "bigint") out.u8(Form.bigint).s64(value);
      else out.u8(Form.number).f64(value as number);
      return;
    case "float":
      out.f64(value as number);
      return;
    case "bool":
      out.u8(value ? 1 : 0);
      return;
    case "string":
      if (typeof value === "string") out.u8(Form.text).name(value);
      else out.u8(Form.bytes).sized(value as Uint8Array);
      return;
    case "array":
      writeList(out, value as readonly Value[], (item) => writeValue(out, type.item, item));
      return;
    case "map":
      writeList(out, [...(value as MapValue)], ([key, item]) => {
        writeValue(out, { kind: type.key }, key);
        writeValue(out, type.value, item);
      });
      return;
    case "struct":
      for (const field of type.fields.values())
        writeValue(out, field.type, (value as StructValue)[field.name]!);
      return;
    default:
      throw new TypeError(`a value of kind ${type.kind} is not written`);
  }
}

export function writeLayout(out: ByteSink, { slots }: StructLayout): void {
  writeList(out, slots, ({ field, type, item, isZeroWhenAbsent }) => {
    writeType(out.name(field), type);
    out.u8((isZeroWhenAbsent ? 1 : 0) | (item === undefined ? 0 : 2));
    if (item !== undefined) writeLayout(out, item);
  });
}

/** Fields of a structure's value that take as much memory as an object. */
const fieldsAnObject = 2;

/** Reads the description; what is wrong with it is signalled as malformed. */
export class DescriptionReader extends BinaryReader {
  #objectsLeft: number;
  #depth = 0;

  /**
   * @param maxObjects Limit: how many objects are made at most, of about 100 bytes each with what they hold. A structure without
   * fields takes no byte, an empty name one, so the bytes alone bound nothing.
   */
  constructor(bytes: Uint8Array, maxObjects: number) {
    super(bytes);
    this.#objectsLeft = maxObjects;
  }

  /** A list whose items have names, or are objects themselves. */
  list<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let left = this.u32(); left > 0; left--) {
      this.#makeObjects(1);
      items.push(read());
    }
    return items;
  }

  /** A number below a limit. */
  below(limit: number, what: string): number {
    const start = this.offset;
    const value = this.u32();
    return value < limit ? value : this.malformed(`${what} is out of range`, start);
  }

  f64(): number {
    const { buffer, byteOffset } = this.bytes;
    return new DataView(buffer, byteOffset + this.skip(8)).getFloat64(0, true);
  }

  /** A count or a length, which may be `Infinity`. */
  amount(): number {
    const start = this.offset;
    const value = this.f64();
    const isAmount = value >= 0 && (Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY);
    return isAmount ? value : this.malformed("no amount", start);
  }

  bool(): boolean {
    return this.below(2, "a truth value") === 1;
  }

  type(): Type {
    const kind = typeKinds[this.below(typeKinds.length, "a type")]!;
    if (kind !== "struct" && kind !== "array" && kind !== "map") return scalarTypes[kind];
    this.#makeObjects(1);
    if (kind === "struct") return this.structType();
    if (kind === "array") return { kind, item: this.#nested(() => this.type()) };
    const key = keyKinds[this.below(keyKinds.length, "a type of keys")]!;
    return { kind, key, value: this.#nested(() => this.type()) };
  }

  /** The rest of a structure's type. */
  structType(): StructType {
    const name = this.name();
    const fields = this.#nested(() => this.list(() => ({ name: this.name(), type: this.type() })));
    const byName = new Map(fields.map((field) => [field.name, field]));
    if (byName.size < fields.length) this.malformed("two fields have one name");
    return { kind: "struct", name, fields: byName };
  }

  value(type: Type): Value {
    switch (type.kind) {
      case "integer":
        return this.#integer();
      case "float":
        return this.f64();
      case "bool":
        return this.bool();
      case "string":
        return this.#string();
      case "array":
        return this.#nested(() => this.list(() => this.value(type.item)));
      case "map":
        return this.#nested(() => this.#map(type.key, type.value));
      case "struct":
        return this.#nested(() => this.struct(type));
      default:
        return this.malformed("a type without values");
    }
  }

  struct({ fields }: StructType): StructValue {
    this.#makeObjects(1 + Math.ceil(fields.size / fieldsAnObject));
    const entries = Array.from(fields.values(), ({ name, type }) => [name, this.value(type)] as const);
    return Object.fromEntries(entries);
  }

  layout(): StructLayout {
    return { slots: this.#nested(() => this.list(() => this.#slot())) };
  }

  #slot(): SlotLayout {
    const field = this.name();
    const type = this.type();
    const flags = this.below(4, "flags of a slot");
    const slot = { field, type, isZeroWhenAbsent: (flags & 1) !== 0 };
    return flags & 2 ? { ...slot, item: this.layout() } : slot;
  }

  #integer(): number | bigint {
    const start = this.offset;
    if (this.below(2, "a form of integers") === Form.bigint) {
      const low = this.s64();
      return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(low >>> 0));
    }
    const value = this.f64();
    return Number.isSafeInteger(value) ? value : this.malformed("no integer", start);
  }

  #string(): string | Uint8Array {
    const form = this.u8();
    if (form === Form.text) return this.name();
    if (form !== Form.bytes) this.malformed("no form of strings");
    const start = this.skip(this.u32());
    return this.bytes.slice(start, this.offset);
  }

  #map(key: "integer" | "string", value: Type): MapValue {
    const entries = this.list(() => {
      const name = key === "integer" ? this.#integer() : this.name();
      return [name, this.value(value)] as const;
    });
    return new Map(entries);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > maxDepth) this.malformed("nested too deep");
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #makeObjects(count: number): void {
    this.#objectsLeft -= count;
    if (this.#objectsLeft < 0) this.malformed("more objects than these bytes can mean");
  }
}
