/**
 * The formatter of rules, published as `tyara/format`.
 *
 * @packageDocumentation
 */
export {
  type FormatEdits,
  type FormatEditsOptions,
  type FormatOptions,
  type FormatRefusal,
  type FormatResult,
  format,
  formatEdits,
  type TextEdit,
} from "@tyara/format";
