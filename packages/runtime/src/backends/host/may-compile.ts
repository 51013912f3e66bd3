/** The smallest module. */
const emptyModule: Uint8Array<ArrayBuffer> = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Marks a namespace of ours that stands where the host's would: no backend must run on it. */
export const namespaceMark: unique symbol = Symbol.for("tyara.webassembly");

/** What has compiled it before; whoever may, may again. */
let proven: unknown;

/** Whether this host has WebAssembly and lets us compile, found out by compiling. */
export function mayCompile(): boolean {
  try {
    if (typeof WebAssembly !== "object") return false;
    if (namespaceMark in WebAssembly) return false;
    const { Module } = WebAssembly;
    if (Module !== proven && new Module(emptyModule) instanceof Module) proven = Module;
    return Module === proven;
  } catch {
    return false;
  }
}
