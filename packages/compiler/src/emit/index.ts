export { emitProgram } from "./emit-program.ts";
export { fitsHosts } from "./host-limits.ts";
