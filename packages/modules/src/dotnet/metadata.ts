/**
 * Finds the metadata of a .NET assembly (ECMA-335, part II): the CLI header behind a data directory of the executable,
 * the metadata root it points to, and the root's streams.
 */
import { ByteReader } from "@tyara/base";
import { latin1 } from "../kit/text.ts";
import { PeImage } from "../pe/image.ts";

/** Spec: the data directory of the CLI header. */
const CLI_HEADER_DIRECTORY = 14;
const METADATA_SIGNATURE = 0x424a5342;
/** Spec: the version's text is at most so long, terminator and padding included. */
const MAX_VERSION_LENGTH = 255;
/** Spec: names of streams are at most 32 characters. */
const MAX_STREAM_NAME = 33;

export interface MetadataStream {
  readonly name: string;
  /** From the start of the file. */
  readonly offset: number;
  readonly size: number;
}

export interface Metadata {
  readonly image: PeImage;
  readonly version: string;
  readonly streams: readonly MetadataStream[];
  /** Where resources begin in the file, `undefined` when there is no place for them. */
  readonly resources: number | undefined;
}

/** The metadata, or `undefined` when the data is no .NET assembly. */
export function readMetadata(data: Uint8Array): Metadata | undefined {
  const image = PeImage.read(data);
  const directory = image?.directory(CLI_HEADER_DIRECTORY);
  const header = directory && image?.offsetOf(directory.virtual_address);
  if (!image || header === undefined) return undefined;
  const { reader } = image;
  const root = offsetBehind(image, reader.u32At(header + 8));
  if (root === undefined || reader.u32At(root) !== METADATA_SIGNATURE) return undefined;
  const versionLength = reader.u32At(root + 12);
  if (versionLength === undefined || versionLength > MAX_VERSION_LENGTH) return undefined;
  const [version = ""] = latin1(reader.clampedBytesAt(root + 16, versionLength)).split("\0");
  const streams = readStreams(reader, root, root + 16 + versionLength);
  return { image, version, streams, resources: offsetBehind(image, reader.u32At(header + 24)) };
}

/** Where the file holds what an address refers to; address 0 refers to nothing. */
function offsetBehind(image: PeImage, rva: number | undefined): number | undefined {
  return rva === undefined || rva === 0 ? undefined : image.offsetOf(rva);
}

function readStreams(reader: ByteReader, root: number, at: number): MetadataStream[] {
  const streams: MetadataStream[] = [];
  const count = reader.u16At(at + 2) ?? 0;
  let position = at + 4;
  for (let i = 0; i < count; i++) {
    const offset = reader.u32At(position);
    const size = reader.u32At(position + 4);
    const name = reader.zeroTerminatedAt(position + 8, MAX_STREAM_NAME);
    if (offset === undefined || size === undefined || name === undefined) break;
    streams.push({ name: latin1(name), offset: root + offset, size });
    position += 8 + 4 * Math.floor(name.length / 4 + 1);
  }
  return streams;
}

/**
 * The part of the file that the last stream of one of these names is; empty without one, or where the file does not hold
 * all of it.
 */
export function streamReader({ image, streams }: Metadata, ...names: string[]): ByteReader {
  const stream = streams.filter(({ name }) => names.includes(name)).at(-1);
  const bytes = stream && image.reader.bytesAt(stream.offset, stream.size);
  return new ByteReader(bytes ?? new Uint8Array(0));
}
