/** Distinguished names, written as `/C=US/O=Example/CN=Somebody`. */
import { type DerElement, elements, oidOf, stringOf } from "../asn1/index.ts";
import { toHex } from "../hashing/index.ts";

/** The attribute types of X.520, from 2.5.4.0 on. */
const X520_NAMES: readonly string[] = `
  objectClass aliasedObjectName knowledgeInformation CN sn serialNumber C L ST street O OU title
  description searchGuide businessCategory postalAddress postalCode postOfficeBox
  physicalDeliveryOfficeName telephoneNumber telexNumber teletexTerminalIdentifier
  facsimileTelephoneNumber x121Address internationaliSDNNumber registeredAddress
  destinationIndicator preferredDeliveryMethod presentationAddress supportedApplicationContext
  member owner roleOccupant seeAlso userPassword userCertificate cACertificate
  authorityRevocationList certificateRevocationList crossCertificatePair name givenName initials
  generationQualifier x500UniqueIdentifier dnQualifier enhancedSearchGuide protocolInformation
  distinguishedName uniqueMember houseIdentifier supportedAlgorithms deltaRevocationList dmdName`
  .trim()
  .split(/\s+/);

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ...X520_NAMES.map((name, i): [string, string] => [`2.5.4.${i}`, name]),
  ["2.5.4.65", "pseudonym"],
  ["0.9.2342.19200300.100.1.1", "uid"],
  ["0.9.2342.19200300.100.1.3", "mail"],
  ["0.9.2342.19200300.100.1.25", "DC"],
  ["1.2.840.113549.1.9.1", "email"],
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
        text += `/${SHORT_NAMES.get(oid) ?? oid}=${formatValue(value)}`;
    }
  }
  return text;
}

/** Values that are no text are written in hexadecimal, behind a `#`. */
function formatValue(value: DerElement): string {
  return stringOf(value) ?? `#${toHex(value.content)}`;
}
