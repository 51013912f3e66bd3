/** Distinguished names, written as `/C=US/O=Example/CN=Somebody`. */
import { type DerElement, elements, oidOf, stringOf } from "../asn1/index.ts";

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.4", "SN"],
  ["2.5.4.5", "serialNumber"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.9", "street"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.5.4.12", "title"],
  ["2.5.4.15", "businessCategory"],
  ["2.5.4.17", "postalCode"],
  ["2.5.4.42", "GN"],
  ["0.9.2342.19200300.100.1.1", "UID"],
  ["0.9.2342.19200300.100.1.25", "DC"],
  ["1.2.840.113549.1.9.1", "emailAddress"],
  ["1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"],
  ["1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"],
  ["1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"],
]);

/** The attributes in the order of the name; attributes without a short name are written with their identifier. */
export function formatName(name: DerElement | undefined): string {
  let text = "";
  for (const set of elements(name)) {
    for (const attribute of elements(set)) {
      const [type, value] = elements(attribute);
      const oid = oidOf(type);
      if (oid !== undefined && value !== undefined)
        text += `/${SHORT_NAMES.get(oid) ?? oid}=${stringOf(value)}`;
    }
  }
  return text;
}
