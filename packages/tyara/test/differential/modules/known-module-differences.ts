/**
 * Where modules differ from the reference on purpose. Each kind names the conditions that may be false in the reference;
 * the reasons are on `docs/known-differences.md`.
 */
interface KnownDifference {
  readonly module: string;
  readonly why: string;
  /** The fields and functions that it shows in. */
  readonly conditions: RegExp;
  /** The files that it shows in; default all. */
  readonly isIn?: (data: Uint8Array) => boolean;
}

const KNOWN: readonly KnownDifference[] = [];

/** What is left of the differences when known ones are taken away. */
export function unexplained(module: string, data: Uint8Array, wrong: readonly string[]): readonly string[] {
  const known = KNOWN.filter((kind) => kind.module === module && kind.isIn?.(data) !== false);
  return wrong.filter((text) => !known.some(({ conditions }) => conditions.test(text)));
}
