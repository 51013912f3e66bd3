/** Results that are kept until the scan ends: many rules ask the same. */
import type { FunctionContext } from "@tyara/language/modules";

/** Limit: results that one module keeps. Rules ask for a few; a loop that asks for a million different ones computes each. */
const MAX_KEPT = 1024;

/** What `compute` gives, computed at its first call in a scan; `name` is the module's own for it. */
export function onceAScan<T>({ cache }: Pick<FunctionContext, "cache">, name: string, compute: () => T): T {
  const known = cache.get(name) as T | undefined;
  if (known !== undefined || cache.has(name)) return known as T;
  const result = compute();
  if (cache.size < MAX_KEPT) cache.set(name, result);
  return result;
}
