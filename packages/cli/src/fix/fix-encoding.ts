/** `tyara fix encoding`: rules in another encoding become UTF-8 (CL-28). */
import { isUtf8 } from "node:buffer";
import { detect } from "chardet";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { Messages } from "../terminal/messages.ts";
import { type FixOptions, fixFiles } from "./fix-files.ts";

/** Bytes that the encoding is guessed from. */
const SAMPLE = 1 << 20;

export function fixEncodingCommand(paths: readonly FilePath[], options: FixOptions): ExitCode {
  const messages = new Messages();
  fixFiles(paths, options, messages, (path, bytes) => {
    if (isUtf8(bytes)) return undefined;
    const encoding = encodingOf(bytes, path);
    const after = decode(bytes, encoding, path);
    return {
      before: Buffer.from(bytes).toString(),
      after,
      bytes: Buffer.from(after),
      what: `the encoding (${encoding})`,
    };
  });
  return exitCodeOf(messages);
}

function encodingOf(bytes: Uint8Array, { shown }: FilePath): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const name = detect(bytes.subarray(0, SAMPLE));
  if (name === null) throw new Failure(`${shown}: the encoding cannot be told`);
  return name;
}

function decode(bytes: Uint8Array, encoding: string, { shown }: FilePath): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(`${shown}: it looks like ${encoding}, but cannot be decoded as such`);
  }
}
