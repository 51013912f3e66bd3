/**
 * Names of files as text, and back. A name that is UTF-8 without backslash stands for itself. Otherwise each backslash and each byte
 * that is no UTF-8 is `\xNN`, so that different names stay different.
 */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function fileName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes).replaceAll("\\", "\\x5c");
  } catch {
    return Buffer.from(bytes)
      .toString("latin1")
      .replace(/[\\\x80-\xff]/g, escaped);
  }
}

function escaped(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** The bytes of {@link fileName}. */
export function nameBytes(name: string): Buffer {
  const parts = name.split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 0 ? Buffer.from(part) : Buffer.from([Number.parseInt(part, 16)]),
    ),
  );
}
