/**
 * Where modules differ from the reference on purpose. Each kind names the conditions that may be false in the reference;
 * the reasons are on `docs/known-differences.md`.
 */
interface KnownDifference {
  readonly module: string;
  readonly why: string;
  /** The fields and functions that it shows in. */
  readonly conditions: RegExp;
  /** The files that it shows in, by their bytes and all that differs; default all. */
  readonly isIn?: (data: Uint8Array, wrong: readonly string[]) => boolean;
}

const KNOWN: readonly KnownDifference[] = [
  {
    module: "pe",
    why: "sums of offset and size of a section do not fit 32 bits",
    conditions: /^pe\.section_index\(\d{10,}\)/,
  },
  {
    module: "crx",
    why: "a package whose archive or manifest is damaged is one here",
    conditions: /./,
    isIn: (_data, wrong) => wrong.includes("crx.is_crx"),
  },
];

/** What is left of the differences when known ones are taken away. */
export function unexplained(module: string, data: Uint8Array, wrong: readonly string[]): readonly string[] {
  const known = KNOWN.filter((kind) => kind.module === module && kind.isIn?.(data, wrong) !== false);
  return wrong.filter((text) => !known.some(({ conditions }) => conditions.test(text)));
}
