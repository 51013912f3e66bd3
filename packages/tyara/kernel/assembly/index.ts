// What the kernels export: only what is named here can be called from rule code and from the host.
export { allocate } from "./heap";
export { patternAt, patternCountIn, patternIn } from "./pattern-queries";
