/** Reads `--define NAME=VALUE`: the value is JSON, or else the text itself. */
import { Failure } from "./failure.ts";

export type DefinedValue =
  | boolean
  | bigint
  | number
  | string
  | readonly DefinedValue[]
  | { readonly [name: string]: DefinedValue };

export interface Definition {
  readonly name: string;
  readonly value: DefinedValue;
  /** Given for numbers that are written as floats, such as `1.0`. */
  readonly type: "float" | undefined;
}

/** Splits at the first `=`; whole numbers become `bigint`, so that all 64 bits of them arrive. */
export function parseDefinition(text: string): Definition {
  const at = text.indexOf("=");
  if (at <= 0) throw new Failure(`--define ${text}: write it as NAME=VALUE`);
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value) && /[.eE]/.test(value)
    ? { name, value: Number(value), type: "float" }
    : { name, value: parseValue(value), type: undefined };
}

function parseValue(text: string): DefinedValue {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  try {
    return integersToBigInt(JSON.parse(text));
  } catch {
    return text;
  }
}

function integersToBigInt(value: unknown): DefinedValue {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(integersToBigInt);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, integersToBigInt(item)]));
  }
  return value as DefinedValue;
}
