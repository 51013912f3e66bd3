// When engines disagree about a pattern, a third opinion says who is right (matcher.mjs), asked at every offset in question. What is
// left is unexplained.
import { compile, findEnd } from "./matcher.mjs";

const MOST_OFFSETS = 5;
const compiled = new WeakMap();

/**
 * Why the reference's matches differ from ours: the name of a kind of difference, of which docs/known-differences.md speaks, or
 * undefined when that is our fault as far as one can tell.
 */
export function explain(pattern, data, theirs, ours) {
  if (pattern.forms === undefined) return explainLengths(pattern, theirs, ours);
  const text = Buffer.from(data).toString("latin1");
  const expected = new Map(theirs.map(({ offset, length }) => [offset, length]));
  const found = new Map(ours.map(({ offset, length }) => [offset, length]));
  const differing = [...new Set([...expected.keys(), ...found.keys()])].filter(
    (offset) => expected.get(offset) !== found.get(offset),
  );
  const kinds = new Set();
  for (const offset of differing.slice(0, MOST_OFFSETS))
    kinds.add(kindAt(pattern, text, offset, expected.get(offset), found.get(offset)));
  return kinds.has(undefined) ? undefined : [...kinds].sort()[0];
}

/** The pattern with another text, as far as it can still be judged then; undefined where it cannot. */
export function withText(pattern, text) {
  if (pattern.forms === undefined) return { ...pattern, text };
  const [, hex] = /^\{(.*)\}$/s.exec(text) ?? [];
  const [, regexp, flags] = /^\/(.*)\/(s?)(?: fullword)?$/s.exec(text) ?? [];
  if (hex === undefined && regexp === undefined) return undefined;
  const source = hex === undefined ? regexp.replaceAll(".", flags === "s" ? "[^]" : "[^\\n]") : fromHex(hex);
  const forms = [{ source, isWide: false }];
  return { ...pattern, text, forms, fullword: text.endsWith(" fullword") };
}

function fromHex(text) {
  const digits = "0123456789abcdef";
  const tokens = text.match(/\[[^\]]*\]|~?[0-9a-f?]{2}|[()|]/g) ?? [];
  return tokens
    .map((token) =>
      token.length === 1 ? token.replace("(", "(?:") : token[0] === "[" ? jump(token) : byte(token),
    )
    .join("");

  function jump(token) {
    const [, from, dash, to] = /^\[(\d*)(-?)(\d*)\]$/.exec(token);
    return `[^]{${from || 0}${dash ? `,${to}` : ""}}?`;
  }

  function byte(token) {
    const [high, low] = token.slice(-2);
    if (token === "??") return "[^]";
    const members =
      low === "?"
        ? [...digits].map((digit) => high + digit)
        : high === "?"
          ? [...digits].map((digit) => digit + low)
          : [high + low];
    return `[${token[0] === "~" ? "^" : ""}${members.map((member) => `\\x${member}`).join("")}]`;
  }
}

// Two forms at one offset: which counts depends on the reference's filter, and that on the data's length.
function explainLengths({ lengths = [], isBase64 }, theirs, ours) {
  const isForm = ({ length }) => isBase64 || (lengths.length === 2 && lengths.includes(length));
  const isSame = theirs.length === ours.length && theirs.every(({ offset }, i) => offset === ours[i].offset);
  return isSame && theirs.every(isForm) ? "two forms" : undefined;
}

function kindAt(pattern, text, offset, theirs, ours) {
  const lengths = pattern.forms.map((form) => lengthAt(form, text, offset, pattern));
  const right = lengths.filter((length) => length !== undefined);
  if (ours === undefined ? right.length > 0 : !right.includes(ours)) return undefined;
  if (theirs === undefined) return "lost";
  if (right.includes(theirs)) return "two forms";
  if (!pattern.forms.some((form) => canHaveLength(form, text, offset, theirs))) return "impossible";
  return ours === undefined
    ? "another length is a word"
    : pattern.hasAlternatives
      ? "order"
      : "another length";
}

// Undefined: no match.
function lengthAt(form, text, offset, { fullword }) {
  const end = findEnd(compiledOf(form), text, offset);
  if (end === undefined || (fullword && !isDelimited(text, offset, end, form.isWide))) return undefined;
  return end - offset;
}

function compiledOf(form) {
  let pattern = compiled.get(form);
  if (pattern === undefined) {
    pattern = compile(form.source);
    compiled.set(form, pattern);
  }
  return pattern;
}

function isDelimited(text, start, end, isWide) {
  const isWord = (at) => /^[0-9A-Za-z]$/.test(text[at] ?? "");
  if (!isWide) return !isWord(start - 1) && !isWord(end);
  const isWideWord = (at) => text[at + 1] === "\0" && isWord(at);
  return !isWideWord(start - 2) && !isWideWord(end);
}

function canHaveLength(form, text, offset, length) {
  return findEnd(compiledOf(form), text, offset, (end) => end === offset + length) !== undefined;
}
