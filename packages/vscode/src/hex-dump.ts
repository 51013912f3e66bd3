/** Bytes as lines of an offset, sixteen pairs of digits, and characters. */

export const BYTES_A_LINE = 16;

/** Where the digits of the first byte stand in a line. */
export const FIRST_COLUMN = 10;

export function hexDump(bytes: Uint8Array, start: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const row = bytes.subarray(at, at + BYTES_A_LINE);
    const digits = Array.from(row, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = Array.from(row, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
    ).join("");
    const offset = (start + at).toString(16).padStart(8, "0");
    lines.push(`${offset}  ${digits.padEnd(BYTES_A_LINE * 3 - 1)}  |${text}|`);
  }
  return lines.join("\n");
}

/** The line and columns of the digits of bytes that lie in one line of a dump. */
export function hexColumns(from: number, to: number): readonly [start: number, end: number] {
  const first = from % BYTES_A_LINE;
  return [FIRST_COLUMN + first * 3, FIRST_COLUMN + (first + (to - from)) * 3 - 1];
}
