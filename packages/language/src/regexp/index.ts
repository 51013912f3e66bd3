export { ByteSet } from "./byte-set.ts";
export { type Gap, type GapSplit, MAX_INNER_GAP, splitAtChainableGaps, splitAtGaps } from "./gaps.ts";
export type { Assertion, Hir } from "./hir.ts";
export { ANY_BYTE, alternation, assertion, byteClass, concat, EMPTY, literal, repeat } from "./hir-build.ts";
export { fixedRun, hasLeadingStartAnchor, maxLength, minLength } from "./measure.ts";
export { type ParsedRegexp, parseRegexp, type RegexpError, type RegexpOptions } from "./parse-regexp.ts";
