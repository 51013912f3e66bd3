/**
 * The formatter of rules. It decides for each token of the lossless tree what white space stands in front of it, and nothing
 * else, so that no comment, no token and no mistake of the author can be lost.
 */
export { applyEdits } from "./apply-edits.ts";
export type { TextEdit } from "./edits.ts";
export {
  type FormatEdits,
  type FormatEditsOptions,
  type FormatRefusal,
  type FormatResult,
  format,
  formatEdits,
} from "./format.ts";
export type { FormatOptions } from "./options.ts";
