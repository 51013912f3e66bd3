/** Scanning in worker threads. */
import { ScannerPool } from "tyara/pool";
import { openRuleSet, type RuleSetFile } from "./rule-set.ts";
import type { Scan } from "./scan-objects.ts";

export interface ScanPool {
  readonly scan: Scan;
  close(): Promise<void>;
}

/** Throws {@link HuntError} when the rules are forged or of another version. */
export async function openScanPool(ruleSet: RuleSetFile, threads: number): Promise<ScanPool> {
  const pool = new ScannerPool(openRuleSet(ruleSet), { workers: threads });
  await pool.ready();
  return {
    scan: (bytes, { timeoutMs, signal }) =>
      pool.scan(bytes, { timeoutMs, transfer: true, ...(signal !== undefined && { signal }) }),
    close: () => pool.terminate(),
  };
}
