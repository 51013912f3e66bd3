/** Objects grouped into units of work: large enough that messages cost little, small enough that losing one costs little. */
import type { ListedObject } from "./objects/source.ts";

export interface BatchLimits {
  /** Objects in one batch. */
  readonly maxObjects: number;
  /** Bytes of the objects of a batch; one larger object is a batch by itself. */
  readonly maxBytes: number;
}

export const defaultBatchLimits: BatchLimits = { maxObjects: 256, maxBytes: 16 << 20 };

export async function* batchesOf(
  objects: AsyncIterable<ListedObject>,
  { maxObjects, maxBytes }: BatchLimits = defaultBatchLimits,
): AsyncGenerator<readonly ListedObject[]> {
  let batch: ListedObject[] = [];
  let bytes = 0;
  for await (const object of objects) {
    if (batch.length === maxObjects || (batch.length > 0 && bytes + object.size > maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(object);
    bytes += object.size;
  }
  if (batch.length > 0) yield batch;
}
