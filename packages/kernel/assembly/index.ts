// What the kernels export: only what is named here can be called from rule code and from the host.
export { spendFuel } from "./memory/fuel";
export { callFunction } from "./functions/functions";
export { closeRules, narrowRules, selectRules } from "./select/guards";
export { allocate } from "./memory/heap";
export { meterBodies } from "./meter";
export { clearPatterns } from "./matches/matches";
export { beginScan } from "./scan";
export { regexpMatches } from "./regexp/verify";
export { patternAt, patternCountIn, patternIn } from "./matches/pattern-queries";
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
} from "./values/strings";
export { mapFindInteger, mapFindString } from "./values/map-lookup";
