export { type BytesFact, deriveAllFacts, deriveFacts, type Facts, isNever, noFacts } from "./facts.ts";
