import { CHUNK_SIZE } from "@tyara/contract";
import type { LiteralSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import { prefilters } from "../../../contract/src/search-tables.ts";
import { BareSearch } from "../differential/bare-search.ts";
import { Random } from "../differential/random.ts";

const random = new Random(21);

/** Sections of few different bytes, where filters strike everywhere, and of any, where they hardly do: so much that the table is fetched first. */
function changingData(): Uint8Array {
  const data = new Uint8Array(8 * CHUNK_SIZE + random.below(70));
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + 1000 + random.below(2 * CHUNK_SIZE));
    const [first, kinds] = random.chance(50) ? [0x61, 3] : [0, 256];
    while (at < end) data[at++] = first + random.below(kinds);
  }
  return data;
}

/** Pieces of the data, so that each is found somewhere, some changed in their last byte. */
function piecesOf(data: Uint8Array, count: number, least: number): Uint8Array[] {
  return Array.from({ length: count }, () => {
    const length = least + random.below(random.chance(50) ? 4 : 30);
    const start = random.below(data.length - length);
    const piece = data.slice(start, start + length);
    if (random.chance(20)) piece[length - 1] = random.below(256);
    return piece;
  });
}

function literal(bytes: Uint8Array): LiteralSpec {
  return {
    kind: "literal",
    bytes,
    ascii: true,
    wide: false,
    nocase: false,
    fullword: false,
    isExistenceEnough: false,
  };
}

/** The offsets of all occurrences, by comparing everywhere. */
function occurrences(data: Uint8Array, piece: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = data.indexOf(piece[0]!); at >= 0; at = data.indexOf(piece[0]!, at + 1)) {
    let length = 1;
    while (length < piece.length && data[at + length] === piece[length]) length++;
    if (length === piece.length) found.push(at);
  }
  return found;
}

describe("filters over data that change their kind", () => {
  for (const prefilter of prefilters.filter((name) => name.startsWith("pair-table"))) {
    it.each([1, 5, 40, 300])(`${prefilter} finds all of %i runs`, (count) => {
      const data = changingData();
      const pieces = piecesOf(data, count, prefilter === "pair-table" ? 3 : 8);
      const search = new BareSearch(pieces.map(literal), { prefilter });
      expect(search.tables.decision.prefilter).toBe(prefilter);
      const found = search.scan(data).map((matches) => matches.map(({ offset }) => offset));
      pieces.forEach((piece, i) => {
        expect(found[i], `${piece}`).toEqual(occurrences(data, piece));
      });
    });
  }
});
