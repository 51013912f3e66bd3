/** Reads the wire format of protocol buffers, as far as messages of byte fields go. */
import { ByteReader } from "@tyara/base";

const Wire = { variable: 0, wide: 1, bytes: 2, narrow: 5 } as const;
/** Limit: bytes of one number of 64 bits. */
const MAX_NUMBER_LENGTH = 10;

/** The byte fields of a message by number, each in order; `undefined` when the message is malformed. */
export function readMessage(message: Uint8Array): ReadonlyMap<number, Uint8Array[]> | undefined {
  const reader = new ByteReader(message);
  const fields = new Map<number, Uint8Array[]>();
  while (reader.remaining > 0) {
    const tag = readNumber(reader);
    if (tag === undefined) return undefined;
    const wire = tag % 8;
    if (wire === Wire.bytes) {
      const bytes = reader.bytes(readNumber(reader) ?? -1);
      if (bytes === undefined) return undefined;
      const number = Math.floor(tag / 8);
      const list = fields.get(number);
      if (list) list.push(bytes);
      else fields.set(number, [bytes]);
    } else if (!skip(reader, wire)) return undefined;
  }
  return fields;
}

function skip(reader: ByteReader, wire: number): boolean {
  if (wire === Wire.variable) return readNumber(reader) !== undefined;
  if (wire === Wire.wide) return reader.skip(8);
  return wire === Wire.narrow && reader.skip(4);
}

function readNumber(reader: ByteReader): number | undefined {
  let value = 0;
  for (let i = 0; i < MAX_NUMBER_LENGTH; i++) {
    const byte = reader.u8();
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  return undefined;
}
