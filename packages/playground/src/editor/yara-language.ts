/** Colours of rules while they are written: a tokeniser of lines, which is at once and needs no worker. */
import { StreamLanguage, type StringStream } from "@codemirror/language";

interface State {
  /** What the line before left open. */
  inside: "code" | "comment" | "hex" | "text";
  /** The last word or sign, which tells patterns of divisions and braces of hex from those of rules. */
  last: string;
}

const HEADERS = /^(meta|strings|condition)$/;
const DECLARATIONS = /^(rule|private|global|import|include)$/;
const CONSTANTS = /^(true|false|all|any|none|them|filesize|entrypoint)$/;
const OPERATORS =
  /^(and|or|not|defined|at|in|of|for|with|contains|icontains|startswith|istartswith|endswith|iendswith|iequals|matches)$/;
const MODIFIERS = /^(ascii|wide|nocase|fullword|xor|base64|base64wide)$/;

function token(stream: StringStream, state: State): string | null {
  if (state.inside === "comment") return skipTo(stream, state, "*/", "comment");
  if (state.inside === "text") return skipTo(stream, state, '"""', "string");
  if (stream.eatSpace()) return null;
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    const back = state.inside;
    const style = skipTo(stream, state, "*/", "comment");
    if (state.inside === "code" && back === "hex") state.inside = "hex";
    return style;
  }
  return state.inside === "hex" ? hexToken(stream, state) : codeToken(stream, state);
}

function skipTo(stream: StringStream, state: State, end: string, style: string): string {
  const found = stream.string.indexOf(end, stream.pos);
  if (found < 0) {
    state.inside = style === "comment" ? "comment" : "text";
    stream.skipToEnd();
  } else {
    state.inside = "code";
    stream.pos = found + end.length;
  }
  return style;
}

function hexToken(stream: StringStream, state: State): string | null {
  if (stream.eat("}")) {
    state.inside = "code";
    state.last = "}";
    return "bracket";
  }
  if (stream.match(/^~?[0-9a-fA-F?]{2}/)) return "number";
  if (stream.match(/^\[[^\]]*\]?/)) return "atom";
  stream.next();
  return "bracket";
}

function codeToken(stream: StringStream, state: State): string | null {
  const { last } = state;
  if (stream.match('"""')) return skipTo(stream, state, '"""', "string");
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) {
    state.last = '"';
    return "string";
  }
  if (/^(=|matches|\(|,)$/.test(last) && stream.match(/^\/(?:[^/\\]|\\.)+\/?[is]*/)) {
    state.last = "/";
    return "regexp";
  }
  if (stream.match(/^[$#@!]\w*\*?/) && stream.current() !== "!=") {
    state.last = "$";
    return "variableName";
  }
  if (stream.match(/^(0x[0-9a-fA-F_]+|0o[0-7_]+|\d[\d_]*(\.\d[\d_]*)?([KM]B)?)/)) {
    state.last = "1";
    return "number";
  }
  const word = stream.match(/^[A-Za-z_]\w*/) as RegExpMatchArray | null;
  if (word !== null) return wordToken(word[0], state, last);
  const sign = stream.next()!;
  state.last = sign;
  if (sign === "{" && last === "=") state.inside = "hex";
  return /[{}()[\]]/.test(sign) ? "bracket" : "operator";
}

function wordToken(word: string, state: State, last: string): string | null {
  state.last = word;
  if (HEADERS.test(word)) return "heading";
  if (DECLARATIONS.test(word)) return "keyword";
  if (MODIFIERS.test(word)) return "modifier";
  if (OPERATORS.test(word)) return "operatorKeyword";
  if (CONSTANTS.test(word)) return "atom";
  if (last === "rule") return "typeName";
  return last === "." ? "propertyName" : null;
}

export const yara: StreamLanguage<State> = StreamLanguage.define<State>({
  name: "yara",
  startState: () => ({ inside: "code", last: "" }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
  },
});
