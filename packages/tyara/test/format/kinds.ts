/** Sources and options that the formatter is tried on. */
import { parse } from "@tyara/language/syntax";
import type { FormatOptions } from "tyara/format";
import type { Random } from "../differential/random.ts";
import { breakSource } from "../differential/syntax/mutator.ts";

const COMMENTS = [
  " // c\n",
  "\n// own\n",
  " /* a\n   b */ ",
  "\n  /*\n\ttext  \n*/\n",
  "\n\n\n",
  "// fmt: off\n",
  "// fmt: on\n",
];

/** The source with comments and line ends at random places, also where no one would put them. */
function scatterComments(source: string, random: Random): string {
  const { tree } = parse(source);
  let text = "";
  for (let token = 0; token < tree.tokenCount; token++) {
    text += tree.tokenText(token);
    if (random.chance(8)) text += random.pick(COMMENTS);
  }
  return text;
}

export function randomOptions(random: Random): FormatOptions {
  const some = () => random.chance(50);
  return {
    alignMetadata: some(),
    alignPatterns: some(),
    indentSectionHeaders: some(),
    indentSectionContents: some(),
    indentation: random.pick([0, 1, 2, 4, "tabs"] as const),
    inputTabSize: random.pick([1, 4, 8]),
    newlineBeforeCurlyBrace: some(),
    emptyLineBeforeSectionHeader: some(),
    emptyLineAfterSectionHeader: some(),
    lineEnding: random.pick(["\n", "\r\n"] as const),
    finalNewline: some(),
  };
}

export const KINDS: readonly (readonly [string, (source: string, random: Random) => string])[] = [
  ["sound", (source) => source],
  ["commented", scatterComments],
  ["broken", breakSource],
  ["commented and broken", (source, random) => breakSource(scatterComments(source, random), random)],
];
