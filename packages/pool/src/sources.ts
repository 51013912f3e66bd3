/** What callers give to be scanned, and how it travels. */

import { isOrdinaryBuffer, plainBytes, type UrlLike } from "@tyara/base";
import type { BlobLike, FileName, JobSource } from "./protocol.ts";

/**
 * What a pool scans.
 *
 * - Bytes: they must stay as they are until the scan is over. Bytes in shared memory are not copied, others once.
 * - A `Blob` or `File`, which the worker reads.
 * - In Node, Bun and Deno a file: its path as a string, a `file:` URL, or `{ path }`, which also takes names as bytes. The worker
 *   opens it, so that no bytes travel.
 */
export type PoolSource = Uint8Array | ArrayBufferLike | BlobLike | string | UrlLike | FilePath;

/** A file by its name. */
export interface FilePath {
  readonly path: string | Uint8Array | UrlLike;
}

/** Limit: bytes of an input that is packed with others; of larger ones the message costs nothing beside the copy. */
const maxPacked = 1 << 16;

export type Input =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly isTransferred: boolean }
  | { readonly kind: "blob"; readonly blob: BlobLike }
  | { readonly kind: "file"; readonly path: FileName };

/** Throws a TypeError when it is nothing that can be scanned. */
export function inputOf(source: PoolSource, isTransferred: boolean): Input {
  if (typeof source === "string" || source instanceof URL) return { kind: "file", path: pathOf(source) };
  if (source instanceof Uint8Array)
    return { kind: "bytes", bytes: plainBytes("source", source), isTransferred };
  if (isBuffer(source))
    return { kind: "bytes", bytes: plainBytes("source", new Uint8Array(source)), isTransferred };
  if (typeof source === "object" && source !== null) {
    if (typeof (source as BlobLike).arrayBuffer === "function")
      return { kind: "blob", blob: source as BlobLike };
    if ("path" in source) return { kind: "file", path: pathOf(source.path) };
  }
  throw new TypeError("source must be bytes, a Blob or a file's path");
}

/** Bytes that the input takes while it is on its way; 0 for what the worker reads itself. */
export function byteLengthOf(input: Input): number {
  return input.kind === "bytes" ? input.bytes.length : 0;
}

function isBuffer(source: unknown): source is ArrayBuffer {
  const name = Object.prototype.toString.call(source);
  return name === "[object ArrayBuffer]" || name === "[object SharedArrayBuffer]";
}

function pathOf(path: string | Uint8Array | UrlLike): FileName {
  if (typeof path === "string") return path;
  if (path instanceof Uint8Array) return new Uint8Array(path);
  if (path instanceof URL && path.protocol === "file:") return { href: path.href };
  throw new TypeError("path must be a string, a Uint8Array or a file: URL");
}

/** The inputs of one message: small ones are copied behind one another, large ones go each in their own buffer. */
export class Parcel {
  readonly sources: JobSource[] = [];
  readonly transfer: ArrayBuffer[] = [];
  readonly #small: Uint8Array[] = [];
  #smallLength = 0;

  /** Throws a TypeError when the caller's bytes are gone. */
  add(input: Input): void {
    if (input.kind !== "bytes") {
      this.sources.push(input);
      return;
    }
    const bytes = plainBytes("source", input.bytes);
    if (input.isTransferred && isOrdinaryBuffer(bytes.buffer)) {
      this.transfer.push(bytes.buffer);
      this.sources.push({ kind: "bytes", bytes });
    } else if (bytes.length <= maxPacked) {
      this.#small.push(bytes);
      const start = this.#smallLength;
      this.#smallLength += bytes.length;
      this.sources.push({ kind: "packed", start, end: this.#smallLength });
    } else if (isShared(bytes)) {
      this.sources.push({ kind: "bytes", bytes });
    } else {
      const copy = new Uint8Array(bytes);
      this.transfer.push(copy.buffer);
      this.sources.push({ kind: "bytes", bytes: copy });
    }
  }

  /** The small inputs; to be called once, when all have been added. */
  pack(): Uint8Array | undefined {
    if (this.#small.length === 0) return undefined;
    const packed = new Uint8Array(this.#smallLength);
    let at = 0;
    for (const bytes of this.#small) {
      packed.set(bytes, at);
      at += bytes.length;
    }
    this.transfer.push(packed.buffer);
    return packed;
  }
}

function isShared({ buffer }: Uint8Array): boolean {
  return typeof SharedArrayBuffer === "function" && buffer instanceof SharedArrayBuffer;
}
