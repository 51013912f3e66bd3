import { kernelBase64 } from "./generated/kernel.ts";

let decoded: Uint8Array<ArrayBuffer> | undefined;

/**
 * The kernels as a WebAssembly module, decoded once. It imports its memory as "tyara" "memory"; rule modules link
 * against `patternAt`, `patternIn`, `patternCountIn` and the string operators, the {@link Searcher} against the rest.
 */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  decoded ??= Uint8Array.from(atob(kernelBase64), (character) => character.charCodeAt(0));
  return decoded;
}
