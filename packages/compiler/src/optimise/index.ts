export type { BytesFact } from "./bytes-fact.ts";
export { deriveAllFacts, deriveFacts, type FactSources, type Facts, isNever, noFacts } from "./facts.ts";
export { optimise, type Pass, type PassName, passes } from "./optimise.ts";
