/** Reads single files out of a zip archive. */
import { ByteReader, concatenate } from "@tyara/base";
import type { Budget } from "../kit/budget.ts";
import type { ZipEntry } from "./archive.ts";
import { inflated } from "./inflate.ts";

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;
const Method = { stored: 0, deflated: 8 } as const;

/**
 * The content of a stored or deflated file, whatever its entry says of its size and checksum: up to the first damage, and
 * as far as the budget goes. `undefined` where the archive has none.
 */
export function readContent(data: Uint8Array, entry: ZipEntry, budget: Budget): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  const all = contentParts(data, entry);
  if (all === undefined) return undefined;
  for (const part of all) {
    if (!budget.take(part.length)) break;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0] : concatenate(parts);
}

/** The first bytes of the content, at least `byteLength` where it has so many. */
export function beginningOf(data: Uint8Array, entry: ZipEntry, byteLength: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const part of contentParts(data, entry) ?? []) {
    parts.push(part);
    length += part.length;
    if (length >= byteLength) break;
  }
  return concatenate(parts);
}

function contentParts(data: Uint8Array, entry: ZipEntry): Iterable<Uint8Array> | undefined {
  const reader = new ByteReader(data);
  if (reader.u32At(entry.offset) !== LOCAL_HEADER) return undefined;
  const names = (reader.u16At(entry.offset + 26) ?? 0) + (reader.u16At(entry.offset + 28) ?? 0);
  const start = entry.offset + LOCAL_HEADER_SIZE + names;
  const body = reader.clampedBytesAt(start, Number(entry.compressedSize));
  if (entry.method === Method.stored) return [body];
  return entry.method === Method.deflated ? inflated(body) : undefined;
}
