/**
 * What a module says, as data, of the files that it knows. The compiler makes facts of it: a rule that asks for
 * something which only such files have does not run on others, and the module does not parse them.
 */
import { hasBytesAt, type StructValue, type Value } from "@tyara/base";

/**
 * The bytes without which a module has nothing to say. Of data that have none of the alternatives at that place `parse`
 * gives nothing, or a value in which every boolean is false, every list and map empty, and all else absent. Not for
 * modules that read metadata or anything else but the scanned bytes.
 */
export interface FileSignature {
  /** Where it stands. Default 0. */
  readonly offset?: number;
  /** Any of these sequences of bytes; each has at least one. The first four are looked at before a rule runs. */
  readonly alternatives: readonly (readonly number[])[];
  /**
   * Ids of functions, such as `imports(string,integer)`, that without the signature give undefined, false or 0, whatever
   * the arguments. Default: none. Methods are never asked for, as there are no structures to call them on.
   */
  readonly functions?: readonly string[];
}

const maxOffset = 0x7fff_ffff;

/** Throws a `TypeError` that names the mistake. */
export function checkSignature(
  { offset = 0, alternatives, functions = [] }: FileSignature,
  module: string,
  known: { has(id: string): boolean },
): void {
  const refuse = (problem: string) => {
    throw new TypeError(`module ${module}: ${problem}`);
  };
  if (!Number.isInteger(offset) || offset < 0 || offset > maxOffset)
    refuse(`no offset of a signature: ${offset}`);
  if (alternatives.length === 0 || alternatives.some((bytes) => bytes.length === 0))
    refuse("a signature of no bytes");
  for (const byte of alternatives.flat())
    if (!Number.isInteger(byte) || byte < 0 || byte > 255) refuse(`no byte of a signature: ${byte}`);
  for (const id of functions) {
    if (id.includes("::")) refuse(`${id} is a method, not a function`);
    if (!known.has(id)) refuse(`no function ${id}`);
  }
}

export function hasSignature({ offset = 0, alternatives }: FileSignature, data: Uint8Array): boolean {
  return hasBytesAt(data, offset, alternatives);
}

/** Whether a value is what a module gives of data that it does not know. */
export function saysNothing(value: StructValue | undefined): boolean {
  return Object.values(value ?? {}).every(isNothing);
}

function isNothing(value: Value | undefined): boolean {
  if (value === undefined || value === false) return true;
  if (typeof value !== "object" || value instanceof Uint8Array) return false;
  if (Array.isArray(value)) return value.length === 0;
  return value instanceof Map ? value.size === 0 : saysNothing(value as StructValue);
}
