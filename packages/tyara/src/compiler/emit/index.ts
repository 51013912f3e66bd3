export { emitProgram } from "./emit-program.ts";
export { certainlyFitsHosts, fitsHosts, maxJumpTargets } from "./host-limits.ts";
