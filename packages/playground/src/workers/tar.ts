/** Where the files of a tar archive are. Formats: ustar, with long names of GNU and of pax. */

export interface TarEntry {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const BLOCK = 512;

export function readTar(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const size = readSize(bytes, at);
    const start = at + BLOCK;
    const end = start + size;
    if (!Number.isSafeInteger(size) || end > bytes.length)
      throw new Error("the archive is cut off or damaged");
    const type = String.fromCharCode(bytes[at + 156]!);
    if (type === "L") longName = text(bytes, start, size);
    else if (type === "x")
      longName = /(?:^|\n)\d+ path=(.*)\n/.exec(text(bytes, start, size))?.[1] ?? longName;
    else {
      if (type === "0" || type === "\0") entries.push({ path: longName ?? nameOf(bytes, at), start, end });
      longName = undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

/** Octal digits, or a number with its highest bit set. */
function readSize(bytes: Uint8Array, header: number): number {
  if ((bytes[header + 124]! & 0x80) === 0)
    return Number.parseInt(text(bytes, header + 124, 12).trim() || "0", 8);
  let size = 0;
  for (let i = 128; i < 136; i++) size = size * 256 + bytes[header + i]!;
  return size;
}

function nameOf(bytes: Uint8Array, header: number): string {
  const isUstar = text(bytes, header + 257, 5) === "ustar";
  const prefix = isUstar ? text(bytes, header + 345, 155) : "";
  const name = text(bytes, header, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Up to the first NUL. */
function text(bytes: Uint8Array, start: number, length: number): string {
  const part = bytes.subarray(start, start + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end));
}
