/**
 * What the compiler hands to the search: one entry for each distinct pattern of the rule set, its index being the
 * pattern's id. How it is looked for is the search's own business.
 */
import type { Hir } from "../regexp/index.ts";

export type PatternSpec = LiteralSpec | RegexpSpec;

/** Which forms of the text are looked for. At least one of `ascii` and `wide` is set, unless base64 forms are. */
export interface PatternForms {
  readonly ascii: boolean;
  readonly wide: boolean;
  readonly nocase: boolean;
  readonly fullword: boolean;
}

/** What the rules can tell of a pattern's matches. */
export interface PatternQuestions {
  /** Not how many there are, nor where: the first is enough in fast scans. */
  readonly isExistenceEnough: boolean;
  /** Whether one begins at or between offsets: that stays known beyond all limits. Default false. */
  readonly isPlaceAsked?: boolean;
}

export interface LiteralSpec extends PatternForms, PatternQuestions {
  readonly kind: "literal";
  readonly bytes: Uint8Array;
  /** Keys, both ends included. */
  readonly xor?: { readonly start: number; readonly end: number };
  /** Look for the base64 form; the standard alphabet when none is given. */
  readonly base64?: { readonly alphabet?: string };
  readonly base64wide?: { readonly alphabet?: string };
  /** The only offset at which the rules care for a match; the pattern stays out of the tables. */
  readonly anchor?: number;
}

/** A regular expression or a hex pattern. `nocase` and the flags `i` and `s` are already in the HIR. */
export interface RegexpSpec extends PatternForms, PatternQuestions {
  readonly kind: "regexp";
  readonly hir: Hir;
  /** Which of the matches that start at one offset is reported: the longest (greedy), the shortest (lazy) or as hex patterns do. */
  readonly preference: "longest" | "shortest" | "hex";
  readonly anchor?: number;
}
