/** Floats among external variables: JavaScript does not tell 2.0 from 2. */
import type { ScalarValue, Value } from "./value.ts";

/** A float, whole or not; made by {@link float}. */
export class Float {
  readonly value: number;

  /** Throws a TypeError for what is no number. */
  constructor(value: number) {
    if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError("a float must be a number");
    this.value = value;
  }
}

/** Says that a number is a float in rules: `globals: { ratio: float(2) }`. Without it whole numbers are integers. */
export function float(value: number): Float {
  return new Float(value);
}

/** The value of an external variable: anything that rules have a type for. Whole numbers are integers, see {@link float}. */
export type GlobalValue =
  | ScalarValue
  | Float
  | readonly (GlobalValue | undefined)[]
  | ReadonlyMap<bigint | number | string, GlobalValue>
  | { readonly [field: string]: GlobalValue | undefined };

/** The value with plain numbers for its floats. */
export function plainValue(value: GlobalValue): Value {
  if (value instanceof Float) return value.value;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value as ScalarValue;
  if (Array.isArray(value)) return value.map((item: GlobalValue) => plainValue(item));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plainValue(item)]));
  const object: Record<string, Value | undefined> = Object.create(null);
  for (const [name, member] of Object.entries(value))
    object[name] = member === undefined ? undefined : plainValue(member);
  return object;
}
