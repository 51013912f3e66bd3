/** What there is to say of a pattern besides what is written: its bytes or text, its forms, and how it is looked for. */
import {
  type ExplainedPattern,
  explainPattern,
  type HexToken,
  type Pattern,
  type SourceSegment,
} from "tyara/editor";
import { code, shortened } from "./markdown.ts";

/** Limit: bytes of a pattern that are shown. */
const SHOWN_BYTES = 64;

/** The pattern of a name in a sound rule. */
export function patternOf({ item }: SourceSegment, name: string): Pattern | undefined {
  return item?.kind === "rule" ? item.patterns.find((one) => one.name.name === `$${name}`) : undefined;
}

const explained = new WeakMap<Pattern, { readonly facts: ExplainedPattern | undefined }>();

/** How a pattern is looked for. */
export function factsOf(pattern: Pattern): ExplainedPattern | undefined {
  let known = explained.get(pattern);
  if (known === undefined) explained.set(pattern, (known = { facts: explainPattern(pattern) }));
  return known.facts;
}

/** Lines of Markdown. */
export function patternNotes(pattern: Pattern): string[] {
  const facts = factsOf(pattern);
  return [...valueNotes(pattern), ...formNotes(pattern), ...(facts === undefined ? [] : searchNotes(facts))];
}

function valueNotes(pattern: Pattern): string[] {
  if (pattern.kind === "text") return [`Bytes: ${code(hexOf(pattern.value))}`];
  if (pattern.kind !== "hex") return [];
  const text = textOfHex(pattern.tokens);
  return text === undefined ? [] : [`Text: ${code(text)}`];
}

function formNotes(pattern: Pattern): string[] {
  if (pattern.kind !== "text") return [];
  const notes: string[] = [];
  for (const modifier of pattern.modifiers) {
    if (modifier.kind === "wide") notes.push(`Wide: ${code(hexOf(widened(pattern.value)))}`);
    else if (modifier.kind === "xor") notes.push(xorNote(pattern.value, modifier.start, modifier.end));
    else if (modifier.kind === "base64" || modifier.kind === "base64wide") {
      const forms = base64Forms(pattern.value, modifier.alphabet?.value);
      if (forms.length > 0) notes.push(`In ${modifier.kind}: ${forms.map(code).join(", ")}`);
    }
  }
  return notes;
}

function searchNotes({ atoms, isSlow, minLength, maxLength, kinds }: ExplainedPattern): string[] {
  const length = minLength === maxLength ? String(minLength) : `${minLength} to ${bounded(maxLength)}`;
  const search =
    atoms.length === 0
      ? kinds.includes("anchored")
        ? "looked at in one place only"
        : "no bytes to look for: every place is tried"
      : `looks for ${atoms.slice(0, 4).map(code).join(", ")}${atoms.length > 4 ? ` and ${atoms.length - 4} more` : ""}`;
  return [`Length: ${length} bytes. Search: ${search}; ${isSlow ? "**slow**" : "fast"}.`];
}

const bounded = (length: number): string => (Number.isFinite(length) ? String(length) : "any number of");

/** Bytes as pairs of digits. */
export function hexOf(bytes: Uint8Array): string {
  const pairs = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, "0"));
  return `${pairs.join(" ").toUpperCase()}${bytes.length > SHOWN_BYTES ? " …" : ""}`;
}

/** What a hex pattern looks like as text, if there is text in it: other bytes are dots. */
export function textOfHex(tokens: readonly HexToken[]): string | undefined {
  let text = "";
  let letters = 0;
  for (const token of tokens) {
    if (token.kind === "bytes")
      for (const byte of token.value) {
        const isShown = byte >= 0x20 && byte < 0x7f;
        letters += isShown ? 1 : 0;
        text += isShown ? String.fromCharCode(byte) : ".";
      }
    else text += token.kind === "byte" ? "?" : token.kind === "jump" ? "…" : "(…)";
  }
  return letters < 2 ? undefined : shortened(text, SHOWN_BYTES);
}

function widened(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  bytes.forEach((byte, i) => {
    wide[i * 2] = byte;
  });
  return wide;
}

function xorNote(bytes: Uint8Array, start: number, end: number): string {
  const key = Math.max(start, 1);
  const example = hexOf(bytes.map((byte) => byte ^ key));
  const keys = start === end ? `0x${hexByte(start)}` : `0x${hexByte(start)} to 0x${hexByte(end)}`;
  return `XOR with ${keys}; with 0x${hexByte(key)}: ${code(example)}`;
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, "0");

const standardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The characters that stand for the text wherever it begins in base64: those that other bytes change are left out. */
export function base64Forms(bytes: Uint8Array, alphabet: string = standardAlphabet): string[] {
  const forms: string[] = [];
  const shown = bytes.subarray(0, SHOWN_BYTES);
  for (let before = 0; before < 3; before++) {
    const bits = [...new Uint8Array(before), ...shown];
    let form = "";
    for (let i = 0; i + 2 < bits.length + 2; i += 3) {
      const [a = 0, b = 0, c = 0] = bits.slice(i, i + 3);
      const group = (a << 16) | (b << 8) | c;
      for (let shift = 18; shift >= 0; shift -= 6) form += alphabet.charAt((group >> shift) & 63);
    }
    const first = before === 0 ? 0 : before + 1;
    const length = Math.floor((bits.length * 8) / 6);
    if (length > first) forms.push(form.slice(first, length));
  }
  return [...new Set(forms)];
}
