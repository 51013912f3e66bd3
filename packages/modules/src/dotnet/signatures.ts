/**
 * Writes the types in signatures (ECMA-335 II.23.2) as C# would name them: `System.Collections.Generic.List<string>`,
 * `int[]`, `ref System.Guid`. Types nest, and a TypeSpec may hold a signature that names a TypeSpec, so depth is limited,
 * and with it the text: a type that would be longer is given up.
 */
import type { ByteReader } from "@tyara/base";
import { readCompressed, readSignedCompressed } from "./heaps.ts";

/** Limit: the reference's, how deep types nest. */
const MAX_DEPTH = 16;
/** Limit: dimensions of an array, the reference's. */
const MAX_DIMENSIONS = 50;
/** Limit: parameters of a method and arguments of a generic type, the reference's. */
const MAX_PARAMETERS = 1000;
/** Limit: characters of one type. Nested generic types could double it at each level. */
const MAX_LENGTH = 2 ** 16;

/** Names of the types that signatures refer to. */
export interface TypeNames {
  /** The full name of a type given by a coded index; `depth` counts the signatures gone through. */
  readonly type: (codedIndex: number, depth: number) => string | undefined;
  readonly typeParameter: (index: number) => string | undefined;
  readonly methodParameter: (index: number) => string | undefined;
}

const Element = {
  pointer: 0x0f,
  byReference: 0x10,
  valueType: 0x11,
  class: 0x12,
  typeParameter: 0x13,
  array: 0x14,
  genericInstance: 0x15,
  functionPointer: 0x1b,
  vector: 0x1d,
  methodParameter: 0x1e,
  requiredModifier: 0x1f,
  optionalModifier: 0x20,
} as const;

const simpleTypes: ReadonlyMap<number, string> = new Map([
  [0x01, "void"],
  [0x02, "bool"],
  [0x03, "char"],
  [0x04, "sbyte"],
  [0x05, "byte"],
  [0x06, "short"],
  [0x07, "ushort"],
  [0x08, "int"],
  [0x09, "uint"],
  [0x0a, "long"],
  [0x0b, "ulong"],
  [0x0c, "float"],
  [0x0d, "double"],
  [0x0e, "string"],
  [0x16, "TypedReference"],
  [0x18, "IntPtr"],
  // Compat: spelt as the reference does.
  [0x19, "UintPtr"],
  [0x1c, "object"],
]);

/** The type at the reader's cursor; `undefined` when it cannot be read. */
export function readType(reader: ByteReader, names: TypeNames, depth = 0): string | undefined {
  const text = depth >= MAX_DEPTH ? undefined : readAnyType(reader, names, depth);
  return text !== undefined && text.length <= MAX_LENGTH ? text : undefined;
}

function readAnyType(reader: ByteReader, names: TypeNames, depth: number): string | undefined {
  const element = reader.u8();
  if (element === undefined) return undefined;
  const inner = () => readType(reader, names, depth + 1);
  switch (element) {
    case Element.pointer:
      return wrapped("Ptr<", inner(), ">");
    case Element.byReference:
      return wrapped("ref ", inner(), "");
    case Element.valueType:
    case Element.class:
      return namedType(reader, names, depth);
    case Element.typeParameter:
      return parameterName(reader, names.typeParameter);
    case Element.methodParameter:
      return parameterName(reader, names.methodParameter);
    case Element.array:
      return readArray(reader, inner());
    case Element.genericInstance:
      return readGenericInstance(reader, inner);
    case Element.functionPointer:
      return readFunctionPointer(reader, inner);
    case Element.vector:
      return wrapped("", inner(), "[]");
    case Element.requiredModifier:
    case Element.optionalModifier:
      readCompressed(reader);
      return inner();
    default:
      return simpleTypes.get(element);
  }
}

function wrapped(before: string, type: string | undefined, after: string): string | undefined {
  return type === undefined ? undefined : before + type + after;
}

function namedType(reader: ByteReader, names: TypeNames, depth: number): string | undefined {
  const index = readCompressed(reader);
  return index === undefined ? undefined : names.type(index, depth + 1);
}

function parameterName(
  reader: ByteReader,
  nameOf: (index: number) => string | undefined,
): string | undefined {
  const index = readCompressed(reader);
  return index === undefined ? undefined : nameOf(index);
}

/** Spec: II.23.2.13, the number of dimensions, then their sizes and their lower bounds as far as they are given. */
function readArray(reader: ByteReader, item: string | undefined): string | undefined {
  const dimensions = readCompressed(reader);
  if (item === undefined || dimensions === undefined || dimensions > MAX_DIMENSIONS) return undefined;
  const sizes = readNumbers(reader, readCompressed);
  const lowerBounds = readNumbers(reader, readSignedCompressed);
  if (sizes === undefined || lowerBounds === undefined) return undefined;
  const parts = Array.from({ length: dimensions }, (_, i) => dimensionText(sizes[i], lowerBounds[i]));
  return `${item}[${parts.join(",")}]`;
}

/** In the notation of ILAsm: a lower bound that is given is shown, 0 only where no size follows it. */
function dimensionText(size: number | undefined, lowerBound: number | undefined): string {
  if (size === undefined) return lowerBound === undefined ? "" : `${lowerBound}...`;
  const low = lowerBound ?? 0;
  return low === 0 ? String(size) : `${low}...${low + size - 1}`;
}

function readNumbers(
  reader: ByteReader,
  read: (reader: ByteReader) => number | undefined,
): number[] | undefined {
  const count = readCompressed(reader);
  if (count === undefined || count > MAX_DIMENSIONS) return undefined;
  const numbers = Array.from({ length: count }, () => read(reader));
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function readGenericInstance(reader: ByteReader, inner: () => string | undefined): string | undefined {
  const generic = inner();
  const count = readCompressed(reader);
  if (generic === undefined || count === undefined || count > MAX_PARAMETERS) return undefined;
  const types = readTypes(count, inner);
  return types && `${generic}<${types.join(",")}>`;
}

function readFunctionPointer(reader: ByteReader, inner: () => string | undefined): string | undefined {
  reader.skip(1);
  const count = readCompressed(reader);
  if (count === undefined || count > MAX_PARAMETERS) return undefined;
  const result = inner();
  const types = readTypes(count, inner);
  return result === undefined || !types ? undefined : `FnPtr<${result}(${types.join(", ")})>`;
}

/** Stops at the first type that cannot be read: what follows it has no known place. */
function readTypes(count: number, inner: () => string | undefined): string[] | undefined {
  const types: string[] = [];
  for (let i = 0, length = 0; i < count; i++) {
    const type = inner();
    length += type?.length ?? 0;
    if (type === undefined || length > MAX_LENGTH) return undefined;
    types.push(type);
  }
  return types;
}

const GENERIC = 0x10;

export interface MethodSignature {
  readonly result: string;
  readonly parameters: readonly string[];
}

/** The types of a method; `undefined` when one of them cannot be read. */
export function readMethodSignature(reader: ByteReader, names: TypeNames): MethodSignature | undefined {
  const flags = reader.u8();
  if (flags === undefined) return undefined;
  if (flags & GENERIC) readCompressed(reader);
  const count = readCompressed(reader);
  if (count === undefined || count > MAX_PARAMETERS) return undefined;
  const result = readType(reader, names);
  const parameters = result === undefined ? undefined : readTypes(count, () => readType(reader, names));
  return result !== undefined && parameters ? { result, parameters } : undefined;
}
