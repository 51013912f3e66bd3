export { ByteSet } from "./byte-set.ts";
export type { Assertion, Hir } from "./hir.ts";
