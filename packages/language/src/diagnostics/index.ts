export type { Extra, Text } from "./build-diagnostic.ts";
export type { Diagnostic, Footer, Label, Replacement, Source } from "./diagnostic.ts";
export {
  type DiagnosticData,
  diagnosticData,
  type LabelData,
  type PlaceData,
  type ReplacementData,
} from "./diagnostic-data.ts";
export { type Explanation, explanations } from "./generated/explanations.ts";
export {
  ERROR_CODES,
  errors,
  WARNING_CODES,
  warnings,
} from "./generated/messages.ts";
export { LineIndex, type LineRange, lineIndexOf, type Position } from "./line-index.ts";
export { type DiagnosticJson, DiagnosticRenderer, type LabelJson, type RenderOptions } from "./render.ts";
export { ansiStyle, plainStyle, type Style } from "./style.ts";
