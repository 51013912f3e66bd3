// A compiled module in bytes, to keep or to send. No host gives its machine code away, so what is kept is the
// WebAssembly with a header that says whether this version can run it:
//
//   bytes 0–3    "TYRM"
//   4–5          format version, little-endian
//   6–7          reserved, zero
//   8–11         features that the module uses, a bit each in the order of `featureBits`
//   12–15        length of the module
//   16–23        fingerprint of the module (FNV-1a, 64 bits)
//   24–          the module
//
// The fingerprint is against damage, not against forgery: the module is validated again in any case.
import {
  BinaryReader,
  catchFailure,
  type DecodedModule,
  decodeModule,
  type Feature,
  InstructionReader,
  opcodeRows,
} from "@tyara/wasm";
import { ModuleError } from "./errors.ts";

const magic = [0x54, 0x59, 0x52, 0x4d];
const formatVersion = 1;
const headerLength = 24;

/**
 * Features by bit; `later` are those that this release has no code for, and the host may run. New ones are added at the
 * end: an old version refuses what it does not know.
 */
const featureBits: readonly (Feature | "later")[] = [
  "mvp",
  "sign-extension",
  "saturating-conversions",
  "bulk-memory",
  "reference-types",
  "tail-calls",
  "simd",
  "later",
  "relaxed-simd",
  "threads",
];

const featureOfOpcode = new Map(opcodeRows.map(([, op, , , , feature]) => [op, feature]));

/** Writes a valid module with its header. */
export function serializeModule(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(headerLength + bytes.length);
  const view = new DataView(out.buffer);
  out.set(magic);
  view.setUint16(4, formatVersion, true);
  view.setUint32(8, usedFeatures(bytes), true);
  view.setUint32(12, bytes.length, true);
  const [low, high] = fingerprint(bytes);
  view.setUint32(16, low, true);
  view.setUint32(20, high, true);
  out.set(bytes, headerLength);
  return out;
}

/** The module in what `serializeModule` wrote. Throws ModuleError `incompatible` for anything else. */
export function deserializeModule(serialized: Uint8Array): Uint8Array {
  if (serialized.length < headerLength || magic.some((byte, index) => serialized[index] !== byte)) {
    throw incompatible("these bytes are no serialized module");
  }
  const view = new DataView(serialized.buffer, serialized.byteOffset, serialized.byteLength);
  const version = view.getUint16(4, true);
  if (version !== formatVersion)
    throw incompatible(`format version ${version} is not ${formatVersion}, which this release reads`);
  if (view.getUint32(8, true) >= 2 ** featureBits.length)
    throw incompatible("the module uses features that this release does not know");
  const bytes = serialized.subarray(headerLength);
  if (view.getUint32(12, true) !== bytes.length)
    throw incompatible("the serialized module is cut off or has bytes behind it");
  const [low, high] = fingerprint(bytes);
  if (view.getUint32(16, true) !== low || view.getUint32(20, true) !== high)
    throw incompatible("the serialized module is damaged");
  return bytes;
}

function incompatible(message: string): ModuleError {
  return new ModuleError("incompatible", message);
}

function usedFeatures(bytes: Uint8Array): number {
  const features = catchFailure(() => {
    const decoded = decodeModule(bytes);
    return decoded.kind === "module" ? featuresOf(decoded) : decoded;
  });
  if (!("kind" in features)) return bitsOf(features);
  if (features.kind === "unsupported") return bitsOf(["mvp", "later"]);
  throw new ModuleError(features.kind, features.message, { offset: features.offset });
}

function bitsOf(features: Iterable<(typeof featureBits)[number]>): number {
  let bits = 0;
  for (const feature of features) bits |= 1 << featureBits.indexOf(feature);
  return bits;
}

function featuresOf(module: DecodedModule): ReadonlySet<Feature> {
  const features = new Set<Feature>(["mvp"]);
  for (const { code } of module.code) {
    const instructions = new InstructionReader(new BinaryReader(module.bytes, code.start, code.end));
    while (!instructions.reader.isAtEnd) features.add(featureOfOpcode.get(instructions.next())!);
  }
  return features;
}

// FNV-1a on 64 bits, in four 16-bit limbs: the prime is 2^40 + 0x1b3.
function fingerprint(bytes: Uint8Array): readonly [number, number] {
  let [a, b, c, d] = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  for (const byte of bytes) {
    a ^= byte;
    const [p0, p1, p2, p3] = [a * 0x1b3, b * 0x1b3, c * 0x1b3 + (a << 8), d * 0x1b3 + (b << 8)];
    a = p0 & 0xffff;
    b = (p1 + (p0 >>> 16)) & 0xffff;
    c = (p2 + ((p1 + (p0 >>> 16)) >>> 16)) & 0xffff;
    d = (p3 + ((p2 + ((p1 + (p0 >>> 16)) >>> 16)) >>> 16)) & 0xffff;
  }
  return [(a | (b << 16)) >>> 0, (c | (d << 16)) >>> 0];
}
