/**
 * Bytes that are no compiled rules, rules of another version of Tyara, or damaged ones. Most damage is seen when the bytes
 * are read; code that is not sound when the first scanner is made; and what shows only while the rules run ends that scan.
 */
export class RuleFormatError extends Error {
  override readonly name = "RuleFormatError";
}
