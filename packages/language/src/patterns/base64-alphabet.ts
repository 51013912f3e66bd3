import { errors } from "../diagnostics/index.ts";
import type { Base64Alphabet } from "../syntax/index.ts";
import { reject } from "./rule-rejected.ts";

const ALPHABET_LENGTH = 64;
const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** E026 unless the alphabet is made of 64 different printable ASCII characters without `=`, which is padding. */
export function checkAlphabet({ value, span }: Base64Alphabet): void {
  const bytes = new TextEncoder().encode(value);
  const refuse = (problem: string): never => reject(errors.invalidBase64Alphabet(span, { problem }));
  if (bytes.length !== ALPHABET_LENGTH) refuse(`${bytes.length} bytes long; it must be ${ALPHABET_LENGTH}`);
  const seen = new Set<number>();
  for (const byte of bytes) {
    const name = `byte 0x${byte.toString(16).padStart(2, "0")}`;
    if (byte < 0x20 || byte > 0x7e) refuse(`${name} is not printable ASCII`);
    if (byte === 0x3d) refuse("`=` cannot be part of it, it means padding");
    if (seen.has(byte)) refuse(`${name} occurs twice`);
    seen.add(byte);
  }
}

/** The alphabet as the search wants it: none for the standard one. */
export function customAlphabet(alphabet: Base64Alphabet | undefined): { alphabet?: string } {
  return alphabet === undefined || alphabet.value === STANDARD ? {} : { alphabet: alphabet.value };
}
