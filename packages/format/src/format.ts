import type { Span } from "@tyara/base";
import type { Diagnostic } from "@tyara/language/diagnostics";
import { parse, SyntaxTree, Token } from "@tyara/language/syntax";
import { applyEdits } from "./apply-edits.ts";
import { editsOf, type TextEdit } from "./edits.ts";
import { layOutFile } from "./lay-out-file.ts";
import { minimise } from "./minimise.ts";
import { type FormatOptions, styleOf } from "./options.ts";
import { Page } from "./page.ts";
import { findChangedToken } from "./same-tokens.ts";

/** Why a source was left as it is. */
export interface FormatRefusal {
  /** A sentence without a period. */
  readonly message: string;
  /** What it is about, in bytes of the source. */
  readonly span: Span;
  /** True when the formatter itself is wrong: it would have changed a token. Please report the source. */
  readonly isBug: boolean;
}

/** What {@link format} returns. */
export interface FormatResult {
  /** The formatted source; the source itself where it was refused. */
  readonly text: string;
  readonly isChanged: boolean;
  /** Absent when all is well. Mistakes of syntax are none: what the parser does not understand stays as it is. */
  readonly refusal?: FormatRefusal;
}

/** What {@link formatEdits} returns. */
export interface FormatEdits {
  /** In order, without overlap, and each as small as can be. They replace white space by white space. */
  readonly edits: readonly TextEdit[];
  /** As in {@link FormatResult}; there are no edits then. */
  readonly refusal?: FormatRefusal;
}

/** Options of {@link formatEdits}. */
export interface FormatEditsOptions extends FormatOptions {
  /** Only lines that this part of the source touches, in bytes, are edited. Default: the whole source. */
  readonly range?: Span;
}

/**
 * Formats rules. Only white space changes, and that is checked before anything is returned. Formatting twice changes nothing
 * more. Between the comments `// fmt: off` and `// fmt: on` everything stays as it is. Takes time in the length of the source.
 *
 * @throws {TypeError} or {RangeError} naming the option that is wrong
 */
export function format(source: string | Uint8Array | SyntaxTree, options: FormatOptions = {}): FormatResult {
  const { tree, edits, text, refusal } = work(source, options);
  if (refusal !== undefined) return { text: tree.source.text, isChanged: false, refusal };
  return { text, isChanged: edits.length > 0 };
}

/**
 * The edits by which {@link format} changes a source: for editors, which keep cursors and folds where nothing changes.
 *
 * @throws {TypeError} or {RangeError} naming the option that is wrong
 */
export function formatEdits(
  source: string | Uint8Array | SyntaxTree,
  { range, ...options }: FormatEditsOptions = {},
): FormatEdits {
  const { tree, edits, refusal } = work(source, options);
  if (refusal !== undefined) return { edits: [], refusal };
  return { edits: minimise(tree.source.bytes, edits, range) };
}

interface Work {
  readonly tree: SyntaxTree;
  readonly edits: readonly TextEdit[];
  readonly text: string;
  readonly refusal?: FormatRefusal;
}

function work(source: string | Uint8Array | SyntaxTree, options: FormatOptions): Work {
  const style = styleOf(options);
  const { tree, diagnostics } =
    source instanceof SyntaxTree ? { tree: source, diagnostics: [] } : parse(source);
  const refusal = refusalOf(tree, diagnostics);
  if (refusal !== undefined) return { tree, edits: [], text: "", refusal };
  const page = new Page(tree, style);
  layOutFile(page);
  const edits = editsOf(page);
  if (edits.length === 0) return { tree, edits, text: tree.source.text };
  const edited = applyEdits(tree.source, edits);
  const changed = findChangedToken(page, edited);
  if (changed === undefined) return { tree, edits, text: edited.text };
  return { tree, edits: [], text: "", refusal: describeBug(page, changed) };
}

/** What is no text of rules, by the codes of the parser's diagnostics. */
const NOT_RULES = ["E032", "E204"];

function refusalOf(tree: SyntaxTree, diagnostics: readonly Diagnostic[]): FormatRefusal | undefined {
  for (const { code, title, labels } of diagnostics) {
    const [label] = labels;
    if (NOT_RULES.includes(code) && label !== undefined)
      return { message: title, span: label.span, isBug: false };
  }
  const { firstInvalidByte: at } = tree.source;
  if (at !== undefined)
    return { message: "the source is not UTF-8", span: { start: at, end: at + 1 }, isBug: false };
  const last = tree.tokenCount - 2;
  if (last >= 0 && tree.tokenKind(last) === Token.Excess)
    return { message: "the source has too many tokens", span: tree.tokenSpan(last), isBug: false };
  return undefined;
}

function describeBug({ tokens }: Page, token: number): FormatRefusal {
  const at = Math.min(token, tokens.count - 1);
  return {
    message: "this is a bug of the formatter: it would have changed this token, and has changed nothing",
    span: { start: tokens.starts[at]!, end: tokens.ends[at]! },
    isBug: true,
  };
}
