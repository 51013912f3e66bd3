import { Token } from "@tyara/language/syntax";

/** Whether a value can end with a token, so that a `-` behind it is no sign. */
export function endsValue(kind: number): boolean {
  switch (kind) {
    case Token.RightParenthesis:
    case Token.RightBracket:
    case Token.Identifier:
    case Token.PatternIdentifier:
    case Token.PatternCount:
    case Token.PatternOffset:
    case Token.PatternLength:
    case Token.Integer:
    case Token.Float:
    case Token.String:
    case Token.Regexp:
    case Token.Entrypoint:
    case Token.Filesize:
    case Token.True:
    case Token.False:
    case Token.Them:
      return true;
    default:
      return false;
  }
}

/** Spaces between two tokens on one line, 0 or 1. `leftIsSign`: the left one is a `-` or `~` in front of its operand. */
export function spacesBetween(left: number, right: number, leftIsSign: boolean): number {
  if (leftIsSign || hugsRight(left) || hugsLeft(right)) return 0;
  if (right === Token.LeftParenthesis) return takesArguments(left) ? 0 : 1;
  if (right === Token.LeftBracket) return takesIndex(left) ? 0 : 1;
  // `$a*`
  return right === Token.Asterisk && left === Token.PatternIdentifier ? 0 : 1;
}

function hugsRight(kind: number): boolean {
  return kind === Token.LeftParenthesis || kind === Token.LeftBracket || kind === Token.Dot;
}

function hugsLeft(kind: number): boolean {
  switch (kind) {
    case Token.RightParenthesis:
    case Token.RightBracket:
    case Token.Comma:
    case Token.Dot:
    case Token.Colon:
      return true;
    default:
      return false;
  }
}

function takesArguments(kind: number): boolean {
  switch (kind) {
    case Token.Identifier:
    case Token.Xor:
    case Token.Base64:
    case Token.Base64Wide:
      return true;
    default:
      return false;
  }
}

function takesIndex(kind: number): boolean {
  return kind === Token.Identifier || kind === Token.PatternOffset || kind === Token.PatternLength;
}
