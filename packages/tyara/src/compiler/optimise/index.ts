export { type BytesFact, deriveAllFacts, deriveFacts, type Facts, isNever, noFacts } from "./facts.ts";
export { optimise, type Pass, type PassName, passes } from "./optimise.ts";
