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
