export type { Extra, Text } from "./build-diagnostic.ts";
export type { Diagnostic, Footer, Label, Replacement, Source } from "./diagnostic.ts";
export {
  ERROR_CODES,
  type Explanation,
  errors,
  explanations,
  WARNING_CODES,
  warnings,
} from "./generated/messages.ts";
export { LineIndex, type LineRange, type Position } from "./line-index.ts";
export { type DiagnosticJson, DiagnosticRenderer, type LabelJson, type RenderOptions } from "./render.ts";
export { ansiStyle, plainStyle, type Style } from "./style.ts";
