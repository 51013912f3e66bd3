/** What is behind the last section in the file: data of installers, and the certificates. */
import type { PeImage } from "./image.ts";

export type Overlay = { readonly offset: number; readonly size: number };

/** Zeros when nothing is behind the sections. */
export function findOverlay(image: PeImage): Overlay {
  const ends = image.sections.map((section) => section.raw_data_offset + section.raw_data_size);
  // Bounded: as many sections as an image may have.
  const offset = Math.max(...ends);
  const size = image.reader.length - offset;
  return ends.length > 0 && size > 0 ? { offset, size } : { offset: 0, size: 0 };
}
