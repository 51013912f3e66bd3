// The scanned bytes, as the kernels see them: offsets are relative to the first byte. What the control block says is
// copied into globals when a search begins, which saves a load in every place that looks at the data.
import { MemoryMap_dataAddress, MemoryMap_dataLength } from "./generated/memory-map";

/** The address of offset 0. */
export let dataAddress: usize = 0;
/** How many bytes are scanned. */
export let dataLength: u32 = 0;

export function readControlBlock(): void {
  dataAddress = load<u32>(MemoryMap_dataAddress);
  dataLength = load<u32>(MemoryMap_dataLength);
}

/** The byte at an offset inside the data. */
// @ts-ignore: decorator
@inline
export function byteAt(offset: u32): u32 {
  return load<u8>(dataAddress + offset);
}
