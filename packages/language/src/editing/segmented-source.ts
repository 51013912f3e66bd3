import { readSegments, SourceText } from "../syntax/index.ts";
import { SourceSegment } from "./source-segment.ts";

/**
 * A source as its segments. It never changes: an edit makes another one, which shares every segment that the edit does not
 * touch. What an edit costs follows the length of the rules that it touches, apart from one comparison of the two texts.
 */
export class SegmentedSource {
  readonly text: string;
  readonly origin: string | undefined;
  readonly segments: readonly SourceSegment[];
  /** Where each segment begins, in UTF-16 units, and where the last one ends. */
  readonly starts: Float64Array;
  #indexes: Map<unknown, number> | undefined;

  private constructor(text: string, origin: string | undefined, segments: readonly SourceSegment[]) {
    this.text = text;
    this.origin = origin;
    this.segments = segments;
    this.starts = new Float64Array(segments.length + 1);
    for (let i = 0, at = 0; i < segments.length; i++) this.starts[i + 1] = at += segments[i]!.text.length;
  }

  /** Reads a source. `origin` names it in messages. */
  static read(text: string, origin?: string): SegmentedSource {
    const segments: SourceSegment[] = [];
    for (const { segment } of segmentsFrom(text, 0, origin, false)) segments.push(segment);
    return new SegmentedSource(text, origin, segments);
  }

  /** The source with another text. */
  edited(text: string): SegmentedSource {
    const { prefix, suffix } = commonEnds(this.text, text);
    if (prefix === text.length && text.length === this.text.length) return this;
    const { segments, starts } = this;
    let first = this.segmentAt(prefix);
    if (first > 0 && starts[first] === prefix) first--;
    // What a broken segment says depends on what follows it.
    while (first > 0 && segments[first - 1]!.isBroken) first--;
    const shift = text.length - this.text.length;
    const unchangedFrom = this.text.length - suffix;
    const fresh: SourceSegment[] = [];
    let next = first;
    for (const { segment, end } of segmentsFrom(text, starts[first] ?? 0, this.origin, true)) {
      fresh.push(segment);
      while (next < segments.length && starts[next]! + shift < end) next++;
      if (next < segments.length && starts[next]! + shift === end && starts[next]! >= unchangedFrom) break;
    }
    const isJoined = next < segments.length && starts[next]! >= unchangedFrom;
    const kept = isJoined ? segments.slice(next) : [];
    return new SegmentedSource(text, this.origin, [...segments.slice(0, first), ...fresh, ...kept]);
  }

  /** The index of the segment that holds a place, in UTF-16 units; where two meet, the one that begins there. */
  segmentAt(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.segments.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The index of a segment of this source, which diagnostics name as their source. */
  indexOf(source: unknown): number | undefined {
    this.#indexes ??= new Map(this.segments.map((segment, i) => [segment, i]));
    return this.#indexes.get(source);
  }
}

function* segmentsFrom(
  text: string,
  start: number,
  origin: string | undefined,
  isDetached: boolean,
): Generator<{ readonly segment: SourceSegment; readonly end: number }> {
  const content = new SourceText(start === 0 ? text : text.slice(start));
  let end = start;
  for (const read of readSegments(content)) {
    const part = content.slice(read.start, read.end);
    end += part.length;
    yield { segment: new SourceSegment(isDetached ? detached(part) : part, read, origin), end };
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The same text, of which no engine keeps the longer one that it was cut from. */
function detached(text: string): string {
  return decoder.decode(encoder.encode(text));
}

/** How long the common begin of two texts is, and the common end behind it. */
function commonEnds(a: string, b: string): { readonly prefix: number; readonly suffix: number } {
  const length = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix + 4096 <= length && a.slice(prefix, prefix + 4096) === b.slice(prefix, prefix + 4096))
    prefix += 4096;
  while (prefix < length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  const rest = length - prefix;
  while (suffix + 4096 <= rest && isSameBlockFromEnd(a, b, suffix)) suffix += 4096;
  while (suffix < rest && a.charCodeAt(a.length - suffix - 1) === b.charCodeAt(b.length - suffix - 1))
    suffix++;
  return { prefix, suffix };
}

function isSameBlockFromEnd(a: string, b: string, suffix: number): boolean {
  const endA = a.length - suffix;
  const endB = b.length - suffix;
  return a.slice(endA - 4096, endA) === b.slice(endB - 4096, endB);
}
