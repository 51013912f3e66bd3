// What the kernels do on sixteen bytes at once: with vectors where the target has them. The twins in 32-bit words are for
// hosts without vectors, and what the kernels in JavaScript are made of (scripts/gen/javascript), where 64-bit
// numbers are pairs. Loads of words at any address say so (the last argument, the alignment, is 1): WebAssembly does
// not care, JavaScript does.

/** Copies the sixteen bytes of a record, whose address is a multiple of 4. */
// @ts-ignore: decorator
@inline
export function copyRecord(to: usize, from: usize): void {
  if (ASC_FEATURE_SIMD) v128.store(to, v128.load(from));
  else {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
  }
}

/** Exchanges two records, whose addresses are multiples of 4. */
// @ts-ignore: decorator
@inline
export function swapRecords(one: usize, other: usize): void {
  for (let field: usize = 0; field < 16; field += 4) {
    const word = load<u32>(one + field);
    store<u32>(one + field, load<u32>(other + field));
    store<u32>(other + field, word);
  }
}

/** Four times the byte. */
// @ts-ignore: decorator
@inline
export function splat(byte: u32): u32 {
  return byte * 0x01010101;
}

/** Bit 7 of each byte of a word that is zero. */
// @ts-ignore: decorator
@inline
export function zeroBytes(word: u32): u32 {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
}
