/** Makes values of modules last: they outlive the call that made them. */
import { spendMemory } from "@tyara/base";

/** Bytes of memory that an object takes, and one of its members, about. */
const objectSize = 64;
const memberSize = 16;

/**
 * Replaces views of `buffers` inside a value by copies: views of the memory end when it grows, and what the caller gave is
 * his to change when the scan is over. Pays for the memory that the value takes, so it ends for values that have no end.
 */
export function keepBytes(value: object, buffers: readonly (ArrayBufferLike | undefined)[]): void {
  const pending: object[] = [value];
  const isPlain = (item: unknown) => typeof item !== "object" || item === null;
  /** Bytes of its own where they are not the value's; looks into other objects later. */
  const kept = (item: object): object => {
    if (!(item instanceof Uint8Array)) {
      pending.push(item);
      return item;
    }
    if (!buffers.includes(item.buffer)) return item;
    spendMemory(item.length);
    return new Uint8Array(item);
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    spendMemory(objectSize);
    if (next instanceof Map) {
      for (const [key, item] of next) {
        spendMemory(memberSize);
        if (isPlain(item)) continue;
        const own = kept(item);
        if (own !== item) next.set(key, own);
      }
      continue;
    }
    const fields = next as Record<string, unknown>;
    for (const key in fields) {
      spendMemory(memberSize);
      const item = fields[key];
      if (isPlain(item)) continue;
      const own = kept(item as object);
      if (own !== item) fields[key] = own;
    }
  }
}
