/** Facts about bytes at a fixed place: how they come of readers and of signatures, and how two of them are joined. */

import type { IrOf, Reader } from "@tyara/language/ir";
import type { FileSignature } from "@tyara/language/modules";

/** Bytes at a fixed place, one of some values, little-endian. */
export interface BytesFact {
  readonly offset: number;
  /** 1, 2 or 4. */
  readonly byteLength: number;
  readonly values: readonly number[];
}

/** Limit: alternatives that are worth a table; beyond them a fact excludes little. */
const maxValues = 64;

/** Limit: greater offsets give no facts. So the sum of an offset and any length is a u32. */
const maxOffset = 0x7fff_ffffn;

/** What holds when the reader gives the value; `never` when it cannot, `undefined` when nothing is known. */
export function readBytes({ reader, offset }: IrOf<"read">, value: bigint): BytesFact | "never" | undefined {
  const byteLength = byteLengths[reader];
  if (byteLength === undefined || offset.kind !== "integer") return undefined;
  if (offset.value < 0n || offset.value > maxOffset) return undefined;
  const unsigned = BigInt.asUintN(byteLength * 8, value);
  const read = reader.startsWith("u") ? unsigned : BigInt.asIntN(byteLength * 8, value);
  if (read !== value) return "never";
  const ordered = reader.endsWith("be") ? reversed(Number(unsigned), byteLength) : Number(unsigned);
  return { offset: Number(offset.value), byteLength, values: [ordered] };
}

const byteLengths: Partial<Record<Reader, number>> = {
  uint8: 1,
  uint8be: 1,
  int8: 1,
  int8be: 1,
  uint16: 2,
  uint16be: 2,
  int16: 2,
  int16be: 2,
  uint32: 4,
  uint32be: 4,
  int32: 4,
  int32be: 4,
};

/** The bytes of a number in the other order. */
function reversed(value: number, byteLength: number): number {
  let result = 0;
  for (let rest = value, count = 0; count < byteLength; count++, rest = Math.floor(rest / 256)) {
    result = result * 256 + (rest % 256);
  }
  return result;
}

/** The one that excludes more data. */
export function stricterBytes(a: BytesFact | undefined, b: BytesFact | undefined): BytesFact | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const isBetter = a.byteLength / a.values.length >= b.byteLength / b.values.length;
  return isBetter ? a : b;
}

/** Alternatives at one place; the longer ones are cut to the length of the shorter. */
export function unitedBytes(a: BytesFact | undefined, b: BytesFact | undefined): BytesFact | undefined {
  if (a === undefined || b === undefined || a.offset !== b.offset) return undefined;
  const byteLength = Math.min(a.byteLength, b.byteLength);
  const values = new Set([...a.values, ...b.values].map((value) => value % 256 ** byteLength));
  return values.size > maxValues ? undefined : { offset: a.offset, byteLength, values: [...values] };
}

/** The first bytes of a signature, as many as all its alternatives have. */
export function signatureBytes({ offset = 0, alternatives }: FileSignature): BytesFact | undefined {
  const shortest = Math.min(...alternatives.map((bytes) => bytes.length));
  const byteLength = shortest >= 4 ? 4 : Math.min(shortest, 2);
  const values = new Set(alternatives.map((bytes) => littleEndian(bytes.slice(0, byteLength))));
  return values.size > maxValues ? undefined : { offset, byteLength, values: [...values] };
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
