// Copying and exchanging records of sixteen bytes. Where the target has vectors, one instruction moves a whole record. The
// version in 64-bit words serves hosts without vectors.

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
