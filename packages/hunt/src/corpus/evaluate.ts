/** Answers a query for all objects of a segment at once. */
import { bitOf } from "./grams.ts";
import type { Query } from "./query.ts";
import type { SegmentReader } from "./segment.ts";

/** What is known of an object beside its signature. */
export interface ObjectFacts {
  readonly size: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

export interface SegmentView {
  readonly reader: SegmentReader;
  readonly bits: number;
  readonly objects: readonly ObjectFacts[];
}

/** A bit for each object, set where it may satisfy the query. `known` keeps answers to queries that are one object. */
export function evaluate(query: Query, view: SegmentView, known: Map<Query, Uint8Array>): Uint8Array {
  if (typeof query === "boolean") return new Uint8Array(view.reader.rowLength).fill(query ? 0xff : 0);
  let answer = known.get(query);
  if (answer === undefined) known.set(query, (answer = answerOf(query, view, known)));
  return answer;
}

function answerOf(
  query: Exclude<Query, boolean>,
  view: SegmentView,
  known: Map<Query, Uint8Array>,
): Uint8Array {
  const { reader, bits } = view;
  switch (query.kind) {
    case "grams": {
      const answer = new Uint8Array(reader.rowLength).fill(0xff);
      for (const gram of query.grams) {
        intersect(answer, reader.row(bitOf(gram, bits)));
        if (answer.every((byte) => byte === 0)) break;
      }
      return answer;
    }
    case "all": {
      const answer = new Uint8Array(reader.rowLength).fill(0xff);
      for (const part of query.parts) {
        intersect(answer, evaluate(part, view, known));
        if (answer.every((byte) => byte === 0)) break;
      }
      return answer;
    }
    case "some":
      return query.count === 1
        ? unite(query.parts, view, known)
        : atLeast(query.count, query.parts, view, known);
    case "size":
      return where(
        view,
        ({ size }) => size >= query.minimum && (query.maximum === 0xffff_ffff || size <= query.maximum),
      );
    case "bytes":
      return where(view, (facts) => mayHold(query, facts));
  }
}

function intersect(answer: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < answer.length; i++) answer[i]! &= other[i]!;
}

function unite(parts: readonly Query[], view: SegmentView, known: Map<Query, Uint8Array>): Uint8Array {
  const answer = new Uint8Array(view.reader.rowLength);
  for (const part of parts) {
    const other = evaluate(part, view, known);
    for (let i = 0; i < answer.length; i++) answer[i]! |= other[i]!;
  }
  return answer;
}

function atLeast(
  count: number,
  parts: readonly Query[],
  view: SegmentView,
  known: Map<Query, Uint8Array>,
): Uint8Array {
  const counts = new Uint32Array(view.objects.length);
  for (const part of parts) {
    const answer = evaluate(part, view, known);
    for (let slot = 0; slot < counts.length; slot++) counts[slot]! += (answer[slot >> 3]! >> (slot & 7)) & 1;
  }
  return where(view, (_, slot) => counts[slot]! >= count);
}

function where(
  { reader, objects }: SegmentView,
  isMet: (facts: ObjectFacts, slot: number) => boolean,
): Uint8Array {
  const answer = new Uint8Array(reader.rowLength);
  for (const [slot, facts] of objects.entries())
    if (isMet(facts, slot)) answer[slot >> 3]! |= 1 << (slot & 7);
  return answer;
}

function mayHold(
  { offset, byteLength, values }: Exclude<Query, boolean> & { kind: "bytes" },
  { size, head }: ObjectFacts,
): boolean {
  if (offset + byteLength > size) return false;
  if (offset + byteLength > head.length) return true;
  let value = 0;
  for (let i = byteLength - 1; i >= 0; i--) value = value * 256 + head[offset + i]!;
  return values.includes(value);
}
