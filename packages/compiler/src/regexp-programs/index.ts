export { entryPositions } from "./entry-positions.ts";
export { compileProgram, type ProgramOptions, type ProgramParts, packProgram } from "./program.ts";
export type { ProgramBlock } from "./program-bytes.ts";
export { widen } from "./widen.ts";
