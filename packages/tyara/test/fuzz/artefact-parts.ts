/** Compiled rules taken apart and put together again, so that tests can change what lies inside. */
import { sealRuleSet } from "@tyara/contract";

export const partNames = ["description", "code", "rules", "constants", "tables"] as const;
export type PartName = (typeof partNames)[number];
export type ArtefactParts = Record<PartName, Uint8Array>;

const headerLength = 32;
const lengthsOffset = 12;

export function partsOf(bytes: Uint8Array): ArtefactParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = headerLength;
  const entries = partNames.map((name, index) => {
    const start = at;
    at += view.getUint32(lengthsOffset + index * 4, true);
    return [name, bytes.slice(start, at)] as const;
  });
  return Object.fromEntries(entries) as ArtefactParts;
}

/** The bytes of these parts, with the checksum that they should have. `header` is that of the rules that they came from. */
export function joinParts(header: Uint8Array, parts: ArtefactParts): Uint8Array {
  const length = partNames.reduce((sum, name) => sum + parts[name].length, headerLength);
  const bytes = new Uint8Array(length);
  bytes.set(header.subarray(0, headerLength));
  const view = new DataView(bytes.buffer);
  let at = headerLength;
  partNames.forEach((name, index) => {
    view.setUint32(lengthsOffset + index * 4, parts[name].length, true);
    bytes.set(parts[name], at);
    at += parts[name].length;
  });
  sealRuleSet(bytes);
  return bytes;
}
