import { host, namespaceMark } from "./host.ts";

/** The smallest module. */
const emptyModule: Uint8Array<ArrayBuffer> = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** What has compiled it before; whoever may, may again. */
let proven: unknown;

/** Whether this host has WebAssembly and lets us compile, found out by compiling. */
export function mayCompile(): boolean {
  try {
    if (typeof WebAssembly !== "object" || namespaceMark in host.WebAssembly) return false;
    const { Module } = host.WebAssembly;
    if (Module !== proven && new Module(emptyModule) instanceof Module) proven = Module;
    return Module === proven;
  } catch {
    return false;
  }
}
