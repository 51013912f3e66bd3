/** Functions that need no import: the readers of integers and floats, and the method `len`. */
import {
  type Field,
  FLOAT,
  type FunctionType,
  INTEGER,
  type ResultConstraint,
  type StructType,
  type Type,
} from "@tyara/base";
import type { Reader } from "../ir/index.ts";

/** The module name that stands for the built-in functions; no import can have it. */
export const BUILTINS_MODULE = "<builtin>";

/** Smallest and largest value of each integer reader; `undefined` for the float readers. */
const READERS: Record<Reader, readonly [bigint, bigint] | undefined> = {
  uint8: [0n, 0xffn],
  uint16: [0n, 0xffffn],
  uint32: [0n, 0xffff_ffffn],
  uint8be: [0n, 0xffn],
  uint16be: [0n, 0xffffn],
  uint32be: [0n, 0xffff_ffffn],
  int8: [-0x80n, 0x7fn],
  int16: [-0x8000n, 0x7fffn],
  int32: [-0x8000_0000n, 0x7fff_ffffn],
  int8be: [-0x80n, 0x7fn],
  int16be: [-0x8000n, 0x7fffn],
  int32be: [-0x8000_0000n, 0x7fff_ffffn],
  float32: undefined,
  float64: undefined,
  float32be: undefined,
  float64be: undefined,
};

export function isReader(name: string): name is Reader {
  return Object.hasOwn(READERS, name);
}

/** What every result of a reader satisfies. */
export function readerConstraints(reader: Reader): readonly ResultConstraint[] {
  const range = READERS[reader];
  return range === undefined ? [] : [{ kind: "range", min: range[0], max: range[1] }];
}

function functionType(
  id: string,
  parameters: FunctionType["signatures"][number]["parameters"],
  result: Type,
): FunctionType {
  return { kind: "function", signatures: [{ id, parameters, result, canBeUndefined: true }] };
}

/** The built-in functions as fields of one structure, so that they are looked up like a module's. */
export const builtinFunctions: StructType = {
  kind: "struct",
  name: BUILTINS_MODULE,
  fields: new Map(
    Object.entries(READERS).map(([name, range]): [string, Field] => [
      name,
      {
        name,
        type: functionType(
          `${name}(integer)`,
          [{ name: "offset", type: INTEGER }],
          range === undefined ? FLOAT : INTEGER,
        ),
      },
    ]),
  ),
};

/** The type of `len` of strings, arrays and maps. */
export const LENGTH_FUNCTION: FunctionType = functionType("len()", [], INTEGER);
