/**
 * Diagnostics as text for people and as JSON for programs.
 *
 * The first two lines are those that YARA-X's tools print and scripts look for: `error[E009]: title` and
 * ` --> origin:LINE:COLUMN` (`line:LINE:COLUMN` when the source has no name). Below come the marked lines of each source,
 * the footers, and what to change. A label over several lines is marked on its first and its last one.
 */
import type { Diagnostic, Label, Replacement, Source } from "./diagnostic.ts";
import { type Mark, renderLine } from "./excerpt.ts";
import { DIAGNOSTIC_TYPES } from "./generated/messages.ts";
import { type LineIndex, lineIndexOf, type Position } from "./line-index.ts";
import { plainStyle, type Style } from "./style.ts";
import { visibleText } from "./visible-text.ts";

export interface RenderOptions {
  /** Default: no colours. */
  readonly style?: Style;
  /** Columns of source text shown; default 140. */
  readonly width?: number;
}

/** The JSON form of a diagnostic, the same for errors and warnings (CE-50). */
export interface DiagnosticJson {
  readonly type: string;
  readonly code: string;
  readonly title: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly labels: readonly LabelJson[];
  readonly footers: readonly { readonly level: string; readonly text: string }[];
  /** The rendered text, plain. */
  readonly text: string;
}

export interface LabelJson {
  readonly level: string;
  readonly code_origin: string | null;
  readonly line: number;
  readonly column: number;
  /** Byte offsets. */
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
}

const DEFAULT_WIDTH = 140;

/** Renders diagnostics. */
export class DiagnosticRenderer {
  private readonly style: Style;
  private readonly width: number;

  constructor(options: RenderOptions = {}) {
    this.style = options.style ?? plainStyle;
    this.width = options.width ?? DEFAULT_WIDTH;
  }

  /** The report, without a line break at its end. */
  render(diagnostic: Diagnostic): string {
    const blocks = this.sourceBlocks(diagnostic);
    const gutter = String(Math.max(0, ...blocks.map((block) => block.lastLine))).length;
    const lines = [this.headline(diagnostic)];
    blocks.forEach((block, nth) => {
      lines.push(...this.renderBlock(block, gutter, nth === 0, diagnostic));
    });
    lines.push(...this.footers(diagnostic, gutter));
    lines.push(...this.changes(diagnostic.replacements, gutter));
    return lines.join("\n");
  }

  json(diagnostic: Diagnostic): DiagnosticJson {
    const primary = diagnostic.labels[0];
    const position = primary && this.position(primary);
    return {
      type: DIAGNOSTIC_TYPES[diagnostic.code] ?? diagnostic.code,
      code: diagnostic.code,
      title: diagnostic.title,
      line: position?.line ?? null,
      column: position?.column ?? null,
      labels: diagnostic.labels.map((label) => this.labelJson(label, diagnostic)),
      footers: diagnostic.footers.map(({ kind, text }) => ({ level: kind, text })),
      text: new DiagnosticRenderer({ width: this.width }).render(diagnostic),
    };
  }

  /** Line and column of a label, `undefined` when it has no source. */
  position(label: Label): Position | undefined {
    return label.source && lineIndexOf(label.source).position(label.span.start);
  }

  private labelJson(label: Label, diagnostic: Diagnostic): LabelJson {
    const { line, column } = this.position(label) ?? { line: 0, column: 0 };
    return {
      level: label.kind === "primary" ? diagnostic.severity : "note",
      code_origin: label.source?.origin ?? null,
      line,
      column,
      span: { start: label.span.start, end: label.span.end },
      text: label.text,
    };
  }

  private headline({ severity, code, title }: Diagnostic): string {
    return `${this.style[severity](`${severity}[${code}]`)}${this.style.strong(`: ${visibleText(title)}`)}`;
  }

  private sourceBlocks(diagnostic: Diagnostic): SourceBlock[] {
    const blocks: SourceBlock[] = [];
    for (const label of diagnostic.labels) {
      if (label.source === undefined) continue;
      let block = blocks.find((other) => other.source === label.source);
      if (block === undefined) {
        const index = lineIndexOf(label.source);
        block = {
          source: label.source,
          index,
          at: index.position(label.span.start),
          marks: new Map(),
          lastLine: 0,
        };
        blocks.push(block);
      }
      addMarks(block, label);
    }
    return blocks;
  }

  private renderBlock(
    block: SourceBlock,
    gutter: number,
    isFirst: boolean,
    diagnostic: Diagnostic,
  ): string[] {
    const { frame, strong } = this.style;
    const blank = " ".repeat(gutter);
    const origin = block.source.origin === undefined ? "line" : visibleText(block.source.origin);
    const arrow = frame(`${blank}${isFirst ? "-->" : ":::"}`);
    const out = [`${arrow} ${origin}:${block.at.line}:${block.at.column}`, frame(`${blank} |`)];
    const style = (text: string, isPrimary: boolean) =>
      (isPrimary ? this.style[diagnostic.severity] : frame)(text);
    let previous: number | undefined;
    for (const [line, marks] of [...block.marks].sort(([a], [b]) => a - b)) {
      if (previous !== undefined && line > previous + 1) out.push(frame("..."));
      previous = line;
      const rows = renderLine(block.source.text, block.index.lineRange(line), marks, this.width, style);
      rows.forEach((row, nth) => {
        const head = nth === 0 ? frame(`${String(line + 1).padStart(gutter)} |`) : frame(`${blank} |`);
        out.push(row === "" ? head : `${head} ${nth === 0 ? strong(row) : row}`);
      });
    }
    return out;
  }

  private footers({ footers }: Diagnostic, gutter: number): string[] {
    if (footers.length === 0) return [];
    const { frame, strong } = this.style;
    const blank = " ".repeat(gutter);
    const lines = [frame(`${blank} |`)];
    for (const { kind, text } of footers) {
      const [first, ...rest] = text.split("\n").map(visibleText);
      lines.push(`${frame(`${blank} =`)} ${strong(`${kind}:`)} ${first}`);
      for (const line of rest) lines.push(`${blank}   ${" ".repeat(kind.length + 2)}${line}`);
    }
    return lines;
  }

  private changes(replacements: readonly Replacement[], gutter: number): string[] {
    const shown = replacements.filter((replacement) => replacement.source !== undefined);
    if (shown.length === 0) return [];
    const { frame, help } = this.style;
    const blank = " ".repeat(gutter);
    const lines = [`${help("help:")} consider this change`, frame(`${blank} |`)];
    for (const replacement of shown) lines.push(...this.change(replacement, replacement.source!, gutter));
    lines.push(frame(`${blank} |`));
    return lines;
  }

  private change(replacement: Replacement, source: Source, gutter: number): string[] {
    const { frame, removed, added } = this.style;
    const index = lineIndexOf(source);
    const first = index.lineAt(replacement.span.start);
    const { start } = index.lineRange(first);
    const { end } = index.lineRange(index.lineAt(replacement.span.end));
    const before = clip(
      source.text,
      Math.max(start, index.index(replacement.span.start) - CHANGE_CONTEXT),
      index.index(replacement.span.start),
    );
    const after = clip(
      source.text,
      index.index(replacement.span.end),
      Math.min(end, index.index(replacement.span.end) + CHANGE_CONTEXT),
    );
    const old = clip(source.text, index.index(replacement.span.start), index.index(replacement.span.end));
    const number = frame(String(first + 1).padStart(gutter));
    const show = (sign: string, text: string, style: (text: string) => string) =>
      text.split("\n").map((line) => `${number} ${style(`${sign} ${visibleText(line)}`)}`);
    const isInsertion = old === "";
    return [
      ...(isInsertion ? [] : show("-", before + old + after, removed)),
      ...show(
        "+",
        before + replacement.text + (isInsertion && replacement.text.endsWith("\n") ? "" : after),
        added,
      ),
    ].filter((line) => !line.endsWith("+ "));
  }
}

/** Characters shown on each side of a change. */
const CHANGE_CONTEXT = 100;

const clip = (text: string, start: number, end: number): string =>
  text.slice(start, Math.min(end, start + 4 * CHANGE_CONTEXT));

/** The marked lines of one source, by zero-based line. */
interface SourceBlock {
  readonly source: Source;
  readonly index: LineIndex;
  readonly at: Position;
  readonly marks: Map<number, Mark[]>;
  /** The greatest line number shown. */
  lastLine: number;
}

function addMarks(block: SourceBlock, label: Label): void {
  const { index } = block;
  const isPrimary = label.kind === "primary";
  const first = index.lineAt(label.span.start);
  // A span that ends with a line break does not reach the next line.
  const last = Math.max(first, index.lineAt(Math.max(label.span.start, label.span.end - 1)));
  const start = index.index(label.span.start);
  const end = Math.max(start, index.index(label.span.end));
  const text = visibleText(label.text);
  if (first === last) addMark(block, first, { start, end, isPrimary, text });
  else {
    addMark(block, first, { start, end: index.lineRange(first).end, isPrimary, text: "" });
    const { start: lineStart } = index.lineRange(last);
    const indent = /^[ \t]*/.exec(index.text.slice(lineStart, Math.min(end, lineStart + DEFAULT_WIDTH)))![0]
      .length;
    addMark(block, last, { start: lineStart + indent, end, isPrimary, text });
  }
}

function addMark(block: SourceBlock, line: number, mark: Mark): void {
  block.lastLine = Math.max(block.lastLine, line + 1);
  const marks = block.marks.get(line);
  if (marks === undefined) block.marks.set(line, [mark]);
  else marks.push(mark);
}
