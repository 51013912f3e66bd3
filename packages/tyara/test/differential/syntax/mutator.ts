/** Breaks sources the way people and editors do: a token or a character lost, doubled, swapped or out of place. */
import { parse } from "@tyara/language/syntax";
import type { Random } from "../random.ts";

/** Tokens and scraps to put where they do not belong. */
const SCRAPS =
  'and or not of in at for all any them rule import global private meta strings condition true ascii xor base64 with defined ( ) [ ] { } : , . .. = == + - * \\ % & | ^ ~ << >> < $ # @ ! $a #a $a* a 1 1.5 "s" " / /r/ /* // \' ; ? “x” é _ 0x 99999999999999999999 { "\\z" """ 1KB /a/x { }'.split(
    " ",
  );

/** The source with one to three small things broken. */
export function breakSource(source: string, random: Random): string {
  let text = source;
  for (let i = random.pick([1, 1, 1, 2, 3]); i > 0; i--)
    text = random.chance(70) ? breakToken(text, random) : breakCharacter(text, random);
  return text;
}

function breakToken(source: string, random: Random): string {
  const tokens = tokensOf(source);
  const at = random.below(tokens.length);
  const token = tokens[at]!;
  switch (random.below(5)) {
    case 0:
      tokens[at] = "";
      break;
    case 1:
      tokens[at] = `${token} ${token}`;
      break;
    case 2:
      tokens[at] = random.pick(SCRAPS);
      break;
    case 3:
      tokens[at] = `${token}${random.pick(["", " "])}${random.pick(SCRAPS)}${random.pick(["", " "])}`;
      break;
    default: {
      const other = random.below(tokens.length);
      tokens[at] = tokens[other]!;
      tokens[other] = token;
    }
  }
  return tokens.join("");
}

function breakCharacter(source: string, random: Random): string {
  const at = random.below(source.length + 1);
  switch (random.below(3)) {
    case 0:
      return source.slice(0, at) + source.slice(at + 1);
    case 1:
      return source.slice(0, at) + random.pick([..."\"/{}()[]$#@!\\*.x0 \nA_?~é;'"]) + source.slice(at);
    default:
      return source.slice(0, at);
  }
}

function tokensOf(source: string): string[] {
  const { tree } = parse(source);
  return Array.from({ length: tree.tokenCount }, (_, token) => tree.tokenText(token));
}
