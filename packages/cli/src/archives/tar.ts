/**
 * Reads tar archives: ustar, with the long names of GNU and of pax. Ours, because the libraries there are read streams and depend on
 * native code, or end with the first header that is not sound.
 */

import type { UnpackBudget } from "./budget.ts";
import { HEAD_LENGTH, isTarHeader } from "./detect.ts";
import type { Member } from "./member.ts";

const BLOCK = HEAD_LENGTH;
const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const TYPE_AT = 156;
const PREFIX = [345, 500] as const;

const REGULAR = new Set(["0", "\0", "7", ""]);
const LONG_NAME = "L";
const PAX_HEADER = "x";

/** The regular files. What follows the last sound header is passed over. */
export function* tarMembers(archive: Uint8Array, budget: UnpackBudget): Generator<Member> {
  let longName: Uint8Array | undefined;
  let paxSize: number | undefined;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (!isTarHeader(header)) return;
    const type = String.fromCharCode(header[TYPE_AT]!);
    const size = (REGULAR.has(type) ? paxSize : undefined) ?? sizeOf(header);
    const start = at + BLOCK;
    const data = archive.subarray(start, start + size);
    // Sizes are not negative, so each step goes on by a block at least.
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === LONG_NAME) longName = untilZero(data);
    else if (type === PAX_HEADER) {
      const records = paxRecords(data);
      longName = records.get("path") ?? longName;
      const given = Number(Buffer.from(records.get("size") ?? []).toString() || Number.NaN);
      paxSize = Number.isSafeInteger(given) && given >= 0 ? given : undefined;
    } else {
      if (REGULAR.has(type)) {
        budget.takeEntry();
        budget.takeBytes(data.length, data.length);
        yield { name: longName ?? nameOf(header), bytes: data };
      }
      longName = undefined;
      paxSize = undefined;
    }
  }
}

function nameOf(header: Uint8Array): Uint8Array {
  const name = untilZero(header.subarray(...NAME));
  const prefix = untilZero(header.subarray(...PREFIX));
  const isUstar = Buffer.from(header.subarray(257, 263)).toString("latin1") === "ustar\0";
  return isUstar && prefix.length > 0 ? Buffer.concat([prefix, Buffer.from("/"), name]) : name;
}

/** Octal digits, or for large files a number in big-endian order behind a first byte of 0x80. */
function sizeOf(header: Uint8Array): number {
  const field = Buffer.from(header.subarray(...SIZE));
  const size =
    field[0] === 0x80 ? Number(field.readBigUInt64BE(4)) : Number.parseInt(field.toString("latin1"), 8);
  return Number.isSafeInteger(size) && size >= 0 ? size : 0;
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Records are `LENGTH KEY=VALUE\n`. */
function paxRecords(data: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(Buffer.from(data.subarray(at, space)).toString("latin1"));
    const record = data.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (!(length > 0) || equals < 0) return records;
    records.set(Buffer.from(record.subarray(0, equals)).toString(), record.subarray(equals + 1));
    at += length;
  }
  return records;
}
