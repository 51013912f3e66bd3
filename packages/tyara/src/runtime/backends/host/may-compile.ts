/** The smallest module. */
const emptyModule: Uint8Array<ArrayBuffer> = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Whether this host has WebAssembly and lets us compile, found out by compiling. */
export function mayCompile(): boolean {
  try {
    return (
      typeof WebAssembly === "object" && new WebAssembly.Module(emptyModule) instanceof WebAssembly.Module
    );
  } catch {
    return false;
  }
}
