// Arithmetic on the four bytes of a 32-bit word: what builds without vectors use instead of them. The JavaScript build
// (scripts/gen/javascript) relies on it too, because it stores each 64-bit number as a pair.
//
// A load of a word from any address passes 1 as its last argument, the alignment. WebAssembly ignores it; the JavaScript
// build needs it.

/** A word whose four bytes all equal `byte`. */
// @ts-ignore: decorator
@inline
export function splat(byte: u32): u32 {
  return byte * 0x01010101;
}

/** Sets bit 7 of each byte of `word` that is zero, and no other bit. */
// @ts-ignore: decorator
@inline
export function zeroBytes(word: u32): u32 {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
}
