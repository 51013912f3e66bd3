/** A portable executable as its parsers see it: headers, sections and the way from an address to a file offset. */
import { ByteReader } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import {
  type CoffHeader,
  type DataDirectory,
  type OptionalHeader,
  peOffset,
  readCoffHeader,
  readDirectories,
  readDirectory,
  readOptionalHeader,
} from "./headers.ts";
import { readSections, type Section } from "./sections.ts";

/** Compat: files are mapped in units of at most so many bytes, whatever alignment the header claims. */
const MAX_FILE_ALIGNMENT = 0x200;
/** Images that are aligned to pages are mapped in whole sectors. */
const PAGE_SIZE = 0x1000;

export class PeImage {
  readonly reader: ByteReader;
  readonly coff: CoffHeader;
  readonly optional: OptionalHeader;
  readonly directories: readonly DataDirectory[];
  readonly sections: readonly Section[];
  /** Bytes of names that may be read: thousands of functions can share one. */
  readonly names: Budget;

  private constructor(reader: ByteReader, coff: CoffHeader, optional: OptionalHeader) {
    this.reader = reader;
    this.coff = coff;
    this.optional = optional;
    this.directories = readDirectories(reader, optional);
    this.sections = readSections(reader, coff);
    this.names = Budget.ofBytes(reader.length, "names of functions and libraries");
  }

  /** `undefined` unless the header behind the signature is there; what follows may be cut off. */
  static read(data: Uint8Array): PeImage | undefined {
    const reader = new ByteReader(data);
    const offset = peOffset(reader);
    const coff = offset === undefined ? undefined : readCoffHeader(reader, offset);
    return coff && new PeImage(reader, coff, readOptionalHeader(reader, coff));
  }

  /** The directory entry when it is there and not empty, even where {@link directories} says there are fewer. */
  directory(index: number): DataDirectory | undefined {
    const entry = readDirectory(this.reader, this.optional, index);
    return entry && entry.virtual_address !== 0 ? entry : undefined;
  }

  /**
   * The file offset of an address relative to the image base; it may lie behind the end of a truncated file. Of several
   * sections that hold the address, the one that begins last counts. Addresses in front of all sections are headers.
   */
  offsetOf(rva: number): number | undefined {
    let lowest = Number.MAX_SAFE_INTEGER;
    let home: Section | undefined;
    for (const section of this.sections) {
      const start = section.virtual_address;
      lowest = Math.min(lowest, start);
      const isInside = rva >= start && rva - start < Math.max(section.virtual_size, section.raw_data_size);
      if (isInside && (home === undefined || start >= home.virtual_address)) home = section;
    }
    if (home !== undefined) return this.offsetIn(home, rva - home.virtual_address);
    return this.sections.length > 0 && rva < lowest ? rva : undefined;
  }

  /** What a section has beyond its raw data is zeros in memory and nothing in the file. */
  private offsetIn(section: Section, distance: number): number | undefined {
    return distance < section.raw_data_size ? this.rawStart(section) + distance : undefined;
  }

  /** Where the loader reads a section from: the file is mapped in whole units. */
  private rawStart(section: Section): number {
    const unit = Math.min(this.optional.fileAlignment, MAX_FILE_ALIGNMENT);
    const offset = section.raw_data_offset;
    const aligned = unit === 0 ? offset : offset - (offset % unit);
    return this.optional.sectionAlignment < PAGE_SIZE ? aligned : aligned - (aligned % MAX_FILE_ALIGNMENT);
  }
}
