/** Data that come while the program goes on: they are collected before they are scanned. */

import { type AbortSignalLike, plainBytes } from "@tyara/base";
import { DataChangedError, type DataReader } from "./data-reader.ts";
import type { StopReason } from "./stop.ts";

/** A `Blob` or `File` of any host, as far as it is read. */
export interface BlobSource {
  readonly size: number;
  readonly slice: (start: number, end: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
}

/** A `ReadableStream` of any host, as far as it is read. */
export interface StreamSource {
  readonly getReader: () => {
    readonly read: () => Promise<{ readonly done: boolean; readonly value?: unknown }>;
    readonly cancel: () => Promise<void>;
  };
}

/**
 * What is scanned asynchronously: bytes, which must stay as they are until the scan is over; a reader; a `Blob` or `File`; a stream or an
 * async iterable of `Uint8Array`s, such as the body of a response or a `Readable` of Node.
 */
export type AsyncSource =
  | Uint8Array
  | ArrayBufferLike
  | DataReader
  | BlobSource
  | StreamSource
  | AsyncIterable<Uint8Array>;

export interface SpoolOptions {
  /** Bytes that are collected at most. */
  readonly most: number;
  /** Milliseconds until the collecting stops; 0 for no bound. */
  readonly timeoutMs: number;
  readonly signal: AbortSignalLike | undefined;
}

export type Spooled =
  | { readonly data: Uint8Array | DataReader; readonly hasMore: boolean }
  | { readonly stopped: StopReason };

/** The data, in memory or to be read at once. Throws what the source throws, and a TypeError where it gives something else than bytes. */
export async function spool(source: AsyncSource, options: SpoolOptions): Promise<Spooled> {
  if (source instanceof Uint8Array) return { data: source, hasMore: false };
  if (isBuffer(source)) return { data: new Uint8Array(source), hasMore: false };
  const given = (typeof source === "object" && source !== null ? source : {}) as Partial<
    DataReader & BlobSource & StreamSource & AsyncIterable<Uint8Array>
  >;
  if (typeof given.readAt === "function") return { data: given as DataReader, hasMore: false };
  if (typeof given.slice === "function" && typeof given.size === "number")
    return readBlob(given as BlobSource, options);
  if (typeof given.getReader === "function") return collect(chunksOf(given as StreamSource), options);
  const iterate = given[Symbol.asyncIterator];
  if (typeof iterate === "function") return collect(iterate.call(given), options);
  throw new TypeError("source must be bytes, a reader, a Blob, a stream or an async iterable of bytes");
}

function isBuffer(source: unknown): source is ArrayBufferLike {
  const name = Object.prototype.toString.call(source);
  return name === "[object ArrayBuffer]" || name === "[object SharedArrayBuffer]";
}

async function readBlob(blob: BlobSource, options: SpoolOptions): Promise<Spooled> {
  const wanted = Math.min(blob.size, options.most);
  const buffer = await unlessStopped(blob.slice(0, wanted).arrayBuffer(), stopOf(options));
  if (typeof buffer === "string") return { stopped: buffer };
  if (buffer.byteLength !== wanted) throw new DataChangedError(wanted, buffer.byteLength);
  return { data: new Uint8Array(buffer), hasMore: wanted < blob.size };
}

function chunksOf(stream: StreamSource): AsyncIterator<unknown> {
  const reader = stream.getReader();
  const over = { done: true as const, value: undefined };
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? over : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return over;
    },
  };
}

async function collect(chunks: AsyncIterator<unknown>, options: SpoolOptions): Promise<Spooled> {
  const { most } = options;
  const parts: Uint8Array[] = [];
  const stop = stopOf(options);
  let length = 0;
  let isOver = false;
  try {
    while (length <= most) {
      const next = await unlessStopped(chunks.next(), stop);
      if (typeof next === "string") return { stopped: next };
      if (next.done === true) {
        isOver = true;
        break;
      }
      const chunk = plainBytes("a chunk of the source", next.value as Uint8Array);
      // Sources may use their buffers again.
      parts.push(chunk.slice());
      length += chunk.length;
    }
  } finally {
    // Nobody waits for a source that does not end when it is told to.
    if (!isOver) void Promise.resolve(chunks.return?.()).catch(() => {});
  }
  const data = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const part of parts) {
    data.set(part.subarray(0, data.length - at), at);
    at = Math.min(data.length, at + part.length);
  }
  return { data, hasMore: length > most };
}

/** When waiting must end. */
interface Stop {
  readonly end: number;
  readonly signal: AbortSignalLike | undefined;
}

/** The time that is left counts from now. */
function stopOf({ timeoutMs, signal }: SpoolOptions): Stop {
  return { end: timeoutMs > 0 ? performance.now() + timeoutMs : Number.POSITIVE_INFINITY, signal };
}

/** Limit: what timers of hosts can wait for. */
const longestWait = 0x7fff_ffff;

/** What `work` gives, unless the time is up or the signal is aborted before. */
function unlessStopped<T extends object>(work: Promise<T>, { end, signal }: Stop): Promise<T | StopReason> {
  return new Promise((resolve, reject) => {
    const abort = () => settle(() => resolve("aborted"));
    const left = Math.min(end - performance.now(), longestWait);
    const timer =
      end === Number.POSITIVE_INFINITY
        ? undefined
        : setTimeout(() => settle(() => resolve("timeout")), Math.max(left, 0));
    const settle = (tell: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener?.("abort", abort);
      tell();
    };
    signal?.addEventListener?.("abort", abort);
    if (signal?.aborted === true) abort();
    work.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}
