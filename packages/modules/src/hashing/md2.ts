/**
 * MD2 (RFC 1319), which only old certificates use: a checksum block is appended to the padded message, and each block
 * of sixteen bytes is then stirred into a state of 48 bytes through one substitution table (made of the digits of π).
 */
const SUBSTITUTION = Uint8Array.from(
  (
    "292e43c9a2d87c013d3654a1ecf0061362a705f3c0c7738c98932bd9bc4c82ca1e9b573cfdd4e01667426f188a17e512" +
    "be4ec4d6da9ede49a0fbf58ebb2fee7aa968799115b2073f94c210890b225f21807f5d9a5a903227353ecce7bff79703" +
    "ff1930b348a5b5d1d75e922aac56aac64fb838d296a47db676fc6be29c7404f1459d705964718720865bcf65e62da802" +
    "1b6025adaeb0b9f61c46616934407e0f5547a323dd51af3ac35cf9cebac5ea262c530d6e85288409d3dfcdf441814d52" +
    "6adc37c86cc1abfa24e17b080cbdb14a7888958be363e86de9cbd5fe3b001d39f2efb70e6658d0e4a67772f8eb754b0a" +
    "314450b48fed1f1adb998d339f118314"
  )
    .match(/../g)!
    .map((pair) => Number.parseInt(pair, 16)),
);

const BLOCK = 16;
const ROUNDS = 18;

/** The 16 bytes of the digest. */
export function md2(data: Uint8Array): Uint8Array {
  const message = withChecksum(padded(data));
  const state = new Uint8Array(3 * BLOCK);
  for (let start = 0; start < message.length; start += BLOCK) {
    for (let i = 0; i < BLOCK; i++) {
      state[BLOCK + i] = message[start + i]!;
      state[2 * BLOCK + i] = state[i]! ^ message[start + i]!;
    }
    stir(state);
  }
  return state.slice(0, BLOCK);
}

function padded(data: Uint8Array): Uint8Array {
  const padding = BLOCK - (data.length % BLOCK);
  const message = new Uint8Array(data.length + padding).fill(padding);
  message.set(data);
  return message;
}

function withChecksum(message: Uint8Array): Uint8Array {
  const checksum = new Uint8Array(BLOCK);
  let last = 0;
  for (let i = 0; i < message.length; i++) {
    last = checksum[i % BLOCK]! ^= SUBSTITUTION[message[i]! ^ last]!;
  }
  const result = new Uint8Array(message.length + BLOCK);
  result.set(message);
  result.set(checksum, message.length);
  return result;
}

function stir(state: Uint8Array): void {
  let carry = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < state.length; i++) carry = state[i]! ^= SUBSTITUTION[carry]!;
    carry = (carry + round) & 0xff;
  }
}
