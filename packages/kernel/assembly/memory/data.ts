// The scanned bytes, as the search sees them: offsets are relative to the first byte. Not all of them need be in the
// memory: the host may slide a window over them from chunk to chunk, which holds what the chunk's search looks at
// (compiler/src/search/sight.ts). What the control block says is copied into globals when a chunk begins, which saves a load in
// every place that looks at the data.
import { MemoryMap_dataLength, MemoryMap_searchAddress } from "../generated/memory-map";

/**
 * The address of offset 0, were it there: added to the offset of a byte that is there, modulo 2^32, it gives the byte's
 * address. Sums of it and offsets of which one or the other lies outside are no addresses, and must not be compared.
 */
export let dataAddress: usize = 0;
/** How many bytes are scanned. */
export let dataLength: u32 = 0;

export function readControlBlock(): void {
  dataAddress = load<u32>(MemoryMap_searchAddress);
  dataLength = load<u32>(MemoryMap_dataLength);
}

/** The byte at an offset inside the data. */
// @ts-ignore: decorator
@inline
export function byteAt(offset: u32): u32 {
  return load<u8>(dataAddress + offset);
}
