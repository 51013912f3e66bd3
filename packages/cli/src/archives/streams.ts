/** Compressed files: one member, whose name is not told. */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import bzip2 from "seek-bzip";
import xz from "xz-decompress";
import { BudgetMet, MemberBytes, type UnpackBudget } from "./budget.ts";

export type StreamFormat = "gzip" | "bzip2" | "xz" | "zstd";

/** Bytes that are handed to a decompressor at once: what comes of them is counted before it gets more. */
const PIECE = 1 << 14;
/** Windows of zstd, which its decoder holds at once; the program of this name allows no more either. */
const MAX_WINDOW = 1 << 27;

/** What the file holds as far as it is sound. Throws for one of which nothing can be read, and {@link BudgetMet}. */
export async function unpackStream(
  format: StreamFormat,
  packed: Uint8Array,
  budget: UnpackBudget,
): Promise<{ readonly bytes: Uint8Array; readonly problem: string | undefined }> {
  budget.takeEntry();
  const bytes = new MemberBytes(budget);
  let problem: string | undefined;
  try {
    await unpackers[format](packed, bytes);
  } catch (error) {
    if (error instanceof BudgetMet) throw error;
    problem = (error as Error).message;
  }
  return { bytes: bytes.finish(), problem };
}

const unpackers: Readonly<
  Record<StreamFormat, (packed: Uint8Array, into: MemberBytes) => void | Promise<void>>
> = {
  async gzip(packed, into) {
    for await (const piece of Readable.from(pieces(packed)).pipe(createGunzip())) into.add(piece);
  },
  bzip2(packed, into) {
    const block = new Uint8Array(1 << 16);
    let length = 0;
    const flush = () => {
      into.add(block.slice(0, length));
      length = 0;
    };
    const writeByte = (byte: number) => {
      block[length++] = byte;
      if (length === block.length) flush();
    };
    try {
      bzip2.decode(Buffer.from(packed), { writeByte }, true);
    } finally {
      flush();
    }
  },
  async xz(packed, into) {
    const source = Readable.toWeb(Readable.from(pieces(packed))) as ReadableStream<Uint8Array>;
    const reader = new xz.XzReadableStream(source).getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) into.add(part.value);
    } finally {
      await reader.cancel().catch(() => {});
    }
  },
  zstd(packed, into) {
    if (windowOf(packed) > MAX_WINDOW) throw new RangeError("it wants too large a window");
    const decompress = new Decompress((piece) => into.add(piece.slice()));
    for (let at = 0; at < packed.length; at += PIECE)
      decompress.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  },
};

function* pieces(packed: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < packed.length; at += PIECE) yield packed.subarray(at, at + PIECE);
}

/** Bytes of the window that the first frame asks for. */
function windowOf(packed: Uint8Array): number {
  const descriptor = packed[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) {
    const window = packed[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const idLength = [0, 1, 2, 4][descriptor & 3]!;
  const sizeLength = [1, 2, 4, 8][descriptor >> 6]!;
  let size = 0;
  for (let at = sizeLength - 1; at >= 0; at--) size = size * 256 + (packed[5 + idLength + at] ?? 0);
  return size;
}
