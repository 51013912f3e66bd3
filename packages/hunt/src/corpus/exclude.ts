/** Asks an index which objects need not be read, and tells what that saves. */
import { HuntError } from "../hunt-error.ts";
import type { Log } from "../operations/log.ts";
import type { LoadedRuleSet } from "../rule-set.ts";
import { IndexStore } from "./index-store.ts";
import { planHunt } from "./plan.ts";

/** Objects that no rule can match, with the version of which that is known. Throws {@link HuntError} when the index cannot answer. */
export async function excludedBy(
  folder: string,
  source: string,
  { requirements }: LoadedRuleSet,
  log: Log,
): Promise<ReadonlyMap<string, string>> {
  if (requirements === undefined)
    throw new HuntError("an index answers for rules that are given as sources, not for compiled ones");
  const { query, wide } = planHunt(requirements);
  for (const { rule, reason } of wide) log("warning", "this rule reads everything", { rule, reason });
  const store = await IndexStore.open(folder, source, { create: false });
  try {
    const { excluded, objects, bytesRead } = store.select(query);
    log("info", "index asked", {
      objects,
      excluded: excluded.size,
      wideRules: wide.length,
      indexBytesRead: bytesRead,
    });
    return excluded;
  } finally {
    store.close();
  }
}
