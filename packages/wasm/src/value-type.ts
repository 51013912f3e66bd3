// Types as the binary format writes them: one-byte negative numbers in signed LEB128. Kept as those negative
// numbers, a value type, the empty block and a type index (never negative) share one number line, which is
// just how a block type is encoded.

/** Value types of the binary format, as the signed numbers that it encodes. */
export const ValueType = {
  i32: -1,
  i64: -2,
  f32: -3,
  f64: -4,
  v128: -5,
  funcref: -16,
  externref: -17,
  /** Written by no module: stands in interfaces for the references that this package has no code for. */
  opaque: -256,
} as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

/** Types of blocks: none, one value (any {@link ValueType}), or the index of a function type. */
export const BlockType: typeof ValueType & { readonly empty: -64 } = { ...ValueType, empty: -64 };

/** Parameters and results of a function, in order. */
export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Sizes of a memory (in pages of 64 KiB) or a table (in elements). */
export interface Limits {
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Memories only: shared between threads; needs a maximum. */
  readonly shared?: boolean | undefined;
  /** Addresses, or indices, are 64-bit integers. */
  readonly is64?: boolean | undefined;
}

/** A table of references. */
export interface TableType extends Limits {
  readonly element: typeof ValueType.funcref | typeof ValueType.externref | typeof ValueType.opaque;
}

/** A global variable. */
export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** Kinds of imports and exports, as the binary format numbers them. */
export const ExternalKind = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;
export type ExternalKind = (typeof ExternalKind)[keyof typeof ExternalKind];

const written: ReadonlySet<number> = new Set(Object.values(ValueType).filter((type) => type >= -0x80));

/** Whether a number is one of the value types that modules write. */
export function isValueType(type: number): type is Exclude<ValueType, typeof ValueType.opaque> {
  return written.has(type);
}

const names = new Map<number, string>(Object.entries(ValueType).map(([name, type]) => [type, name]));

/** The text format's name of a value type. */
export function valueTypeName(type: ValueType): string {
  return names.get(type) ?? "unknown";
}
