import { maxMemoryPages } from "../limits.ts";
import { Memory as LayerMemory } from "../memory.ts";
import { theStore } from "./context.ts";
import { descriptorOf, Faces, limitsOf, shapeInterface, unsignedLong } from "./interface.ts";

export interface MemoryDescriptor {
  readonly initial: number;
  readonly maximum?: number | undefined;
  readonly shared?: boolean | undefined;
}

export const memories: Faces<Memory, LayerMemory> = new Faces("Memory");

/** A linear memory. */
export class Memory {
  constructor(descriptor: MemoryDescriptor) {
    const given = descriptorOf(descriptor, "Memory");
    const limits = limitsOf(given, "Memory", maxMemoryPages, maxMemoryPages);
    const shared = Boolean(given.shared);
    if (shared && limits.maximum === undefined) throw new TypeError("a shared memory needs a maximum");
    try {
      memories.bind(this, LayerMemory.create(theStore(), { ...limits, shared }));
    } catch (error) {
      throw new RangeError("WebAssembly.Memory(): could not allocate memory", { cause: error });
    }
  }

  /** Grows by a number of pages of 64 KiB; returns the size before. Throws RangeError where it cannot. */
  grow(delta: number): number {
    const memory = memories.handle(this);
    const before = memory.grow(unsignedLong(delta, "the number of pages"));
    if (before < 0) throw new RangeError("WebAssembly.Memory.grow(): maximum memory size exceeded");
    return before;
  }

  /** The bytes; another buffer after the memory grew. */
  get buffer(): ArrayBuffer | SharedArrayBuffer {
    const memory = memories.handle(this);
    const { buffer } = memory.data();
    if (memory.type.shared) Object.freeze(buffer);
    return buffer;
  }
}

shapeInterface("Memory", Memory);
