import type { ElfFile } from "./headers.ts";

/** Where a table of symbols is in the file, and where the names are that it refers to. */
export interface SymbolPlace {
  readonly offset: number;
  readonly byteLength: number;
  readonly names: number | undefined;
}

/** Bytes of a symbol. */
export const symbolSize = ({ header }: ElfFile): number => (header.is64 ? 24 : 16);
