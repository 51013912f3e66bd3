export type { LiteralSpec, PatternForms, PatternSpec, RegexpSpec } from "./pattern.ts";
