import { InternalError } from "../base/index.ts";

export function compileProgram(): Uint8Array {
  throw new InternalError("regexp programs are not there yet");
}
