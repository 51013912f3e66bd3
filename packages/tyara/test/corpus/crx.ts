/** Writes Chrome extension packages: a header and a zip archive. */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";
import { buildZip, type ZipFile } from "./zip.ts";

export interface CrxProof {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  /** Default false: RSA. */
  readonly isEcdsa?: boolean;
}

export interface CrxOptions {
  /** Default 3. */
  readonly version?: number;
  readonly proofs?: readonly CrxProof[];
  /** The id in version 3; default 16 bytes from 0. */
  readonly id?: Uint8Array;
  /** Fields of the header, encoded, in place of proofs and id. */
  readonly header?: Uint8Array;
  readonly headerSize?: number;
  /** The manifest: text, or what is written as JSON. */
  readonly manifest?: unknown;
  /** Lists of messages by locale, likewise. */
  readonly messages?: Readonly<Record<string, unknown>>;
  /** Whether files are deflated; default true. */
  readonly isDeflated?: boolean;
  /** The archive in place of one with manifest and messages. */
  readonly archive?: Uint8Array;
}

const bytesOf = (content: unknown): Uint8Array =>
  content instanceof Uint8Array
    ? content
    : new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));

/** A field of a protocol buffer that holds bytes. */
export function bufferField(number: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new ByteBuilder();
  for (const value of [number * 8 + 2, content.length]) {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.u8((rest & 0x7f) | 0x80);
    out.u8(rest);
  }
  return out.bytes(content).build();
}

const defaultId = Uint8Array.from({ length: 16 }, (_, i) => i);

/** The package. */
export function buildCrx(options: CrxOptions = {}): Uint8Array<ArrayBuffer> {
  const { version = 3, proofs = [] } = options;
  const out = new ByteBuilder().text("Cr24").u32(version);
  if (version === 2) {
    const { publicKey, signature } = proofs[0] ?? {
      publicKey: new Uint8Array(),
      signature: new Uint8Array(),
    };
    out.u32(publicKey.length, signature.length).bytes(publicKey).bytes(signature);
  } else {
    const header = options.header ?? buildHeader(proofs, options.id ?? defaultId);
    out.u32(options.headerSize ?? header.length).bytes(header);
  }
  return out.bytes(options.archive ?? buildArchive(options)).build();
}

function buildHeader(proofs: readonly CrxProof[], id: Uint8Array): Uint8Array {
  const out = new ByteBuilder();
  for (const { publicKey, signature, isEcdsa } of proofs) {
    const proof = new ByteBuilder().bytes(bufferField(1, publicKey)).bytes(bufferField(2, signature)).build();
    out.bytes(bufferField(isEcdsa ? 3 : 2, proof));
  }
  return out.bytes(bufferField(10000, bufferField(1, id))).build();
}

function buildArchive({ manifest, messages = {}, isDeflated = true }: CrxOptions): Uint8Array {
  const method = isDeflated ? 8 : 0;
  const files: ZipFile[] = [];
  if (manifest !== undefined) files.push({ path: "manifest.json", content: bytesOf(manifest), method });
  for (const [locale, list] of Object.entries(messages))
    files.push({ path: `_locales/${locale}/messages.json`, content: bytesOf(list), method });
  return buildZip(files);
}

const manifestOf = (fields: object) => ({ manifest_version: 3, name: "N", version: "1", ...fields });
const key = new Uint8Array(64).fill(7);

export const crxAmplifiers: readonly Amplifier[] = [
  {
    module: "crx",
    name: "permissions",
    start: 5000,
    make: (count) => buildCrx({ manifest: manifestOf({ permissions: Array(count).fill("a") }) }),
  },
  {
    module: "crx",
    name: "characters of a name",
    start: 50_000,
    make: (count) =>
      buildCrx({ manifest: manifestOf({ name: `__MSG_${"_".repeat(count)}` }), messages: { en: {} } }),
  },
  {
    module: "crx",
    name: "lists within lists",
    start: 5000,
    make: (count) =>
      buildCrx({ manifest: `{"name":"N","version":"1","a":${"[".repeat(count)}${"]".repeat(count)}}` }),
  },
  {
    module: "crx",
    name: "fields of an object",
    start: 3000,
    make: (count) =>
      buildCrx({
        manifest: manifestOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1]))),
      }),
  },
  {
    module: "crx",
    name: "beginnings of comments",
    start: 20_000,
    make: (count) => buildCrx({ manifest: `{"name":"N"}${"/*".repeat(count)}` }),
  },
  {
    module: "crx",
    name: "messages",
    start: 3000,
    make: (count) => {
      const list = Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, { message: "a" }]));
      return buildCrx({ manifest: manifestOf({ name: "__MSG_m1__" }), messages: { en: list } });
    },
  },
  {
    module: "crx",
    name: "proofs",
    start: 50,
    make: (count) =>
      buildCrx({ manifest: manifestOf({}), proofs: Array(count).fill({ publicKey: key, signature: key }) }),
  },
  {
    module: "crx",
    name: "fields of the header",
    start: 5000,
    make: (count) => {
      const header = new Uint8Array(2 * count);
      for (let i = 0; i < header.length; i += 2) header[i] = 0x0a;
      return buildCrx({ header, manifest: manifestOf({}) });
    },
  },
  {
    module: "crx",
    name: "entries in front of the manifest",
    start: 1000,
    make: (count) =>
      buildCrx({
        archive: buildZip([
          ...Array.from({ length: count }, (_, i) => ({ path: `f${i}`, isListedOnly: true })),
          { path: "manifest.json", content: JSON.stringify(manifestOf({})) },
        ]),
      }),
  },
];
