/**
 * Bytes as callers give them, made safe to work with: a plain `Uint8Array`. Subclasses have other methods under the same
 * names (Node's `Buffer.slice` is a view, and who writes to it writes to the caller's data), and bytes whose buffer was
 * transferred or has shrunk look like empty ones.
 */

/** The same bytes. Throws a TypeError that begins with `name` when they are none, or gone. */
export function plainBytes(name: string, bytes: Uint8Array): Uint8Array {
  if (!isUint8Array(bytes)) throw new TypeError(`${name} must be a Uint8Array`);
  if (bytes.length === 0 && isGone(bytes))
    throw new TypeError(`${name} must have its bytes: their buffer was transferred or has shrunk`);
  if (Object.getPrototypeOf(bytes) === Uint8Array.prototype) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Those of another realm (a frame, a test's context) are not instances of ours. */
function isUint8Array(bytes: Uint8Array): boolean {
  return bytes instanceof Uint8Array || Object.prototype.toString.call(bytes) === "[object Uint8Array]";
}

/** Neither shared nor resizable: its bytes stay as they are while our code runs, and all of the host's functions take them. */
export function isOrdinaryBuffer(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer && (buffer as { resizable?: boolean }).resizable !== true;
}

function isGone(bytes: Uint8Array): boolean {
  try {
    Uint8Array.prototype.at.call(bytes, 0);
    return false;
  } catch {
    return true;
  }
}
