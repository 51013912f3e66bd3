export { type BuiltTables, buildTables, type TableOptions } from "./build-tables.ts";
export { chooseKernel, type KernelChoice, type KernelVariant } from "./choose-kernel.ts";
export { describePattern } from "./describe.ts";
export { CodeMeter, Kernel, type KernelInstance, searchKernel } from "./kernel.ts";
export type { LiteralSpec, PatternForms, PatternSpec, RegexpSpec } from "./pattern.ts";
export { Searcher, type SearchKernel } from "./searcher.ts";
export type { PatternFacts, SearchDecision, SearchTables, Sight, SubPatternKind } from "./tables.ts";
export { prefilters } from "./tables.ts";
