export { Compiler } from "./compiler.ts";
export { emitProgram } from "./emit/index.ts";
export { describePattern } from "./search/index.ts";
