/** Ways of showing matched bytes on a line of text. */

/** Printable ASCII as it is, everything else escaped. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes)
    text += escapes[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : hexEscape(byte));
  return text;
}

/** `4d 5a 90`: the way hex patterns are written. */
export function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, hex).join(" ");
}

const escapes: Record<number, string> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };

function hexEscape(byte: number): string {
  return `\\x${hex(byte)}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
