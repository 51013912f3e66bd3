export { emitProgram } from "./emit-program.ts";
