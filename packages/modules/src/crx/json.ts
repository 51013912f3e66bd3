/** JSON as Chrome reads it in extensions: with comments, line breaks in strings and two more escapes. */
import { spendWork } from "@tyara/base";

/** The value of a text; `undefined` when it is no JSON. */
export function parseJson(text: string): unknown {
  // The host's parser makes a value of about every other character.
  spendWork(text.length);
  return parseStrict(text) ?? parseStrict(strictForm(text));
}

function parseStrict(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same without what only Chrome takes. */
function strictForm(text: string): string {
  spendWork(text.length * 2);
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      parts.push(text.slice(copied, at), strictString(text.slice(at, end)));
      copied = at = end;
    } else if (character === "/" && (text[at + 1] === "/" || text[at + 1] === "*")) {
      parts.push(text.slice(copied, at), " ");
      copied = at = commentEnd(text, at);
    } else at++;
  }
  parts.push(text.slice(copied));
  return parts.join("");
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function commentEnd(text: string, start: number): number {
  const terminator = text[start + 1] === "*" ? "*/" : "\n";
  const end = text.indexOf(terminator, start + 2);
  return end < 0 ? text.length : end + terminator.length;
}

function strictString(string: string): string {
  return string.replace(/\\x|\\v|\\[\s\S]|[\0-\x1f]/g, (part) => {
    if (part === "\\x") return "\\u00";
    if (part === "\\v") return "\\u000b";
    return part.length === 1 ? `\\u${part.charCodeAt(0).toString(16).padStart(4, "0")}` : part;
  });
}
