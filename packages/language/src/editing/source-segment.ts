import type { Span } from "@tyara/base";
import type { Diagnostic, Source } from "../diagnostics/index.ts";
import {
  type Identifier,
  type Item,
  ItemReader,
  parse,
  type Segment,
  SourceText,
  type SyntaxTree,
} from "../syntax/index.ts";

/**
 * One import, include or rule of a source, with the trivia before it. Its spans count bytes from its own begin, so it stays
 * as it is when something changes elsewhere in the source; it is itself the `source` that diagnostics of it name.
 */
export class SourceSegment implements Source {
  readonly text: string;
  readonly origin?: string;
  /** Whether the item has a mistake of syntax. */
  readonly isBroken: boolean;
  /** Whether there is an item at all. */
  readonly isEmpty: boolean;
  /** The name of the rule, when it is broken. */
  readonly brokenRule: Identifier | undefined;
  /** Mistakes of syntax. They may lie behind the segment's end, on the first tokens of the next. */
  readonly diagnostics: readonly Diagnostic[];
  #content: SourceText | undefined;
  #item: Item | undefined;
  #tree: SyntaxTree | undefined;

  constructor(text: string, segment: Segment, origin: string | undefined) {
    this.text = text;
    if (origin !== undefined) this.origin = origin;
    this.isEmpty = segment.isTrivia;
    this.isBroken = !segment.isTrivia && segment.item === undefined;
    const shift = -segment.start;
    const { brokenRule } = segment;
    this.brokenRule = brokenRule && { ...brokenRule, span: shifted(brokenRule.span, shift) };
    this.diagnostics = segment.diagnostics.map((one) => withSource(shiftedDiagnostic(one, shift), this));
  }

  /** The text by bytes. */
  get content(): SourceText {
    return (this.#content ??= new SourceText(this.text));
  }

  /** The item, if it is sound. Parsed when it is first asked for. */
  get item(): Item | undefined {
    if (this.isBroken || this.isEmpty) return undefined;
    return (this.#item ??= new ItemReader(this.content).next());
  }

  /** The lossless tree of the segment, as if it were a source by itself. Parsed when it is first asked for. */
  get tree(): SyntaxTree {
    return (this.#tree ??= parse(this.text).tree);
  }
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function shiftedDiagnostic(diagnostic: Diagnostic, by: number): Diagnostic {
  const { labels, replacements } = diagnostic;
  return {
    ...diagnostic,
    labels: labels.map((label) => ({ ...label, span: shifted(label.span, by) })),
    replacements: replacements.map((one) => ({ ...one, span: shifted(one.span, by) })),
  };
}

function withSource(diagnostic: Diagnostic, source: Source): Diagnostic {
  return {
    ...diagnostic,
    labels: diagnostic.labels.map((label) => ({ ...label, source })),
    replacements: diagnostic.replacements.map((one) => ({ ...one, source })),
  };
}
