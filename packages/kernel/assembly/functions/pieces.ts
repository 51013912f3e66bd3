// The bytes that a function is asked about, piece by piece. Of large data only the first bytes are in the memory. The host
// shows the others, a piece at a time at one place, so that they stay in the nearest caches.
import { MemoryMap_dataAddress, MemoryMap_dataLength, MemoryMap_nearLength } from "../generated/memory-map";

/** Copies bytes of the data to the memory. Returns their address. They are there until it is called again. */
// @ts-ignore: decorator
@external("tyara", "showData")
declare function showData(offset: u32, length: u32): usize;

/**
 * Bytes of a piece, and so between two looks at the fuel. Sums of so many bytes fit 32 bits. A multiple of 48, so that
 * neither the blocks of vectors nor the points of `monteCarloPi` lie in two pieces.
 */
const PIECE: u32 = 3 << 14;

/** Behind `nearLength` so many bytes are near. */
const NEAR_SLACK: u32 = 8;

/** No range of the data begins here. */
const NO_OFFSET: u32 = 0xffffffff;

/** The offset of the first byte, and how many there are. */
export let first: u32 = 0;
export let length: u32 = 0;

/** Whether the host must show them; then `next` is an offset, else an address. */
let isFar: bool = false;
let next: u32 = 0;
let left: u32 = 0;

/** The piece that {@link takePiece} took. */
export let pieceFrom: usize = 0;
export let pieceLength: u32 = 0;

/** Chooses a range that lies in the data. */
export function chooseData(offset: u32, byteLength: u32): void {
  first = offset;
  length = byteLength;
  left = byteLength;
  isFar = offset + byteLength > nearEnd();
  next = isFar ? offset : load<u32>(MemoryMap_dataAddress) + offset;
}

function nearEnd(): u32 {
  const near = load<u32>(MemoryMap_nearLength);
  const end = load<u32>(MemoryMap_dataLength);
  if (near == 0) return end <= NEAR_SLACK ? end : 0;
  return near + NEAR_SLACK;
}

/** Chooses a string, which is always in the memory. */
export function chooseString(address: u32, byteLength: u32): void {
  first = NO_OFFSET;
  length = byteLength;
  left = byteLength;
  isFar = false;
  next = address;
}

/** Takes the next bytes, at most so many. False when there are none. */
// @ts-ignore: decorator
@inline
export function takePiece(most: u32 = PIECE): bool {
  const rest = left;
  if (rest == 0) return false;
  const size = min(rest, min(most, PIECE));
  const at = next;
  left = rest - size;
  next = at + size;
  pieceLength = size;
  pieceFrom = isFar ? showData(at, size) : at;
  return true;
}
