import fc from "fast-check";
import { expect, it } from "vitest";
import { batchesOf } from "./batches.ts";
import type { ListedObject } from "./objects/source.ts";

async function* objectsOf(sizes: readonly number[]): AsyncGenerator<ListedObject> {
  for (const [index, size] of sizes.entries()) yield { name: `object ${index}`, size, version: "1" };
}

it("keeps all objects in order, within the limits but for single large ones", async () => {
  const sizes = fc.array(fc.nat({ max: 100 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 120 }),
      async (all, maxObjects, maxBytes) => {
        const batches: (readonly ListedObject[])[] = [];
        for await (const batch of batchesOf(objectsOf(all), { maxObjects, maxBytes })) batches.push(batch);
        expect(batches.flat().map(({ size }) => size)).toEqual(all);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(maxObjects);
          const bytes = batch.reduce((sum, { size }) => sum + size, 0);
          if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
        }
      },
    ),
  );
});
