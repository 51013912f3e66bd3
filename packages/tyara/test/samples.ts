/**
 * Reads the recorded module samples: `HASH.in.zip` holds the sample as Intel HEX, `HASH.out` what the module says of
 * it. Samples may be malware: they exist in memory only.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const FOLDER: string = fileURLToPath(new URL("../../../../shared/conformance/modules/", import.meta.url));

/** Whether the recorded samples are there; tests that need them skip themselves otherwise. */
export const hasSamples: boolean = existsSync(FOLDER);

export interface Sample {
  readonly module: string;
  readonly name: string;
  /** Decoded anew at each call. */
  readonly read: () => Uint8Array;
  /** The recorded YAML. */
  readonly expected: string;
}

/** All samples of a module, in the order of their names; none when the folder is missing. */
export function samplesOf(module: string): Sample[] {
  const folder = `${FOLDER}${module}/`;
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".in.zip"))
    .map((file) => file.slice(0, -7));
  return names.sort().map((name) => ({
    module,
    name,
    read: () => decodeIntelHex(unzipFirst(readFileSync(`${folder}${name}.in.zip`))),
    expected: readFileSync(`${folder}${name}.out`, "utf8"),
  }));
}

const CENTRAL_ENTRY = 0x02014b50;
const DEFLATED = 8;

/** The first file of a zip archive. */
export function unzipFirst(zip: Buffer): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entry = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(entry) !== CENTRAL_ENTRY) throw new Error("no central directory");
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const body = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(body) : body;
}

const Record = { data: 0, end: 1, segmentBase: 2, linearBase: 4 } as const;

/** The bytes that an Intel HEX text describes, from address 0; gaps are zero. */
export function decodeIntelHex(text: Buffer): Uint8Array {
  let out = new Uint8Array(text.length);
  let base = 0;
  let length = 0;
  for (const line of text.toString("latin1").split(/\r?\n/)) {
    if (!line.startsWith(":")) continue;
    const record = Buffer.from(line.slice(1), "hex");
    const count = record.readUInt8(0);
    const kind = record.readUInt8(3);
    if (kind === Record.end) break;
    if (kind === Record.linearBase) base = record.readUInt16BE(4) * 0x10000;
    if (kind === Record.segmentBase) base = record.readUInt16BE(4) * 16;
    if (kind !== Record.data) continue;
    const address = base + record.readUInt16BE(1);
    if (address + count > out.length) out = grown(out, address + count);
    out.set(record.subarray(4, 4 + count), address);
    length = Math.max(length, address + count);
  }
  return out.slice(0, length);
}

function grown(bytes: Uint8Array<ArrayBuffer>, atLeast: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(atLeast, bytes.length * 2));
  larger.set(bytes);
  return larger;
}
