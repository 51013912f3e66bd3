import { type MemoryType, pageSize } from "../../descriptor.ts";
import { LinkError } from "../../errors.ts";
import { maxMemoryPages } from "../../limits.ts";
import { Memory } from "../../memory.ts";
import type { Store } from "../../store.ts";

/**
 * A memory. `bytes` and `view` show its current size and are replaced when it grows or is shown to the host.
 *
 * The host's view must have a buffer of the memory's length, and must be detached when the memory grows. Guests that
 * grow often must not copy all bytes each time. So the buffer has room to grow while nobody has seen it; it is cut to
 * length when the host asks for it, and left for a larger one when the memory grows after that.
 */
export class InterpretedMemory extends Memory {
  bytes: Uint8Array<ArrayBufferLike>;
  view: DataView;
  readonly #maximum: number | undefined;
  readonly #isShared: boolean;
  /** The host may hold views of the buffer, whose length is the memory's. */
  #isShown = false;

  constructor(store: Store<unknown>, type: MemoryType) {
    super(store);
    this.#maximum = type.maximum;
    this.#isShared = type.shared ?? false;
    const byteLength = type.minimum * pageSize;
    try {
      this.bytes = new Uint8Array(
        this.#isShared ? sharedBuffer(byteLength, type.maximum! * pageSize) : new ArrayBuffer(byteLength),
        0,
        byteLength,
      );
    } catch (error) {
      throw new LinkError("instantiationFailed", "the host has no room for the memory", { cause: error });
    }
    this.view = new DataView(this.bytes.buffer);
  }

  get type(): MemoryType {
    return { minimum: this.pages, maximum: this.#maximum, shared: this.#isShared };
  }

  data(): Uint8Array {
    if (!this.#isShown) this.#show();
    return this.bytes;
  }

  get pages(): number {
    return this.bytes.length / pageSize;
  }

  protected growBy(pages: number): number {
    const before = this.pages;
    const byteLength = (before + pages) * pageSize;
    try {
      const { buffer } = this.bytes;
      if (isShared(buffer)) growShared(buffer, byteLength);
      else if (this.#isShown || byteLength > buffer.byteLength) this.#makeRoom(byteLength);
    } catch {
      return -1;
    }
    this.#isShown = false;
    this.#use(this.bytes.buffer, byteLength);
    return before;
  }

  // Twice as much as there was, so that many small steps copy each byte once on average.
  #makeRoom(byteLength: number): void {
    const { buffer, length } = this.bytes;
    const most = Math.min(this.#maximum ?? maxMemoryPages, maxMemoryPages) * pageSize;
    const roomy = byteLength === length ? byteLength : Math.max(byteLength, Math.min(2 * length, most));
    let next: ArrayBuffer;
    try {
      next = moved(buffer as ArrayBuffer, roomy);
    } catch {
      next = moved(buffer as ArrayBuffer, byteLength);
    }
    this.#use(next, byteLength);
  }

  #show(): void {
    const { buffer, length } = this.bytes;
    if (!isShared(buffer) && buffer.byteLength !== length) this.#use(moved(buffer, length), length);
    this.#isShown = true;
  }

  #use(buffer: ArrayBufferLike, byteLength: number): void {
    this.bytes = new Uint8Array(buffer, 0, byteLength);
    this.view = new DataView(buffer);
  }
}

interface GrowableBuffer {
  readonly growable?: boolean;
  grow?(byteLength: number): void;
}

const isShared = (buffer: ArrayBufferLike): buffer is SharedArrayBuffer =>
  typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;

// Views of shared memory stay valid when it grows, so the block must not move: it grows where it is, or is as large as
// it may become from the start.
function sharedBuffer(byteLength: number, maxByteLength: number): SharedArrayBuffer {
  const Growable = SharedArrayBuffer as unknown as new (
    length: number,
    options: { maxByteLength: number },
  ) => SharedArrayBuffer & GrowableBuffer;
  const buffer = new Growable(byteLength, { maxByteLength });
  return buffer.growable ? buffer : new SharedArrayBuffer(maxByteLength);
}

function growShared(buffer: SharedArrayBuffer & GrowableBuffer, byteLength: number): void {
  if (byteLength > buffer.byteLength) buffer.grow?.(byteLength);
}

/** The bytes in a buffer of another length; the old buffer is detached, where the host knows a way. */
function moved(buffer: ArrayBuffer, byteLength: number): ArrayBuffer {
  const { transfer } = buffer as { transfer?: (byteLength: number) => ArrayBuffer };
  if (transfer !== undefined) return transfer.call(buffer, byteLength);
  const next = new ArrayBuffer(byteLength);
  new Uint8Array(next).set(new Uint8Array(buffer, 0, Math.min(buffer.byteLength, byteLength)));
  if (typeof structuredClone === "function") structuredClone(buffer, { transfer: [buffer] });
  return next;
}
