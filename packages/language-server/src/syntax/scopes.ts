/**
 * The variables that loops and `with` declare, found among the tokens: they are known in conditions that are not finished
 * yet too, which have no syntax tree of their own.
 */
import { isTrivia, type SyntaxTree, Token } from "tyara/editor";
import { closingOf, tokenBefore, tokenBehind } from "./tokens.ts";

/** One variable. Tokens are those of the segment's tree. */
export interface Variable {
  readonly name: string;
  readonly token: number;
  /** Which of the variables of its loop it is, and how many there are. */
  readonly nth: number;
  readonly count: number;
  /** The tokens, first to last, of what is iterated over, or of the value that `with` gives. */
  readonly from: number;
  readonly to: number;
  readonly isLoop: boolean;
  /** The tokens among which the variable is known. */
  readonly firstKnown: number;
  readonly lastKnown: number;
}

/** Limit: variables of one segment that are looked at; conditions may not nest so many. */
const MAX_VARIABLES = 2048;

/** A `for` or `with` whose body has not begun. */
interface Head {
  readonly isLoop: boolean;
  readonly depth: number;
  readonly names: number[];
  /** Where the value or the iterable begins, by variable; one for all of a loop. */
  readonly starts: number[];
  state: "names" | "value" | "patterns";
}

const known = new WeakMap<SyntaxTree, readonly Variable[]>();

/** All variables that are declared in a segment, in the order of their names. */
export function variablesOf(tree: SyntaxTree): readonly Variable[] {
  let variables = known.get(tree);
  if (variables === undefined) known.set(tree, (variables = findVariables(tree)));
  return variables;
}

/** The variable that a name means at a token: the innermost of those known there. */
export function variableAt(tree: SyntaxTree, token: number): Variable | undefined {
  const name = tree.tokenText(token);
  let found: Variable | undefined;
  for (const variable of variablesOf(tree)) {
    if (variable.name !== name) continue;
    if (variable.token === token) return variable;
    const isKnown = variable.firstKnown <= token && token <= variable.lastKnown;
    if (isKnown && (found === undefined || variable.firstKnown >= found.firstKnown)) found = variable;
  }
  return found;
}

function findVariables(tree: SyntaxTree): Variable[] {
  const found: Variable[] = [];
  const heads: Head[] = [];
  let depth = 0;
  for (let token = 0; token < tree.tokenCount && found.length < MAX_VARIABLES; token++) {
    const kind = tree.tokenKind(token);
    if (isTrivia(kind)) continue;
    const head = heads.at(-1);
    const isOfHead = head !== undefined && head.depth === depth;
    if (kind === Token.For || kind === Token.With)
      heads.push({ isLoop: kind === Token.For, depth, names: [], starts: [], state: "names" });
    else if (kind === Token.LeftParenthesis || kind === Token.LeftBracket) depth++;
    else if (kind === Token.RightParenthesis || kind === Token.RightBracket) {
      depth--;
      while (heads.length > 0 && heads.at(-1)!.depth > depth) heads.pop();
    } else if (isOfHead && head.isLoop && head.state === "names" && kind === Token.In) {
      head.names.push(...loopNames(tree, token));
      head.starts.push(tokenBehind(tree, token));
      head.state = "value";
    } else if (isOfHead && head.isLoop && head.state === "names" && kind === Token.Of)
      head.state = "patterns";
    else if (isOfHead && !head.isLoop && kind === Token.Equal) {
      head.names.push(tokenBefore(tree, token));
      head.starts.push(tokenBehind(tree, token));
      head.state = "value";
    } else if (isOfHead && kind === Token.Colon) {
      heads.pop();
      found.push(...declared(tree, head, token));
    }
  }
  return found;
}

/** The names before the `in` of a loop. */
function loopNames(tree: SyntaxTree, inToken: number): number[] {
  const names: number[] = [];
  for (let at = tokenBefore(tree, inToken); at >= 0 && tree.tokenKind(at) === Token.Identifier; ) {
    names.unshift(at);
    const comma = tokenBefore(tree, at);
    if (comma < 0 || tree.tokenKind(comma) !== Token.Comma) break;
    at = tokenBefore(tree, comma);
  }
  return names;
}

function declared(tree: SyntaxTree, { isLoop, names, starts }: Head, colon: number): Variable[] {
  const open = tokenBehind(tree, colon);
  const hasBody = tree.tokenKind(open) === Token.LeftParenthesis;
  const lastKnown = hasBody ? closingOf(tree, open) : colon;
  return names.map((token, nth) => {
    const from = starts[isLoop ? 0 : nth]!;
    const next = isLoop ? undefined : names[nth + 1];
    const to = tokenBefore(tree, next === undefined ? colon : tokenBefore(tree, next));
    return {
      name: tree.tokenText(token),
      token,
      nth,
      count: names.length,
      from,
      to,
      isLoop,
      firstKnown: isLoop ? open : to + 1,
      lastKnown,
    };
  });
}
