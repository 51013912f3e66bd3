/**
 * Values as modules and callers give them, before they are laid out in the scanner's memory.
 *
 * A structure is a plain object by field name; an absent or `undefined` property is an absent field. Integers may be
 * `number` (when safe) or `bigint` (wrapped to 64 bits); strings may be text (its UTF-8 bytes count) or bytes.
 */
export type Value = ScalarValue | StructValue | ArrayValue | MapValue;

export type ScalarValue = bigint | number | boolean | string | Uint8Array;

export interface StructValue {
  readonly [field: string]: Value | undefined;
}

export type ArrayValue = readonly (Value | undefined)[];

export type MapValue = ReadonlyMap<bigint | number | string, Value>;

/** One entry of a rule's `meta` section. */
export interface RuleMeta {
  readonly identifier: string;
  /** An integer is a `bigint` from the parser; in results a number, where that is exact. */
  readonly value: bigint | number | boolean | string | Uint8Array;
  /** Tells a float 1.0 from an integer 1. */
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
}
