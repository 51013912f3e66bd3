/**
 * Text that a terminal or a log may be given. Names of files, scanned bytes and rules come from strangers: what they hold must
 * not move the cursor, change colours or titles, turn the reading direction round, hide, or pass for another line.
 */

/**
 * What is never written as it is: controls, line and paragraph separators, lone surrogates, and what takes no room of its own
 * (bidirectional controls, joiners, fillers, variation selectors, tags). Nine code points that have no character yet are
 * shown, as terminals do.
 */
const UNPRINTABLE = /(?![\ufff0-\ufff8])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, "gu");
const EVERY_UNPRINTABLE_BUT_LINE_ENDS = new RegExp(`(?!\\n)${UNPRINTABLE.source}`, "gu");

/** Whether a terminal can show the character, and shows it where it stands. */
export function isPrintable(character: string): boolean {
  return !UNPRINTABLE.test(character);
}

/** The text in one line: what is not printable is written as `\x1b`, `\u202e` or `\u{e0001}`. */
export function printable(text: string): string {
  return escapeUnprintable(text, escapeCharacter);
}

/** The text with another notation for what is not printable; a character is given as one or two code units. */
export function escapeUnprintable(text: string, notation: (character: string) => string): string {
  return text.replace(EVERY_UNPRINTABLE, notation);
}

/** As {@link printable}, but line feeds stay: for texts of several lines. */
export function printableLines(text: string): string {
  return text.replace(EVERY_UNPRINTABLE_BUT_LINE_ENDS, escapeCharacter);
}

/** JSON text that means the same and is printable: JSON itself escapes no more than U+0000 to U+001F and lone surrogates. */
export function printableJson(json: string): string {
  return json.replace(EVERY_UNPRINTABLE_BUT_LINE_ENDS, escapeCodeUnits);
}

function escapeCharacter(character: string): string {
  const codePoint = character.codePointAt(0)!;
  const digits = codePoint.toString(16);
  if (codePoint < 0x80) return `\\x${digits.padStart(2, "0")}`;
  return codePoint < 0x1_0000 ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

function escapeCodeUnits(character: string): string {
  let escaped = "";
  for (let i = 0; i < character.length; i++)
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escaped;
}
