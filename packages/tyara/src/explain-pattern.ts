/** What becomes of a pattern as somebody writes it, for those who want to know while they write. */
import { describePattern } from "@tyara/compiler";
import type { PatternFacts } from "@tyara/contract";
import { declarePattern, type PatternValue, RuleRejected } from "@tyara/language/patterns";
import { maxLength, minLength } from "@tyara/language/regexp";
import type { Pattern } from "@tyara/language/syntax";

export interface ExplainedPattern extends PatternFacts {
  /** Bytes of the shortest and of the longest match; the latter may be infinite. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** How a pattern will be looked for; `undefined` for one that is refused. */
export function explainPattern(
  pattern: Pattern,
  options: { readonly relaxedReSyntax?: boolean } = {},
): ExplainedPattern | undefined {
  const { relaxedReSyntax = false } = options;
  try {
    const { value, problem } = declarePattern(pattern, { relaxedReSyntax }, () => {});
    if (problem !== undefined) return undefined;
    return { ...describePattern({ ...value, isExistenceEnough: false }), ...lengthsOf(value) };
  } catch (signal) {
    if (signal instanceof RuleRejected) return undefined;
    throw signal;
  }
}

function lengthsOf(value: PatternValue): Pick<ExplainedPattern, "minLength" | "maxLength"> {
  const factor = value.wide && !value.ascii ? 2 : 1;
  const greatest = value.wide ? 2 : 1;
  const [min, max] =
    value.kind === "literal"
      ? [value.bytes.length, value.bytes.length]
      : [minLength(value.hir), maxLength(value.hir)];
  return { minLength: min * factor, maxLength: max * greatest };
}
