/** What must be true of the formatter whatever it is given. */
import { isTrivia, parse, Token } from "@tyara/language/syntax";
import { type FormatOptions, format, formatEdits } from "tyara/format";

/** What is wrong with the way a source is formatted; nothing, if all is well. */
export function problemsOf(source: string, options: FormatOptions = {}): string[] {
  const problems: string[] = [];
  const { text, isChanged, refusal } = format(source, options);
  if (refusal !== undefined)
    return refusal.isBug ? [`refused at ${refusal.span.start}: ${refusal.message}`] : [];
  if (isChanged !== (text !== source)) problems.push("isChanged is wrong");
  if (tokensOf(text) !== tokensOf(source)) problems.push("tokens differ");
  const again = format(text, options);
  if (again.refusal !== undefined) problems.push("its own output is refused");
  else if (again.isChanged) problems.push(`formatting twice differs at ${differenceOf(text, again.text)}`);
  if (withEdits(source, options) !== text) problems.push("edits lead elsewhere");
  return problems;
}

/** Kinds and texts of all tokens; of comments, the lines without the spaces around them. */
function tokensOf(source: string): string {
  const { tree } = parse(source);
  const lines: string[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    const kind = tree.tokenKind(token);
    if (kind === Token.Whitespace || kind === Token.Newline) continue;
    const text = tree.tokenText(token);
    lines.push(
      `${kind} ${isTrivia(kind) ? text.replace(/[ \t]*(\r\n?|\n)[ \t]*|[ \t\r]+$/g, "\n").trim() : text}`,
    );
  }
  return lines.join("\n");
}

function withEdits(source: string, options: FormatOptions): string {
  const bytes = Buffer.from(source);
  const parts: Buffer[] = [];
  let copied = 0;
  for (const { start, end, text } of formatEdits(source, options).edits) {
    parts.push(bytes.subarray(copied, start), Buffer.from(text));
    copied = end;
  }
  return Buffer.concat([...parts, bytes.subarray(copied)]).toString();
}

function differenceOf(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const excerpt = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return `${excerpt(one)} → ${excerpt(other)}`;
}
