/** Takes zip, tar and gzip archives apart, with bounds: a small archive may hold more than memory does. */
import { Gunzip, Unzip, UnzipInflate } from "fflate";
import type { Unpacked } from "./protocol.ts";
import { serve } from "./serve.ts";
import { readTar } from "./tar.ts";

/** Limit: bytes that come out of one archive. */
const MAX_BYTES = 1 << 30;
/** Limit: files of one archive. */
const MAX_FILES = 100_000;
/** Bytes that are handed to the decompressor at a time, so that a bomb is noticed early. */
const CHUNK = 1 << 16;

interface UnpackArgs {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

class Collector {
  readonly files: Unpacked[] = [];
  #bytes = 0;

  count(length: number): void {
    this.#bytes += length;
    if (this.#bytes > MAX_BYTES) throw new Error("the archive holds more than 1 GiB");
  }

  add(path: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.files.length >= MAX_FILES) throw new Error("the archive holds more than 100,000 files");
    this.files.push({ path, bytes });
  }
}

function unpack({ name, bytes }: UnpackArgs): Unpacked[] {
  const collector = new Collector();
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) unpackZip(bytes, collector);
  else if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const inner = gunzip(bytes, collector);
    const innerName = name.replace(/\.t?gz$/i, (ending) => (ending.length === 4 ? ".tar" : ""));
    if (/\.tar$/i.test(innerName)) unpackTar(inner, collector);
    else collector.add(innerName, inner);
  } else unpackTar(bytes, collector);
  return collector.files;
}

function unpackTar(bytes: Uint8Array<ArrayBuffer>, collector: Collector): void {
  for (const { path, start, end } of readTar(bytes)) {
    collector.count(end - start);
    collector.add(path, bytes.slice(start, end));
  }
}

function unpackZip(bytes: Uint8Array<ArrayBuffer>, collector: Collector): void {
  const unzip = new Unzip((file) => {
    if (file.name.endsWith("/")) return;
    const parts: Uint8Array[] = [];
    file.ondata = (error, part, isLast) => {
      if (error !== null) throw new Error(`${file.name}: ${error.message}`);
      collector.count(part.length);
      parts.push(part);
      if (isLast) collector.add(file.name, join(parts));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += CHUNK)
    unzip.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
}

function gunzip(bytes: Uint8Array, collector: Collector): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const stream = new Gunzip((part) => {
    collector.count(part.length);
    parts.push(part);
  });
  for (let at = 0; at < bytes.length; at += CHUNK)
    stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  return join(parts);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

serve(new Map<string, (args: never) => unknown>([["unpack", unpack]]));
