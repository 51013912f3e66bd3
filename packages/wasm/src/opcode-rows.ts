import type { Feature, Immediate } from "./generated/opcodes.ts";

/** An instruction: name, opcode, immediates, size of the immediates, signature, feature. */
export type OpcodeRow = readonly [string, number, Immediate, number, string, Feature];

/**
 * The opcode table in the form of its data file, without comments: a text is a third of the size of a list in programs that
 * carry it.
 */
export function readOpcodeRows(text: string): readonly OpcodeRow[] {
  const rows: OpcodeRow[] = [];
  let feature = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("=")) {
      feature = line.slice(1);
      continue;
    }
    const [first, immediates, signature, ...names] = line.split(" ") as [string, string, string, ...string[]];
    const [immediate, size] = immediates.split(":") as [string, string?];
    const code = Number.parseInt(first, 16);
    let prefix = "";
    names.forEach((given, index) => {
      const name = given.includes(".") ? given : prefix + given;
      prefix = name.slice(0, name.indexOf(".") + 1);
      rows.push([
        name,
        code + index,
        (immediate === "-" ? "none" : immediate) as Immediate,
        Number(size ?? 0),
        signature,
        feature as Feature,
      ]);
    });
  }
  return rows.sort(([, a], [, b]) => a - b);
}
