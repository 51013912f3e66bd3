/** A folder of made-up files and rules that find some of them. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const rules = `
rule seventh : some_tag { meta: score = 7 strings: $a = "seven" condition: $a }
rule large { condition: filesize > 900 }
rule both { condition: seventh and large }`;

/** Deterministic bytes. */
export function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1664525) + 1013904223;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** `count` files in sub-folders of 100; each seventh says "seven". */
export function makeSamples(
  count: number,
  sizeOf: (index: number) => number = (index) => (index * 37) % 1000,
): string {
  const root = mkdtempSync(join(tmpdir(), "hunt-samples-"));
  for (let index = 0; index < count; index++) {
    const folder = join(root, `folder ${Math.floor(index / 100)}`);
    if (index % 100 === 0) mkdirSync(folder);
    const text = index % 7 === 0 ? "seven" : "other";
    writeFileSync(
      join(folder, `file ${index}`),
      Buffer.concat([Buffer.from(text), noise(index, sizeOf(index))]),
    );
  }
  return root;
}
