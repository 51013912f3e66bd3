/** Finds every function of a structure type: its own, its methods, and those of the types inside. */
import type { FunctionType, StructType, Type } from "@tyara/base";

/** The ids of all signatures reachable from a module's root. */
export function signatureIds(root: StructType): ReadonlySet<string> {
  const ids = new Set<string>();
  const seen = new Set<Type>();
  const pending: Type[] = [root];
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    if (type.kind === "function") addIds(ids, type);
    else if (type.kind === "array") pending.push(type.item);
    else if (type.kind === "map") pending.push(type.value);
    else if (type.kind === "struct") {
      for (const field of type.fields.values()) pending.push(field.type);
      for (const method of type.methods?.values() ?? []) addIds(ids, method);
    }
  }
  return ids;
}

function addIds(ids: Set<string>, type: FunctionType): void {
  for (const signature of type.signatures) ids.add(signature.id);
}
