/** The headers of Mach-O files: of one image, and of a fat file that holds images for several processors. */

import { type ByteOrder, ByteReader } from "@tyara/base";
import { MachoMagic } from "@tyara/language/modules";

export interface ImageFormat {
  readonly order: ByteOrder;
  readonly is64: boolean;
}

/** Of what byte order and width an image with this magic is. */
export function imageFormat(magic: number | undefined): ImageFormat | undefined {
  switch (magic) {
    case MachoMagic.big32:
      return { order: "big", is64: false };
    case MachoMagic.little32:
      return { order: "little", is64: false };
    case MachoMagic.big64:
      return { order: "big", is64: true };
    case MachoMagic.little64:
      return { order: "little", is64: true };
    default:
      return undefined;
  }
}

/** Whether the data is a fat file, and of which width. */
export function fatFormat(data: Uint8Array): { readonly is64: boolean } | undefined {
  const magic = new ByteReader(data, { order: "big" }).u32At(0);
  if (magic === MachoMagic.fat32) return { is64: false };
  return magic === MachoMagic.fat64 ? { is64: true } : undefined;
}
