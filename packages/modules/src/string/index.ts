/** Module `string`. */

import type { Module } from "@tyara/language/modules";
import { stringSchema } from "@tyara/language/modules";
import { bindModule, codeOf } from "../kit/define-module.ts";
import { latin1 } from "../kit/text.ts";

const MIN_BASE = 2n;
const MAX_BASE = 36n;
const DECIMAL = 10n;
const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

export const stringModule: Module = bindModule(stringSchema, {
  functions: codeOf({
    "to_int(string: string) -> integer?": (_context, string) => parseInteger(string, DECIMAL),
    "to_int(string: string, base: integer) -> integer?": (_context, string, base) =>
      base >= MIN_BASE && base <= MAX_BASE ? parseInteger(string, base) : undefined,
    "length(string: string) -> integer?": (_context, string) => string.length,
  }),
});

/** The number, or `undefined` where a character is no digit, there is none, or 64 bits do not hold it. */
export function parseInteger(text: Uint8Array, base: bigint): bigint | undefined {
  const [, sign, digits] = /^([+-]?)([0-9a-z]+)$/i.exec(latin1(text)) ?? [];
  if (digits === undefined) return undefined;
  let value = 0n;
  for (const character of digits) {
    const digit = BigInt(Number.parseInt(character, Number(MAX_BASE)));
    if (digit >= base) return undefined;
    value = value * base + (sign === "-" ? -digit : digit);
    if (value > MAX_INTEGER || value < MIN_INTEGER) return undefined;
  }
  return value;
}
