/** The documentation of an item, when somebody looks at it. */
import type { StructType, Type } from "tyara/editor";
import type { CompletionItem } from "vscode-languageserver";
import type { Workspace } from "../workspace/workspace.ts";
import { type FieldItemData, fieldDocumentation, functionDocumentation } from "./completion-items.ts";

export function resolveCompletion(workspace: Workspace, item: CompletionItem): CompletionItem {
  const data = item.data as Partial<FieldItemData> | undefined;
  if (typeof data?.owner !== "string" || typeof data.field !== "string") return item;
  const struct = findStruct(workspace, data.owner);
  const method = struct?.methods?.get(data.field);
  const field = struct?.fields.get(data.field) ?? (method && { name: data.field, type: method });
  if (field === undefined) return item;
  const documentation =
    field.type.kind === "function"
      ? functionDocumentation(data.owner, field, data.nth ?? 0)
      : fieldDocumentation(field);
  return documentation === undefined ? item : { ...item, documentation };
}

/** The structure of a name: names begin with that of their module. */
function findStruct({ checker }: Workspace, name: string): StructType | undefined {
  const schema = checker.modules.get(name.split(".", 1)[0]!)?.schema;
  if (schema === undefined) return undefined;
  const seen = new Set([schema]);
  for (const struct of seen) {
    if (struct.name === name) return struct;
    for (const { type } of struct.fields.values()) {
      const inner = innermost(type);
      if (inner.kind === "struct") seen.add(inner);
    }
  }
  return undefined;
}

function innermost(type: Type): Type {
  let inner = type;
  while (inner.kind === "array" || inner.kind === "map")
    inner = inner.kind === "array" ? inner.item : inner.value;
  return inner;
}
