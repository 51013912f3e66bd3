/**
 * The high-level form of a pattern: what regular expressions and hex patterns become before a program is made of them.
 * It speaks of bytes only: flags, case, escapes and character sets are gone.
 */
import type { ByteSet } from "./byte-set.ts";

export type Hir =
  | { readonly kind: "empty" }
  /** At least one byte. */
  | { readonly kind: "literal"; readonly bytes: Uint8Array }
  | { readonly kind: "class"; readonly set: ByteSet }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "concat"; readonly items: readonly Hir[] }
  | { readonly kind: "alternation"; readonly branches: readonly Hir[] }
  /** `max` undefined: no upper bound. */
  | {
      readonly kind: "repeat";
      readonly item: Hir;
      readonly min: number;
      readonly max: number | undefined;
      readonly isGreedy: boolean;
    };

/** A condition on the place between two bytes. */
export type Assertion =
  | "start"
  | "end"
  | "line-start"
  | "line-end"
  | "crlf-line-start"
  | "crlf-line-end"
  | "word-boundary"
  | "not-word-boundary"
  | "word-start"
  | "word-end"
  | "word-start-half"
  | "word-end-half";
