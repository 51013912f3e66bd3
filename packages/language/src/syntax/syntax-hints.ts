/** What an author may have meant who wrote what is no YARA, but something else in the language they know. */
import type { Span } from "@tyara/base";
import type { Extra } from "../diagnostics/index.ts";
import { KEYWORDS } from "./token.ts";

const NO_HINT: Extra = {};

/** What the operators of other languages are called here. */
const OPERATORS: Readonly<Record<string, string>> = { "&&": "and", "||": "or" };

const SIZE_UNIT = /^(?:[KMGT]i?B?|B)$/i;
/** How many of the unit that YARA has make one of these. */
const UNITS: Readonly<Record<string, readonly [number, string]>> = {
  k: [1, "KB"],
  m: [1, "MB"],
  g: [1024, "MB"],
  t: [1024 * 1024, "MB"],
};

/**
 * A hint for a syntax error: what helps, and what to write instead.
 *
 * @param bytes the source as a byte string.
 * @param span of the token that was not expected.
 * @param expected what was.
 */
export function syntaxHint(bytes: string, span: Span, expected: string): Extra {
  const found = bytes.slice(span.start, Math.min(span.end, span.start + 16));
  return (
    operatorHint(bytes, span.start) ??
    negationHint(bytes, span.start) ??
    sizeHint(bytes, span, found) ??
    keywordHint(found, expected) ??
    NO_HINT
  );
}

function operatorHint(bytes: string, start: number): Extra | undefined {
  for (const at of [start, start - 1]) {
    const name = OPERATORS[bytes.slice(Math.max(0, at), at + 2)];
    if (name === undefined) continue;
    const operator = bytes.slice(at, at + 2);
    return help(`write \`${name}\` for \`${operator}\``, { start: at, end: at + 2 }, name);
  }
  return undefined;
}

/** `!` stands for the length of a match; it negates nothing. */
function negationHint(bytes: string, start: number): Extra | undefined {
  let at = start;
  if (bytes[at] !== "!") {
    // The place may be behind a word that the sign was taken together with, or behind a space.
    at--;
    while (at > 0 && start - at < 64 && /[\w ]/.test(bytes[at]!)) at--;
    if (bytes[at] !== "!") return undefined;
  }
  if (bytes[at + 1] === "=") return undefined;
  const isSpaced = bytes[at + 1] === " ";
  return help(
    "write `not` for `!`, which stands for the length of a match",
    { start: at, end: at + 1 },
    isSpaced ? "not" : "not ",
  );
}

function sizeHint(bytes: string, span: Span, found: string): Extra | undefined {
  if (!SIZE_UNIT.test(found)) return undefined;
  const digits = /\d+$/.exec(bytes.slice(Math.max(0, span.start - 20), span.start))?.[0];
  if (digits === undefined) return undefined;
  const [factor, unit] = UNITS[found[0]!.toLowerCase()] ?? [1, ""];
  const size = `${BigInt(digits) * BigInt(factor)}${unit}`;
  return help(
    `sizes are written in \`KB\` or \`MB\``,
    { start: span.start - digits.length, end: span.end },
    size,
  );
}

function keywordHint(found: string, expected: string): Extra | undefined {
  if (!KEYWORDS.has(found) || !expected.includes("identifier")) return undefined;
  return { footers: [{ kind: "note", text: `\`${found}\` is a keyword, which nothing can be called` }] };
}

function help(text: string, span: Span, replacement: string): Extra {
  return { footers: [{ kind: "help", text }], replacements: [{ span, text: replacement }] };
}
