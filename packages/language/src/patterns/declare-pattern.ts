/**
 * A pattern as declared → what the search looks for. Modifiers are checked against the kind of pattern and each other, in
 * YARA-X's order, so that of several mistakes the same one is reported.
 */
import type { Span } from "@tyara/base";
import { type Diagnostic, errors, type Footer, warnings } from "../diagnostics/index.ts";
import type { LiteralSpec, PatternForms, RegexpSpec } from "../ir/index.ts";
import { type Hir, parseRegexp, type RegexpError } from "../regexp/index.ts";
import type {
  HexPattern,
  Pattern,
  PatternModifier,
  RegexpLiteral,
  RegexpPattern,
  TextPattern,
} from "../syntax/index.ts";
import { checkAlphabet, customAlphabet } from "./base64-alphabet.ts";
import { hexKey, hexToHir } from "./hex.ts";
import { byteText, hirKey } from "./hir-key.ts";
import { reject } from "./rule-rejected.ts";

/** What is looked for, as if a match were enough; only the condition can tell more. */
export type PatternValue = Omit<LiteralSpec, "anchor"> | Omit<RegexpSpec, "anchor">;

export interface DeclaredPattern {
  readonly value: PatternValue;
  /** The same for patterns that look for the same thing. */
  readonly key: string;
  readonly isPrivate: boolean;
  /** Whether it is a regular expression in which case does not matter. */
  readonly isCaseInsensitive: boolean;
  /** What is wrong with it as a whole; reported when nothing else in the rule is wrong. */
  readonly problem?: Diagnostic;
  /** Where messages about its value point: for hex patterns what stands in braces, for others the whole declaration. */
  readonly span: Span;
}

export interface PatternOptions {
  readonly relaxedReSyntax: boolean;
}

type Modifiers = {
  readonly [Kind in PatternModifier["kind"]]?: PatternModifier & { readonly kind: Kind };
};

const NO_MODIFIERS: Modifiers = {};

/** Checks one declaration; the first mistake rejects the rule. */
export function declarePattern(
  pattern: Pattern,
  options: PatternOptions,
  warn: (diagnostic: Diagnostic) => void,
): DeclaredPattern {
  const modifiers = collectModifiers(pattern);
  switch (pattern.kind) {
    case "text":
      return declareText(pattern, modifiers);
    case "hex":
      return declareHex(pattern, modifiers, warn);
    case "regexp":
      return declareRegexp(pattern, modifiers, options, warn);
  }
}

/** The modifiers by kind; E020 for one that is given twice. */
function collectModifiers(pattern: Pattern): Modifiers {
  if (pattern.modifiers.length === 0) return NO_MODIFIERS;
  const modifiers: Partial<Record<PatternModifier["kind"], PatternModifier>> = {};
  for (const modifier of pattern.modifiers) {
    if (modifiers[modifier.kind] !== undefined) reject(errors.duplicatePatternModifier(modifier.span));
    // Own keys: kinds of modifiers.
    modifiers[modifier.kind] = modifier;
  }
  return modifiers as Modifiers;
}

function forms(modifiers: Modifiers): PatternForms {
  const wide = modifiers.wide !== undefined;
  return {
    ascii: modifiers.ascii !== undefined || !wide,
    wide,
    nocase: modifiers.nocase !== undefined,
    fullword: modifiers.fullword !== undefined,
  };
}

/** Pairs that contradict each other, in the order in which they are looked for. */
const CONTRADICTIONS = [
  ["xor", "nocase"],
  ["base64", "nocase"],
  ["base64wide", "nocase"],
  ["base64", "fullword"],
  ["base64wide", "fullword"],
  ["base64", "xor"],
  ["base64wide", "xor"],
] as const;

const MIN_BASE64_LENGTH = 3;

function refuseContradictions(modifiers: Modifiers): void {
  const { xor, base64, base64wide } = modifiers;
  if (xor === undefined && base64 === undefined && base64wide === undefined) return;
  for (const [first, second] of CONTRADICTIONS) {
    const [a, b] = [modifiers[first], modifiers[second]];
    if (a !== undefined && b !== undefined) rejectCombination(a, b);
  }
}

function declareText(pattern: TextPattern, modifiers: Modifiers): DeclaredPattern {
  if (pattern.modifiers.length > 1) refuseContradictions(modifiers);
  const { xor, base64, base64wide } = modifiers;
  if (base64?.alphabet) checkAlphabet(base64.alphabet);
  if (base64wide?.alphabet) checkAlphabet(base64wide.alphabet);
  if (xor !== undefined && xor.start > xor.end)
    reject(errors.invalidRange(xor.span, { lower: xor.start, upper: xor.end }));
  checkLength(pattern, modifiers);
  const plain = literalValue(pattern.value, forms(modifiers));
  const isPlain = xor === undefined && base64 === undefined && base64wide === undefined;
  const value = isPlain ? plain : { ...plain, ...encodings(modifiers) };
  return {
    value,
    key: literalKey(value),
    isPrivate: modifiers.private !== undefined,
    isCaseInsensitive: false,
    span: pattern.span,
  };
}

function encodings({
  xor,
  base64,
  base64wide,
}: Modifiers): Pick<LiteralSpec, "xor" | "base64" | "base64wide"> {
  return {
    ...(xor === undefined ? {} : { xor: { start: xor.start, end: xor.end } }),
    ...(base64 === undefined ? {} : { base64: customAlphabet(base64.alphabet) }),
    ...(base64wide === undefined ? {} : { base64wide: customAlphabet(base64wide.alphabet) }),
  };
}

function rejectCombination(first: PatternModifier, second: PatternModifier): never {
  const isInOrder = first.span.start < second.span.start;
  const [earlier, later] = isInOrder ? [first, second] : [second, first];
  return reject(
    errors.invalidModifierCombination(
      earlier.span,
      { first: first.kind, second: second.kind },
      {
        label: `\`${earlier.kind}\` stands here`,
        labels: [{ span: later.span, text: `and \`${later.kind}\` here` }],
      },
    ),
  );
}

function checkLength({ name, value, valueSpan }: TextPattern, modifiers: Modifiers): void {
  const demanding = modifiers.base64 ?? modifiers.base64wide;
  const minimum = demanding === undefined ? 1 : MIN_BASE64_LENGTH;
  if (value.length >= minimum) return;
  const footers: Footer[] =
    demanding === undefined
      ? []
      : [{ kind: "note", text: `\`${demanding.kind}\` needs at least ${minimum} bytes` }];
  reject(
    errors.invalidPattern(valueSpan, { name: name.name, problem: "this text is too short" }, { footers }),
  );
}

function declareHex(
  pattern: HexPattern,
  modifiers: Modifiers,
  warn: (diagnostic: Diagnostic) => void,
): DeclaredPattern {
  refuseModifiers(pattern, ["ascii", "wide", "nocase", "fullword", "xor", "base64", "base64wide"], "hex");
  const hir = hexToHir(pattern, warn);
  warnIfText(pattern, hir, warn);
  const value = byteValue(hir, HEX_FORMS, "hex");
  return {
    value,
    key: value.kind === "literal" ? literalKey(value) : `hex ${hexKey(pattern.tokens)}`,
    isPrivate: modifiers.private !== undefined,
    isCaseInsensitive: false,
    span: pattern.valueSpan,
  };
}

const HEX_FORMS: PatternForms = forms({});

function refuseModifiers(pattern: Pattern, kinds: readonly PatternModifier["kind"][], kind: string): void {
  const refused = pattern.modifiers.filter((modifier) => kinds.includes(modifier.kind));
  const first = refused.sort((a, b) => a.span.start - b.span.start)[0];
  if (first !== undefined) reject(errors.invalidPatternModifier(first.span, { kind }));
}

/** Hex patterns of nothing but readable text could be text (CW-22). */
function warnIfText({ valueSpan: span }: HexPattern, hir: Hir, warn: (diagnostic: Diagnostic) => void): void {
  if (hir.kind !== "literal" || !hir.bytes.every(isReadable)) return;
  const text = Array.from(hir.bytes, (byte) => ESCAPES[byte] ?? String.fromCharCode(byte)).join("");
  warn(warnings.textAsHex(span, { replacements: [{ span, text: `"${text}"` }] }));
}

const ESCAPES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\" };

const isReadable = (byte: number): boolean =>
  (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d;

function declareRegexp(
  pattern: RegexpPattern,
  modifiers: Modifiers,
  options: PatternOptions,
  warn: (diagnostic: Diagnostic) => void,
): DeclaredPattern {
  refuseModifiers(pattern, ["xor", "base64", "base64wide"], "regexp");
  const { regexp } = pattern;
  if (regexp.caseInsensitive && modifiers.nocase !== undefined)
    warnOfRedundancy(regexp, modifiers.nocase, warn);
  const caseInsensitive = regexp.caseInsensitive || modifiers.nocase !== undefined;
  const parsed = parseRegexp(regexp.source, {
    caseInsensitive,
    dotMatchesNewline: regexp.dotMatchesNewline,
    relaxed: options.relaxedReSyntax,
    context: "pattern",
  });
  if ("error" in parsed) return declareUnfit(pattern, parsed.error, modifiers);
  const { hir, isGreedy } = parsed.regexp;
  const value = byteValue(
    hir,
    { ...forms(modifiers), nocase: false },
    isGreedy === false ? "shortest" : "longest",
  );
  return {
    value,
    key: valueKey(value),
    isPrivate: modifiers.private !== undefined,
    isCaseInsensitive: caseInsensitive,
    span: pattern.span,
  };
}

function warnOfRedundancy(
  regexp: RegexpLiteral,
  nocase: PatternModifier,
  warn: (diagnostic: Diagnostic) => void,
): void {
  // The `i` is one of at most two letters behind the closing slash.
  const end = regexp.span.end;
  const start = regexp.dotMatchesNewline ? regexp.sourceSpan.end + 1 : end - 1;
  warn(
    warnings.redundantModifier(
      { start, end },
      { labels: [{ span: nocase.span, text: "so this adds nothing" }] },
    ),
  );
}

/** An expression that is sound by itself but no pattern: it matches the empty string, or is too large. */
function declareUnfit(pattern: RegexpPattern, error: RegexpError, modifiers: Modifiers): DeclaredPattern {
  const problem = regexpProblem(error, pattern.regexp, pattern.span);
  if (error.span !== undefined) reject(problem);
  const value = byteValue(UNFIT, forms(modifiers), "longest");
  const { span } = pattern;
  return {
    value,
    key: `unfit ${pattern.regexp.source}`,
    isPrivate: modifiers.private !== undefined,
    isCaseInsensitive: false,
    span,
    problem,
  };
}

/** Stands for an expression that is never searched for, because its rule is rejected. */
const UNFIT: Hir = { kind: "literal", bytes: new TextEncoder().encode("unfit") };

/** What the regular expression's parser found, at its place in the file; without a place, at `whole`. */
export function regexpProblem(error: RegexpError, literal: RegexpLiteral, whole: Span): Diagnostic {
  const base = literal.sourceSpan.start;
  const place = (span: Span | undefined): Span =>
    span === undefined ? whole : { start: base + span.start, end: base + span.end };
  const extra = {
    label: error.message,
    footers: error.note === undefined ? [] : [{ kind: "note", text: error.note } as const],
    labels:
      error.secondary === undefined
        ? []
        : [{ span: place(error.secondary.span), text: error.secondary.message }],
  };
  switch (error.code) {
    case "E014":
      return errors.invalidRegexp(place(error.span), { problem: error.message }, extra);
    case "E015":
      return errors.mixedGreediness(place(error.span), extra);
    case "E045":
      return errors.arbitraryRegexpPrefix(place(error.span), extra);
  }
}

/** What is but a run of bytes is looked for as text. */
function byteValue(hir: Hir, pattern: PatternForms, preference: RegexpSpec["preference"]): PatternValue {
  if (hir.kind === "literal") return literalValue(hir.bytes, pattern);
  return { kind: "regexp", hir, preference, ...pattern, isExistenceEnough: true };
}

function literalValue(
  bytes: Uint8Array,
  { ascii, wide, nocase, fullword }: PatternForms,
): PatternValue & { readonly kind: "literal" } {
  return { kind: "literal", bytes, ascii, wide, nocase, fullword, isExistenceEnough: true };
}

function valueKey(value: PatternValue): string {
  return value.kind === "literal"
    ? literalKey(value)
    : `${value.preference} ${formsKey(value)} ${hirKey(value.hir)}`;
}

function literalKey(value: PatternValue & { readonly kind: "literal" }): string {
  const { xor, base64, base64wide } = value;
  if (xor === undefined && base64 === undefined && base64wide === undefined)
    return `${formsKey(value)} ${byteText(value.bytes)}`;
  const alphabets = [base64, base64wide].map((form) => (form === undefined ? "-" : (form.alphabet ?? "+")));
  return `text ${formsKey(value)} ${xor === undefined ? "" : `${xor.start}-${xor.end}`} ${alphabets.join(" ")} ${byteText(value.bytes)}`;
}

const formsKey = ({ ascii, wide, nocase, fullword }: PatternForms): string =>
  `${ascii ? "a" : ""}${wide ? "w" : ""}${nocase ? "i" : ""}${fullword ? "f" : ""}`;
