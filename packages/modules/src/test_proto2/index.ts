/** Module `test_proto2`: every kind of field and function there is, with fixed values; absent fields are undefined. */
import type { StructValue } from "@tyara/base";
import type { Module, ModuleInput } from "@tyara/language/modules";
import { testProto2Schema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { latin1 } from "../kit/text.ts";
import { parseInteger } from "../string/index.ts";

export const testProto2Module: Module = bindModule(testProto2Schema, {
  parse: ({ data, metadata }) => ({ ...constants, file_size: data.length, metadata }),
  functions: {
    "add(integer,integer)": (_context, a, b) => BigInt.asIntN(64, (a as bigint) + (b as bigint)),
    "add(float,float)": (_context, a, b) => (a as number) + (b as number),
    "uppercase(string)": (_context, s) => uppercase(s as Uint8Array),
    "nested.nested_func()": () => true,
    "NestedProto2::nested_method()": (_context, self) => (self as StructValue).nested_bool,
    "NestedProto2::nested_method_with_arg(string)": (_context, self, arg) =>
      (self as StructValue).nested_string === latin1(arg as Uint8Array),
    "undef_i64()": () => undefined,
    "head(integer)": (context, n) => head(context, n as bigint),
    "get_foo()": () => "foo",
    "to_int(string)": (_context, string) => parseInteger(string as Uint8Array, 10n),
  },
});

function head({ data }: ModuleInput, byteLength: bigint): Uint8Array | undefined {
  return byteLength >= 0n && byteLength <= BigInt(data.length)
    ? data.slice(0, Number(byteLength))
    : undefined;
}

/** Letters in well-formed UTF-8 become upper-case, other bytes stay. */
function uppercase(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const character = characterAt(bytes, i);
    if (character === undefined) out.push(bytes[i++]!);
    else {
      // Bounded: the bytes of one character.
      out.push(...new TextEncoder().encode(character.toUpperCase()));
      i += new TextEncoder().encode(character).length;
    }
  }
  return Uint8Array.from(out);
}

const MAX_UTF8_LENGTH = 4;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function characterAt(bytes: Uint8Array, start: number): string | undefined {
  for (let length = 1; length <= MAX_UTF8_LENGTH; length++) {
    try {
      return decoder.decode(bytes.subarray(start, start + length));
    } catch {}
  }
  return undefined;
}

function numbers(prefixes: readonly string[], value: number): StructValue {
  const suffix = value === 0 ? "zero" : "one";
  return Object.fromEntries(prefixes.map((prefix) => [`${prefix}_${suffix}`, value]));
}

const numberKinds = [
  ...["int32", "int64", "sint32", "sint64", "uint32", "uint64", "fixed32", "fixed64", "sfixed32", "sfixed64"],
  "float",
];

/** The fields that both test modules give values. */
export const sharedConstants: StructValue = {
  ...numbers(numberKinds, 0),
  ...numbers(numberKinds, 1),
  string_foo: "foo",
  string_bar: "bar",
  bytes_foo: "foo",
  bytes_bar: "bar",
};

function nested(nestedBool: boolean): StructValue {
  return {
    nested_int32_zero: 0,
    nested_int64_zero: 0,
    nested_int32_one: 1,
    nested_int64_one: 1,
    nested_bool: nestedBool,
    nested_string: "foo",
    nested_array_int64: [1, 10, 100],
  };
}

const constants: StructValue = {
  ...sharedConstants,
  double_zero: 0,
  double_one: 1,
  bytes_raw: Uint8Array.of(0xfc, 0x48, 0x83, 0xe4, 0xf0, 0xeb, 0x33, 0x5d, 0x8b, 0x45, 0x00, 0x48),
  nested: nested(false),
  array_int64: [1, 10, 100],
  array_float: [1, 10, 100],
  array_bool: [false, true],
  array_string: ["foo", "bar", "baz"],
  array_struct: [nested(false), nested(true)],
  map_string_struct: new Map([["foo", nested(false)]]),
  map_string_int64: new Map([["one", 1]]),
  map_string_string: new Map([["foo", "FOO"]]),
  map_string_bool: new Map([["foo", true]]),
  map_string_float: new Map([["one", 1]]),
  map_int64_struct: new Map([[100, nested(false)]]),
  map_int64_int64: new Map([[100, 1000]]),
  map_int64_string: new Map([[100, "one thousand"]]),
  map_int64_bool: new Map([[100, true]]),
  map_int64_float: new Map([[100, 1000]]),
  timestamp: 1_748_591_440,
  bool_yara: true,
};
