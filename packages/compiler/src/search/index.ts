export { type BuiltTables, buildTables, type TableOptions } from "./build-tables.ts";
export type { ByteRun } from "./byte-run.ts";
export { describePattern } from "./describe.ts";
export { planPatterns } from "./plan.ts";
export { requiredRunsCost } from "./required-runs.ts";
