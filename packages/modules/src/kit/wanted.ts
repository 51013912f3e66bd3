/** Which parts of a module's value are asked for. */
import type { ModuleInput } from "@tyara/language/modules";

/** Whether somebody reads one of these top-level fields. */
export type Wants = (...fields: readonly string[]) => boolean;

export function wantsOf({ wanted }: Pick<ModuleInput, "wanted">): Wants {
  return wanted === undefined ? () => true : (...fields) => fields.some((field) => wanted.has(field));
}
