/** Comparisons, tests of strings, and `matches`. */
import { ByteSink, compareBytes } from "@tyara/base";
import { type KernelImport, MapEntry, MemoryMap, nocaseOperators, Slot } from "@tyara/contract";
import type { ComparisonOperator, Ir, IrOf, StringOperator } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";

const integerInstructions = {
  "==": "i64Eq",
  "!=": "i64Ne",
  "<": "i64LtS",
  "<=": "i64LeS",
  ">": "i64GtS",
  ">=": "i64GeS",
} as const satisfies Record<ComparisonOperator, string>;

const floatInstructions = {
  "==": "f64Eq",
  "!=": "f64Ne",
  "<": "f64Lt",
  "<=": "f64Le",
  ">": "f64Gt",
  ">=": "f64Ge",
} as const satisfies Record<ComparisonOperator, string>;

/** For bools (which allow only `==` and `!=`) and for the sign that `stringCompare` returns. */
const signInstructions = {
  "==": "i32Eq",
  "!=": "i32Ne",
  "<": "i32LtS",
  "<=": "i32LeS",
  ">": "i32GtS",
  ">=": "i32GeS",
} as const satisfies Record<ComparisonOperator, string>;

const stringKernels: Record<StringOperator, KernelImport> = {
  contains: "stringContains",
  startswith: "stringStartsWith",
  endswith: "stringEndsWith",
  iequals: "stringEqualsNocase",
  icontains: "stringContainsNocase",
  istartswith: "stringStartsWithNocase",
  iendswith: "stringEndsWithNocase",
};

export function emitCompare(fn: FunctionEmitter, ir: IrOf<"compare">): void {
  const { code } = fn;
  fn.value(ir.left);
  fn.value(ir.right);
  switch (ir.left.type.kind) {
    case "float":
      code[floatInstructions[ir.operator]]();
      return;
    case "string":
      compareStrings(fn, ir.operator);
      return;
    case "bool":
      code[signInstructions[ir.operator]]();
      return;
    default:
      code[integerInstructions[ir.operator]]();
  }
}

function compareStrings(fn: FunctionEmitter, operator: ComparisonOperator): void {
  if (operator === "==" || operator === "!=") {
    fn.callKernel("stringEquals");
    if (operator === "!=") fn.code.i32Eqz();
    return;
  }
  fn.callKernel("stringCompare");
  fn.code.i32Const(0);
  fn.code[signInstructions[operator]]();
}

/** Emits `x in (constants)` as a lookup in a constant map. Its value slots are never read. */
export function emitOneOf(fn: FunctionEmitter, ir: IrOf<"one-of">): void {
  const isText = ir.operand.type.kind === "string";
  const keys = isText ? sortedStrings(ir.values) : sortedIntegers(ir.values);
  const table = new ByteSink(keys.length * MapEntry.size);
  const entry = new DataView(new ArrayBuffer(MapEntry.size));
  for (const key of keys) {
    const isBytes = typeof key !== "bigint";
    entry.setBigInt64(MapEntry.key, isBytes ? stringValue(fn, key) : key, true);
    table.bytes(new Uint8Array(entry.buffer));
  }
  const address = fn.linked.pool.append(table.toBytes(), 16);
  fn.code.i64Const((BigInt(keys.length) << 32n) | BigInt(address));
  fn.value(ir.operand);
  fn.callKernel(isText ? "mapFindString" : "mapFindInteger");
  fn.code.i32Const(0).i32Ne();
}

function stringValue(fn: FunctionEmitter, bytes: Uint8Array): bigint {
  return (BigInt(bytes.length) << 32n) | BigInt(fn.linked.pool.intern(bytes));
}

function sortedIntegers(values: readonly Ir[]): bigint[] {
  const integers = values.flatMap((value) => (value.kind === "integer" ? [value.value] : []));
  return integers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function sortedStrings(values: readonly Ir[]): Uint8Array[] {
  return values.flatMap((value) => (value.kind === "string" ? [value.value] : [])).sort(compareBytes);
}

export function emitStringTest(fn: FunctionEmitter, ir: IrOf<"string-test">): void {
  const kernel = stringKernels[ir.operator];
  fn.value(ir.left);
  fn.value(ir.right);
  const nocase = nocaseOperators.indexOf(ir.operator as (typeof nocaseOperators)[number]);
  if (nocase < 0) fn.callKernel(kernel);
  else testNocase(fn, kernel, nocase);
}

/** The kernel compares ASCII strings. For others it returns 2, and the code calls the host. */
function testNocase(fn: FunctionEmitter, kernel: KernelImport, operator: number): void {
  const { code } = fn;
  const { i32, i64 } = ValueType;
  fn.withLocal(i64, (left) =>
    fn.withLocal(i64, (right) =>
      fn.withLocal(i32, (answer) => {
        code.localSet(right).localTee(left).localGet(right);
        fn.callKernel(kernel);
        code.localTee(answer).i32Const(2).i32Eq().if(i32);
        code.i32Const(0).localGet(left).i64Store(MemoryMap.argumentSlots);
        code
          .i32Const(0)
          .localGet(right)
          .i64Store(MemoryMap.argumentSlots + Slot.size);
        code.i32Const(operator);
        fn.callHost("stringTest");
        code.else().localGet(answer).end();
      }),
    ),
  );
}

export function emitMatches(fn: FunctionEmitter, ir: IrOf<"matches">): void {
  const { code } = fn;
  fn.withValue(ir.operand, (text) => {
    code.i32Const(fn.linked.regexp(ir.regexp)).localGet(text).i32WrapI64();
    code.localGet(text).i64Const(32).i64ShrU().i32WrapI64();
    fn.callKernel("regexpMatches");
  });
}
