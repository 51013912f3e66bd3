// What the kernels export: only what is named here can be called from rule code and from the host.
export { spendFuel } from "./fuel";
export { closeRules, narrowRules, selectRules } from "./guards";
export { allocate } from "./heap";
export { meterBodies } from "./meter";
export { clearPatterns } from "./matches";
export { beginScan } from "./scan";
export { regexpMatches } from "./nfa";
export { patternAt, patternCountIn, patternIn } from "./pattern-queries";
export { searchAgain, searchBegin, searchChunk, searchFinish, searchStop, searchWaits } from "./search";
export {
  stringCompare,
  stringContains,
  stringContainsNocase,
  stringEndsWith,
  stringEndsWithNocase,
  stringEquals,
  stringEqualsNocase,
  stringStartsWith,
  stringStartsWithNocase,
} from "./strings";
export { mapFindInteger, mapFindString } from "./values";
