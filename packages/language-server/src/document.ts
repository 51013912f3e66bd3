import { SegmentedSource, type SourceSegment } from "tyara/editor";
import type { Position, Range, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { type ByteTable, byteTableOf } from "./text/byte-table.ts";
import { LineTable, type PositionEncoding } from "./text/line-table.ts";

/** A span of bytes in a segment. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a document: a segment, and a byte in it. */
export interface Place {
  readonly index: number;
  readonly segment: SourceSegment;
  /** Counts bytes from the begin of the segment. */
  readonly offset: number;
}

/** Limit: units of text that are looked at; of a longer document there is only said that it is too long. */
export const MAX_DOCUMENT_LENGTH: number = 32 << 20;

/** One version of a document. It never changes: an edit makes another, which shares what is the same in both. */
export class RuleDocument {
  readonly uri: string;
  readonly version: number;
  readonly source: SegmentedSource;
  readonly lines: LineTable;
  readonly isTooLong: boolean;

  private constructor(
    uri: string,
    version: number,
    source: SegmentedSource,
    lines: LineTable,
    isTooLong: boolean,
  ) {
    this.uri = uri;
    this.version = version;
    this.source = source;
    this.lines = lines;
    this.isTooLong = isTooLong;
  }

  static open(uri: string, version: number, text: string, encoding: PositionEncoding): RuleDocument {
    const isTooLong = text.length > MAX_DOCUMENT_LENGTH;
    const source = SegmentedSource.read(isTooLong ? "" : text, uri);
    return new RuleDocument(uri, version, source, new LineTable(text, encoding), isTooLong);
  }

  get text(): string {
    return this.lines.text;
  }

  /** The document after changes, in the order in which they were made. */
  changed(version: number, changes: readonly TextDocumentContentChangeEvent[]): RuleDocument {
    let { lines } = this;
    for (const change of changes) {
      const { encoding, text } = lines;
      if (!("range" in change) || change.range === undefined) lines = new LineTable(change.text, encoding);
      else {
        const start = lines.offset(change.range.start);
        const end = Math.max(start, lines.offset(change.range.end));
        lines = new LineTable(text.slice(0, start) + change.text + text.slice(end), encoding);
      }
    }
    const { encoding, text } = lines;
    if (this.isTooLong || text.length > MAX_DOCUMENT_LENGTH)
      return RuleDocument.open(this.uri, version, text, encoding);
    return new RuleDocument(this.uri, version, this.source.edited(text), lines, false);
  }

  /** The place of a position, in the segment that holds it or ends there. */
  place(position: Position): Place | undefined {
    const { source } = this;
    if (source.segments.length === 0) return undefined;
    const offset = this.lines.offset(position);
    const index = source.segmentAt(offset);
    const segment = source.segments[index]!;
    return { index, segment, offset: byteTable(segment).toByte(offset - source.starts[index]!) };
  }

  /** The range of a span of bytes in a segment, which may reach beyond its end. */
  range(index: number, { start, end }: Span): Range {
    const { source, lines } = this;
    const base = source.starts[index]!;
    const table = byteTable(source.segments[index]!);
    return {
      start: lines.position(base + table.toUnit(start)),
      end: lines.position(base + table.toUnit(end)),
    };
  }

  position(index: number, byte: number): Position {
    return this.range(index, { start: byte, end: byte }).start;
  }

  /** The indexes of the segments that a range touches. */
  *segmentsIn(range: Range): Generator<number> {
    const { source, lines } = this;
    const end = lines.offset(range.end);
    const first = source.segmentAt(lines.offset(range.start));
    for (let i = first; i < source.segments.length && source.starts[i]! <= end; i++) yield i;
  }
}

const tables = new WeakMap<SourceSegment, ByteTable>();

function byteTable(segment: SourceSegment): ByteTable {
  let table = tables.get(segment);
  if (table === undefined) tables.set(segment, (table = byteTableOf(segment.text)));
  return table;
}
