/**
 * Source text as a terminal may show it: how many columns each character takes, and harmless pictures in place of
 * characters that a terminal must not be given (`printable` of base escapes these in all other texts).
 */
import { isPrintable } from "@tyara/base";

const TAB = "    ";

/** One character as shown. */
export interface VisibleCharacter {
  readonly text: string;
  /** Columns of a terminal: 0, 1, 2, or more for a tab. */
  readonly width: number;
}

/** What to show for a code point. */
export function visibleCharacter(codePoint: number): VisibleCharacter {
  if (codePoint === 0x09) return { text: TAB, width: TAB.length };
  if (codePoint < 0x20) return { text: String.fromCodePoint(0x2400 + codePoint), width: 1 };
  if (codePoint < 0x7f) return { text: String.fromCodePoint(codePoint), width: 1 };
  if (codePoint === 0x7f) return { text: "\u2421", width: 1 };
  const text = String.fromCodePoint(codePoint);
  return isPrintable(text) ? { text, width: displayWidth(text) } : { text: "\ufffd", width: 1 };
}

/** A whole text made visible. */
export function visibleText(text: string): string {
  return Array.from(text, (character) => visibleCharacter(character.codePointAt(0)!).text).join("");
}

const NO_WIDTH = /^[\p{Mn}\p{Me}]$/u;

/** Blocks whose characters take two columns (East Asian wide, emoji), as first and last code points. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function displayWidth(character: string): number {
  const codePoint = character.codePointAt(0)!;
  if (codePoint < 0x300) return 1;
  if (WIDE.some(([first, last]) => codePoint >= first && codePoint <= last)) return 2;
  return NO_WIDTH.test(character) ? 0 : 1;
}
