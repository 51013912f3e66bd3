/** Named constants of a schema, and the types that rules see them as. */
import { type Field, FLOAT, INTEGER, type StructType } from "@tyara/base";

/** Names for numbers, known when rules are compiled. */
export interface Enumeration {
  readonly name: string;
  /** Whole numbers are integers, other numbers floats. */
  readonly values: Readonly<Record<string, number | bigint>>;
  /** Whether the constants are fields of the structure that the enumeration belongs to, or of a structure of its own in it. */
  readonly isInline: boolean;
}

/** Constants that rules write with the name of the enumeration: `lnk.ShowCommand.NORMAL`. */
export function enumeration(name: string, values: Enumeration["values"]): Enumeration {
  return { name, values, isInline: false };
}

/** Constants that rules write without it: `pe.MACHINE_AMD64`. `name` serves documentation only. */
export function inlineEnumeration(name: string, values: Enumeration["values"]): Enumeration {
  return { name, values, isInline: true };
}

/** The structure of constants that an enumeration is to the compiler. */
export function enumerationStruct(name: string, { values }: Enumeration): StructType {
  const fields = new Map(Object.entries(values).map(([key, value]) => [key, constantField(key, value)]));
  return { kind: "struct", name, fields };
}

function constantField(name: string, value: number | bigint): Field {
  const isInteger = typeof value === "bigint" || Number.isInteger(value);
  return { name, type: isInteger ? INTEGER : FLOAT, constant: isInteger ? BigInt(value) : value };
}

/** The name that a dump shows for each value; of two names for one value the first. */
export function namesOf({ values }: Enumeration): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(values)) {
    if (!names.has(Number(value))) names.set(Number(value), name);
  }
  return names;
}
