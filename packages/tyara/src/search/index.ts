export { buildTables, type TableOptions } from "./build-tables.ts";
export { describePattern } from "./describe.ts";
export { kernelBytes } from "./kernel.ts";
export type { LiteralSpec, PatternForms, PatternSpec, RegexpSpec } from "./pattern.ts";
export { Searcher, type SearchKernel } from "./searcher.ts";
export type { PatternFacts, SearchDecision, SearchTables, SubPatternKind } from "./tables.ts";
