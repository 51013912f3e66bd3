/** The headers of Mach-O files: of one image, and of a fat file that holds images for several processors. */
import { type ByteOrder, ByteReader } from "../../base/index.ts";

/** The magics as their four bytes read from left to right. */
const Magic = {
  big32: 0xfeedface,
  little32: 0xcefaedfe,
  big64: 0xfeedfacf,
  little64: 0xcffaedfe,
  fat32: 0xcafebabe,
  fat64: 0xcafebabf,
} as const;

/** How an image or a fat file may begin. */
export const magics: readonly (readonly number[])[] = Object.values(Magic).map((magic) => [
  magic >>> 24,
  (magic >>> 16) & 0xff,
  (magic >>> 8) & 0xff,
  magic & 0xff,
]);

export interface ImageFormat {
  readonly order: ByteOrder;
  readonly is64: boolean;
}

/** Of what byte order and width an image with this magic is. */
export function imageFormat(magic: number | undefined): ImageFormat | undefined {
  switch (magic) {
    case Magic.big32:
      return { order: "big", is64: false };
    case Magic.little32:
      return { order: "little", is64: false };
    case Magic.big64:
      return { order: "big", is64: true };
    case Magic.little64:
      return { order: "little", is64: true };
    default:
      return undefined;
  }
}

/** Whether the data is a fat file, and of which width. */
export function fatFormat(data: Uint8Array): { readonly is64: boolean } | undefined {
  const magic = new ByteReader(data, { order: "big" }).u32At(0);
  if (magic === Magic.fat32) return { is64: false };
  return magic === Magic.fat64 ? { is64: true } : undefined;
}
