/**
 * Module `console`: functions that are always true and write a message to whoever listens to the scan. Strings are
 * written with every byte that is not printable ASCII escaped, so a message is one line of plain text.
 */

import { spendMemory } from "@tyara/base";
import type { FunctionContext, Module } from "@tyara/language/modules";
import { consoleSchema } from "@tyara/language/modules";
import { clampedRange } from "../kit/data-range.ts";
import { bindModule, codeOf } from "../kit/define-module.ts";
import { noteLimit } from "../kit/limits.ts";

/** Limit: bytes of a string that a message shows. A rule may ask for all of a large file, which nobody reads. */
const MAX_SHOWN = 1 << 16;

export const consoleModule: Module = bindModule(consoleSchema, {
  functions: codeOf({
    "log(string: string) -> bool": (context, string) => write(context, escaped(string)),
    "log(message: string, string: string) -> bool": (context, message, string) =>
      write(context, escaped(message) + escaped(string)),
    "log(offset: integer, length: integer) -> bool": (context, offset, length) =>
      write(context, dataText(context, offset, length)),
    "log(message: string, offset: integer, length: integer) -> bool": (context, message, offset, length) =>
      write(context, escaped(message) + dataText(context, offset, length)),
    "log(b: bool) -> bool": (context, b) => write(context, String(b)),
    "log(message: string, b: bool) -> bool": (context, message, b) => write(context, escaped(message) + b),
    "log(i: integer) -> bool": (context, i) => write(context, String(i)),
    "log(message: string, i: integer) -> bool": (context, message, i) => write(context, escaped(message) + i),
    "log(f: float) -> bool": (context, f) => write(context, floatText(f)),
    "log(message: string, f: float) -> bool": (context, message, f) =>
      write(context, escaped(message) + floatText(f)),
    "hex(i: integer) -> bool": (context, i) => write(context, hexText(i)),
    "hex(message: string, i: integer) -> bool": (context, message, i) =>
      write(context, escaped(message) + hexText(i)),
  }),
});

function write(context: FunctionContext, message: string): true {
  context.log(message);
  return true;
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x22, '\\"'],
  [0x27, "\\'"],
  [0x5c, "\\\\"],
]);

function escaped(bytes: Uint8Array): string {
  const shown = Math.min(bytes.length, MAX_SHOWN);
  spendMemory(shown * longestEscape);
  let text = "";
  for (let i = 0; i < shown; i++) text += textOfByte[bytes[i]!];
  if (shown === bytes.length) return text;
  noteLimit(`messages of more than ${MAX_SHOWN} bytes`);
  return `${text}… (${bytes.length - shown} more bytes)`;
}

const textOfByte: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => escapes.get(byte) ?? printable(byte),
);
const longestEscape = 4;

function printable(byte: number): string {
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return isPrintable ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
}

function dataText(context: FunctionContext, offset: bigint, length: bigint): string {
  return escaped(clampedRange(context.data, offset, length) ?? new Uint8Array(0));
}

function hexText(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** All digits, never an exponent; what is no number is written as in other languages of the field. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0";
  return withoutExponent(String(value));
}

function withoutExponent(text: string): string {
  const [, sign, whole, fraction = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}
