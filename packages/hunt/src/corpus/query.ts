/** From what rules demand to what an index can answer. */
import type { RequiredBytes, Requirement } from "tyara";
import { folded, gramLength } from "./grams.ts";

/** `true` where the index knows nothing. */
export type Query =
  | boolean
  /** All of these grams. */
  | { readonly kind: "grams"; readonly grams: readonly number[] }
  | { readonly kind: "all"; readonly parts: readonly Query[] }
  | { readonly kind: "some"; readonly count: number; readonly parts: readonly Query[] }
  | { readonly kind: "size"; readonly minimum: number; readonly maximum: number }
  | {
      readonly kind: "bytes";
      readonly offset: number;
      readonly byteLength: number;
      readonly values: readonly number[];
    };

/** Makes queries; of requirements that are one object, one. */
export class QueryMaker {
  readonly #made = new Map<Requirement, Query>();

  of(requirement: Requirement): Query {
    let query = this.#made.get(requirement);
    if (query === undefined) this.#made.set(requirement, (query = this.#make(requirement)));
    return query;
  }

  #make(requirement: Requirement): Query {
    switch (requirement.kind) {
      case "nothing":
        return true;
      case "never":
        return false;
      case "all":
        return all(requirement.parts.map((part) => this.of(part)));
      case "some":
        return some(
          requirement.count,
          requirement.parts.map((part) => this.of(part)),
        );
      case "size":
      case "bytes":
        return requirement;
      case "runs":
        return some(1, requirement.runs.flatMap(runQueries));
    }
  }
}

export function all(parts: readonly Query[]): Query {
  if (parts.includes(false)) return false;
  const open = parts.filter((part) => part !== true);
  return open.length === 0 ? true : open.length === 1 ? open[0]! : { kind: "all", parts: open };
}

export function some(count: number, parts: readonly Query[]): Query {
  const needed = count - parts.filter((part) => part === true).length;
  const open = parts.filter((part) => typeof part !== "boolean");
  if (needed <= 0) return true;
  if (open.length < needed) return false;
  return open.length === 1 ? open[0]! : { kind: "some", count: needed, parts: open };
}

/** Limit: grams that are asked for of one run; more tell little more. */
const maxGrams = 24;

/** One query for each key of a run under xor; else one. */
function runQueries({ values, masks, xor }: RequiredBytes): Query[] {
  if (xor === undefined) return [gramsOf((i) => known(values[i]!, masks[i]!), values.length)];
  return Array.from({ length: xor.end - xor.start + 1 }, (_, index) =>
    gramsOf((i) => folded[values[i]! ^ (xor.start + index)], values.length),
  );
}

/** The byte of a place as signatures have it, when there is just one. */
function known(value: number, mask: number): number | undefined {
  if (mask === 0xff) return folded[value];
  const isLetter = mask === 0xdf && value >= 0x41 && value <= 0x5a;
  return isLetter ? value | 0x20 : undefined;
}

function gramsOf(byteAt: (index: number) => number | undefined, length: number): Query {
  const grams = new Set<number>();
  let gram = 0;
  let knownBytes = 0;
  for (let i = 0; i < length && grams.size < maxGrams; i++) {
    const byte = byteAt(i);
    knownBytes = byte === undefined ? 0 : knownBytes + 1;
    gram = (gram << 8) | (byte ?? 0);
    if (knownBytes >= gramLength) grams.add(gram);
  }
  return grams.size === 0 ? true : { kind: "grams", grams: [...grams] };
}

/** Whether the query asks for bytes at all, which every object may lack. */
export function asksForBytes(query: Query): boolean {
  if (typeof query === "boolean") return !query;
  if (query.kind === "all") return query.parts.some(asksForBytes);
  if (query.kind === "some") return query.parts.filter((part) => !asksForBytes(part)).length < query.count;
  return query.kind === "grams" || query.kind === "bytes";
}
