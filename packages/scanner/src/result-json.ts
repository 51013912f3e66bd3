/** Results in what JSON has: it knows neither bytes nor large integers nor maps. */

/**
 * A result, or a part of one, as JSON can hold it: bytes as arrays of numbers, integers that a number would round as text, maps
 * as objects. `JSON.stringify` does it by itself for a result, but not for parts of one or for a copy from another thread.
 */
export function jsonValue(value: unknown): unknown {
  if (typeof value === "bigint") return jsonInteger(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(jsonValue);
  const members = value instanceof Map ? value : Object.entries(value);
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, member] of members) object[String(name)] = jsonValue(member);
  return object;
}

function jsonInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
