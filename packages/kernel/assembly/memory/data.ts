// The scanned bytes. Offsets are relative to the first byte. The data need not be in memory as a whole: the host may slide a
// window over it from chunk to chunk, which holds what the search of the chunk reads (compiler/src/search/sight.ts). The
// fields of the control block are copied into globals when a chunk begins, which saves a load at each access.
import { MemoryMap_dataLength, MemoryMap_searchAddress } from "../generated/memory-map";

/**
 * The address that offset 0 has or would have. `dataAddress` plus an offset, modulo 2^32, is the address of a byte that is in
 * memory. For other offsets the sum is no address; do not compare such sums.
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
