/** Results that are kept until the scan ends: many rules ask the same. */
import type { FunctionContext } from "./module.ts";

/** What `compute` gives, computed at its first call in a scan; `name` is the module's own for it. */
export function onceAScan<T>({ cache }: Pick<FunctionContext, "cache">, name: string, compute: () => T): T {
  if (!cache.has(name)) cache.set(name, compute());
  return cache.get(name) as T;
}
