import { enumeration, inlineEnumeration } from "../enumeration.ts";
import { deprecatedFor, field, guarded, lowercase, struct, timestamp } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

const Enumeration = enumeration("Enumeration", {
  ITEM_0: 0,
  ITEM_1: 1,
  ITEM_2: 0x7fffffffffff,
  ITEM_3: -1,
});

const NestedProto2 = struct(
  "test_proto2.NestedProto2",
  {
    nested_int32_zero: field.i32(),
    nested_int64_zero: field.integer(),
    nested_int32_one: field.i32(),
    nested_int64_one: field.integer(),
    nested_bool: field.bool(),
    nested_string: field.string(),
    nested_array_int64: field.array(field.integer()),
  },
  {
    methods: {
      "nested_method() -> bool": {},
      "nested_method_with_arg(arg: string) -> bool": {},
    },
  },
);

const TopLevelEnumeration = enumeration("TopLevelEnumeration", {
  ITEM_0x1000: 0x1000,
  ITEM_0x2000: 0x2000,
});

const InlineEnumeration = inlineEnumeration("InlineEnumeration", {
  INLINE_0x1000: 0x1000,
  INLINE_0x2000: 0x2000,
});

const items = enumeration("items", {
  ITEM_4: 0,
  ITEM_5: 1,
});

const NestedEnumeration = enumeration("NestedEnumeration", {
  ITEM_0: 0,
  ITEM_1: 1,
});

/** What rules see of the module `test_proto2`. */
export const testProto2Schema: ModuleSchema = moduleSchema({
  name: "test_proto2",
  fields: {
    int32_zero: field.i32(),
    int64_zero: field.integer(),
    sint32_zero: field.i32(),
    sint64_zero: field.integer(),
    uint32_zero: field.u32(),
    uint64_zero: field.u64(),
    fixed32_zero: field.u32(),
    fixed64_zero: field.u64(),
    sfixed32_zero: field.i32(),
    sfixed64_zero: field.integer(),
    float_zero: field.float(),
    double_zero: field.float(),
    int32_one: field.i32(),
    int64_one: field.integer(),
    sint32_one: field.i32(),
    sint64_one: field.integer(),
    uint32_one: field.u32(),
    uint64_one: field.u64(),
    fixed32_one: field.u32(),
    fixed64_one: field.u64(),
    sfixed32_one: field.i32(),
    sfixed64_one: field.integer(),
    float_one: field.float(),
    double_one: field.float(),
    int32_undef: field.i32(),
    int64_undef: field.integer(),
    sint32_undef: field.i32(),
    sint64_undef: field.integer(),
    uint32_undef: field.u32(),
    uint64_undef: field.u64(),
    fixed32_undef: field.u32(),
    fixed64_undef: field.u64(),
    sfixed32_undef: field.i32(),
    sfixed64_undef: field.integer(),
    float_undef: field.float(),
    double_undef: field.float(),
    string_foo: field.string(lowercase),
    string_bar: field.string(),
    string_undef: field.string(),
    bytes_foo: field.bytes(),
    bytes_bar: field.bytes(),
    bytes_raw: field.bytes(),
    bytes_undef: field.bytes(),
    enumeration: field.enumeration(Enumeration),
    nested: field.struct(NestedProto2),
    array_int64: field.array(field.integer()),
    array_float: field.array(field.float()),
    array_bool: field.array(field.bool()),
    array_string: field.array(field.string()),
    array_struct: field.array(NestedProto2),
    map_string_struct: field.map("string", field.struct(NestedProto2)),
    map_string_int64: field.map("string", field.integer()),
    map_string_string: field.map("string", field.string()),
    map_string_bool: field.map("string", field.bool()),
    map_string_float: field.map("string", field.float()),
    map_int64_struct: field.map("integer", field.struct(NestedProto2)),
    map_int64_int64: field.map("integer", field.integer()),
    map_int64_string: field.map("integer", field.string()),
    map_int64_bool: field.map("integer", field.bool()),
    map_int64_float: field.map("integer", field.float()),
    timestamp: field.integer(timestamp),
    bool_yara: field.bool(),
    file_size: field.u64(),
    requires_foo_and_bar: field.u64(
      guarded(
        {
          errorTitle: "foo is required",
          errorLabel: "this field was used without foo",
          acceptIf: ["foo", "FOO"],
        },
        {
          errorTitle: "bar is required",
          errorLabel: "this field was used without bar",
          acceptIf: ["bar"],
        },
        {
          errorTitle: "baz is forbidden",
          errorLabel: "this field was used with baz",
          rejectIf: ["baz"],
        },
      ),
    ),
    deprecated: field.string(deprecatedFor("foo", "don't use")),
    metadata: field.bytes(),
    NestedProto2: field.struct(struct("test_proto2.NestedProto2", {}, { enumerations: [NestedEnumeration] })),
  },
  enumerations: [TopLevelEnumeration, InlineEnumeration, Enumeration, items],
  functions: {
    "add(a: integer, b: integer) -> integer": {},
    "add(a: float, b: float) -> float": {},
    "uppercase(s: string) -> string": { constraints: [{ kind: "uppercase" }] },
    "nested.nested_func() -> bool": {},
    "undef_i64() -> integer?": {},
    "head(n: integer) -> string?": {},
    "get_foo() -> string?": {},
    "to_int(string: string) -> integer?": {},
  },
});
