/** Files as data: read in steps straight to where they are wanted, never as a whole into another buffer. */
import { Buffer } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { type KnownOptions, requireOptions, type UrlLike } from "@tyara/base";
import { DescriptorStream, isNamedPipe, withoutBlocking, withoutWaiting } from "./descriptor-stream.ts";

/** Limit: how much one call reads, a few milliseconds' worth at most; larger reads gain nothing. */
const chunkSize = 1 << 21;

/** A path as text, or as bytes for names that are not text. */
export type Path = string | Uint8Array | UrlLike;

export interface OpenOptions {
  /** Whether whoever reads gives up some time; else opening a named pipe waits for its writer. */
  readonly isTimed: boolean;
  /** Of a pipe or device only what is there at once is read. */
  readonly endWhenIdle?: boolean;
}

/** An open regular file. */
export interface OpenFile {
  readonly byteLength: number;
  /** Fills `target` from the start of the file, calling `checkpoint` now and then; returns how many bytes there were. */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Fills `target` from an offset on; returns how many bytes there were. */
  readonly readAt: (offset: number, target: Uint8Array) => number;
  /** Whether somebody has written to the file since it was opened. */
  readonly hasChanged: () => boolean;
}

/** What is done with a file that has a size, and with what has none. */
export interface Uses<T> {
  readonly file: (file: OpenFile) => T;
  readonly stream: (stream: DescriptorStream) => T;
}

/**
 * Opens a file for the time of its use. Pipes, devices and the files of /proc, which say that they are empty, are streams.
 * Throws what the system says.
 */
export function withFile<T>(path: Path, { isTimed, endWhenIdle = false }: OpenOptions, uses: Uses<T>): T {
  // Where nothing ends the waiting, the system waits: it alone knows of a writer that came and wrote nothing.
  const isLeftToSystem = !isTimed && !endWhenIdle && statSync(fsPath(path)).isFIFO();
  return withDescriptor(path, isLeftToSystem ? constants.O_RDONLY : withoutWaiting, (descriptor, status) => {
    if (status.isFile() && status.size > 0) return uses.file(fileOf(descriptor, status));
    if (isLeftToSystem)
      return withoutBlocking(descriptor, (other) => uses.stream(new DescriptorStream(other)));
    const awaitsWriter = status.isFIFO() && isNamedPipe(descriptor, String(path));
    return uses.stream(new DescriptorStream(descriptor, { awaitsWriter, endWhenIdle }));
  });
}

/** A descriptor that is open, or what has one: a `FileHandle`. */
export type OpenDescriptor = number | { readonly fd: number };

/** Uses a file that is open already, and leaves it open. Throws what the system says, and a TypeError for what is no descriptor. */
export function withOpenFile<T>(open: OpenDescriptor, endWhenIdle: boolean, uses: Uses<T>): T {
  const descriptor = typeof open === "number" ? open : open.fd;
  if (!Number.isInteger(descriptor) || descriptor < 0)
    throw new TypeError("path must be a path, an open descriptor or a FileHandle that is not closed");
  const status = fstatSync(descriptor);
  if (status.isFile() && status.size > 0) return uses.file(fileOf(descriptor, status));
  if (status.isFile()) return uses.stream(new DescriptorStream(descriptor, { endWhenIdle }));
  return withoutBlocking(descriptor, (other) => uses.stream(new DescriptorStream(other, { endWhenIdle })));
}

/** What comes from the standard input from now on. */
export function withStandardInput<T>(use: (stream: DescriptorStream) => T): T {
  const status = fstatSync(standardInput);
  if (status.isFile()) return use(new DescriptorStream(standardInput));
  return withoutBlocking(standardInput, (descriptor) => use(new DescriptorStream(descriptor)));
}

/** A path's file is more than may be read, or not of the kind that may be. */
export class FileRefusedError extends Error {
  override readonly name = "FileRefusedError";
}

export interface ReadLimits {
  readonly maxBytes: number;
  /** For what has no end of its own; 0 or absent: no bound. */
  readonly timeoutMs?: number;
  /** Whether pipes and devices are refused. */
  readonly onlyRegular?: boolean;
}

const readLimits: KnownOptions<ReadLimits> = { maxBytes: true, timeoutMs: true, onlyRegular: true };

/** All bytes of a file, a pipe or a device. Throws what the system says, and {@link FileRefusedError} when a limit is met. */
export function readFileWithin(path: Path, limits: ReadLimits): Uint8Array {
  const { maxBytes, timeoutMs = 0, onlyRegular = false } = requireOptions(limits, readLimits);
  if (onlyRegular && !statSync(fsPath(path)).isFile()) throw new FileRefusedError("it is no regular file");
  const checkpoint = clock(timeoutMs);
  const options = { isTimed: timeoutMs > 0, endWhenIdle: onlyRegular };
  return withFile(path, options, {
    file: ({ byteLength, read }) => {
      if (byteLength > maxBytes) throw tooLarge(maxBytes);
      const bytes = new Uint8Array(byteLength);
      return bytes.subarray(0, read(bytes, checkpoint));
    },
    stream: (stream) => collect(stream, maxBytes, checkpoint),
  });
}

/** All bytes that come from the standard input; like {@link readFileWithin}. */
export function readStandardInputWithin({ maxBytes, timeoutMs = 0 }: ReadLimits): Uint8Array {
  return withStandardInput((stream) => collect(stream, maxBytes, clock(timeoutMs)));
}

/** Throws when so many milliseconds are over. */
function clock(timeoutMs: number): () => void {
  const end = timeoutMs > 0 ? performance.now() + timeoutMs : Number.POSITIVE_INFINITY;
  return () => {
    if (performance.now() >= end) throw new FileRefusedError(`it has not ended after ${timeoutMs / 1000} s`);
  };
}

function collect(stream: DescriptorStream, maxBytes: number, checkpoint: () => void): Uint8Array {
  let bytes = new Uint8Array(Math.min(maxBytes, 1 << 16));
  for (let length = 0; ; ) {
    if (length === bytes.length) {
      if (length === maxBytes) {
        if (stream.isAtEnd()) return bytes;
        throw tooLarge(maxBytes);
      }
      const larger = new Uint8Array(Math.min(maxBytes, length * 2));
      larger.set(bytes);
      bytes = larger;
    }
    const count = stream.read(bytes.subarray(length), checkpoint);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    checkpoint();
  }
}

function tooLarge(maxBytes: number): FileRefusedError {
  return new FileRefusedError(`it has more than ${maxBytes} bytes`);
}

// ── Descriptors ─────────────────────────────────────────────────────────────

/** The file descriptor of the standard input. */
const standardInput = 0;

function fsPath(path: Path): string | Buffer | URL {
  if (typeof path === "string") return path;
  if (path instanceof Uint8Array) return Buffer.from(path);
  if (typeof path?.href === "string") return new URL(path.href);
  throw new TypeError("path must be a string, a Uint8Array or a file: URL");
}

function withDescriptor<T>(path: Path, flags: number, use: (descriptor: number, status: Stats) => T): T {
  const descriptor = openSync(fsPath(path), flags);
  try {
    return use(descriptor, fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function fileOf(descriptor: number, { size, mtimeMs }: Stats): OpenFile {
  return {
    byteLength: size,
    read: (target, checkpoint) => readInto(descriptor, target, checkpoint),
    readAt: (offset, target) => readSync(descriptor, target, 0, target.length, offset),
    hasChanged: () => {
      const now = fstatSync(descriptor);
      return now.size !== size || now.mtimeMs !== mtimeMs;
    },
  };
}

function readInto(descriptor: number, target: Uint8Array, checkpoint: () => void): number {
  let position = 0;
  while (position < target.length) {
    const wanted = Math.min(chunkSize, target.length - position);
    const count = readSync(descriptor, target, position, wanted, position);
    if (count === 0) break;
    position += count;
    checkpoint();
  }
  return position;
}
