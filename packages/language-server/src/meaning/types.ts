/** The types of parts of a condition, told from their tokens: the condition may be unfinished or wrong. */
import {
  builtinFunctions,
  type Field,
  type FunctionType,
  isTrivia,
  type ModuleDeclaration,
  type StructType,
  type SyntaxTree,
  Token,
  type Type,
} from "tyara/editor";
import { type Variable, variableAt } from "../syntax/scopes.ts";
import { closingOf, isPatternToken, openingOf, tokenBefore, tokenBehind } from "../syntax/tokens.ts";

/** What there is beside the rule itself. */
export interface KnownNames {
  readonly modules: ReadonlyMap<string, ModuleDeclaration>;
  /** The external variables. */
  readonly globals: StructType;
  /** Whether a rule of this name is known, which hides modules. */
  isRule(name: string): boolean;
}

/** What a name means, as far as types go. */
export interface Typed {
  readonly type: Type;
  /** The field of a structure that it is, where it is one. */
  readonly field?: Field;
  /** The structure that the field belongs to. */
  readonly owner?: StructType;
}

const integer: Type = { kind: "integer" };
const float: Type = { kind: "float" };
const bool: Type = { kind: "bool" };
const string: Type = { kind: "string" };
const regexp: Type = { kind: "regexp" };

const lengthFunction: FunctionType = {
  kind: "function",
  signatures: [{ id: "len()", parameters: [], result: integer, canBeUndefined: true }],
};

/** The value before a dot, bracket or the like: `pe.sections[0]` of `pe.sections[0].name`. `last` is its last token. */
export function typeOfValueEndingAt(tree: SyntaxTree, last: number, names: KnownNames): Typed | undefined {
  const first = startOfValue(tree, last);
  return first < 0 ? undefined : typeOfPath(tree, first, last, names);
}

/** The first token of the path that ends with `last`; -1 when that ends none. */
export function startOfValue(tree: SyntaxTree, last: number): number {
  for (let at = last; at >= 0; ) {
    const kind = tree.tokenKind(at);
    if (kind === Token.RightBracket || kind === Token.RightParenthesis) {
      at = tokenBefore(tree, openingOf(tree, at));
    } else if (kind === Token.Identifier) {
      const dot = tokenBefore(tree, at);
      if (dot < 0 || tree.tokenKind(dot) !== Token.Dot) return at;
      at = tokenBefore(tree, dot);
    } else return -1;
  }
  return -1;
}

/** The type of a path: a name, then fields, indexes and calls. */
function typeOfPath(tree: SyntaxTree, first: number, last: number, names: KnownNames): Typed | undefined {
  let typed = typeOfName(tree, first, names);
  for (let at = tokenBehind(tree, first); typed !== undefined && at <= last; ) {
    const kind = tree.tokenKind(at);
    if (kind === Token.Dot) {
      const name = tokenBehind(tree, at);
      if (name > last) return typed;
      typed = memberOf(typed.type, tree.tokenText(name));
      at = tokenBehind(tree, name);
    } else if (kind === Token.LeftBracket) {
      typed = itemOf(typed.type);
      at = tokenBehind(tree, closingOf(tree, at));
    } else if (kind === Token.LeftParenthesis) {
      typed = resultOf(typed.type);
      at = tokenBehind(tree, closingOf(tree, at));
    } else return undefined;
  }
  return typed;
}

/** The type of a name that no dot precedes. */
function typeOfName(tree: SyntaxTree, token: number, names: KnownNames): Typed | undefined {
  const variable = variableAt(tree, token);
  if (variable !== undefined) {
    const type = typeOfVariable(tree, variable, names);
    return type && { type };
  }
  const name = tree.tokenText(token);
  if (names.isRule(name)) return { type: bool };
  const module = names.modules.get(name);
  if (module !== undefined) return { type: module.schema };
  const field = names.globals.fields.get(name) ?? builtinFunctions.fields.get(name);
  return field && { type: field.type, field };
}

/** A field or a method. */
export function memberOf(type: Type, name: string): Typed | undefined {
  if (name === "len" && (type.kind === "string" || type.kind === "array" || type.kind === "map"))
    return { type: lengthFunction };
  if (type.kind !== "struct") return undefined;
  const field = type.fields.get(name);
  if (field !== undefined) return { type: field.type, field, owner: type };
  const method = type.methods?.get(name);
  return method && { type: method, owner: type };
}

function itemOf(type: Type): Typed | undefined {
  if (type.kind === "array") return { type: type.item };
  return type.kind === "map" ? { type: type.value } : undefined;
}

function resultOf(type: Type): Typed | undefined {
  const result = type.kind === "function" ? type.signatures[0]?.result : undefined;
  return result && { type: result };
}

/** Values that refer to each other in a circle, which wrong conditions may have, have no type. */
const inProgress = new Set<Variable>();

export function typeOfVariable(tree: SyntaxTree, variable: Variable, names: KnownNames): Type | undefined {
  if (inProgress.has(variable)) return undefined;
  inProgress.add(variable);
  try {
    if (!variable.isLoop) return typeOfTokens(tree, variable.from, variable.to, names);
    return typeOfItems(tree, variable, names);
  } finally {
    inProgress.delete(variable);
  }
}

function typeOfItems(
  tree: SyntaxTree,
  { from, to, nth, count }: Variable,
  names: KnownNames,
): Type | undefined {
  if (tree.tokenKind(from) === Token.LeftParenthesis && closingOf(tree, from) === to) {
    // A range of integers, or items in parentheses that are all of one type.
    const end = topLevelToken(tree, from + 1, to - 1, (kind) => kind === Token.Comma || kind === Token.Dot);
    if (end !== undefined && tree.tokenKind(end) === Token.Dot) return integer;
    return typeOfTokens(tree, tokenBehind(tree, from), tokenBefore(tree, end ?? to), names);
  }
  const type = typeOfTokens(tree, from, to, names);
  if (type?.kind === "array") return type.item;
  if (type?.kind !== "map") return undefined;
  return count === 2 && nth === 0 ? { kind: type.key } : type.value;
}

/** Limit: nested parentheses that are looked into for a type. */
const MAX_DEPTH = 32;

/** The type of an expression that is not finished, perhaps. */
function typeOfTokens(
  tree: SyntaxTree,
  from: number,
  to: number,
  names: KnownNames,
  depth = 0,
): Type | undefined {
  if (from > to || depth > MAX_DEPTH) return undefined;
  if (topLevelToken(tree, from, to, isTruthOperator) !== undefined) return bool;
  const operator = topLevelToken(tree, from + 1, to, isArithmetic);
  if (operator !== undefined) return typeOfArithmetic(tree, from, to, names, depth);
  const kind = tree.tokenKind(from);
  if (kind === Token.Minus || kind === Token.Tilde)
    return typeOfTokens(tree, tokenBehind(tree, from), to, names, depth + 1);
  if (kind === Token.LeftParenthesis)
    return typeOfTokens(tree, tokenBehind(tree, from), tokenBefore(tree, to), names, depth + 1);
  if (kind === Token.Identifier) return typeOfPath(tree, from, to, names)?.type;
  return typeOfLiteral(kind);
}

/** A float where one of the operands is, else an integer. */
function typeOfArithmetic(
  tree: SyntaxTree,
  from: number,
  to: number,
  names: KnownNames,
  depth: number,
): Type {
  for (let start = from; start <= to; ) {
    const operator = topLevelToken(tree, start + 1, to, isArithmetic);
    const end = operator === undefined ? to : tokenBefore(tree, operator);
    if (typeOfTokens(tree, start, end, names, depth + 1)?.kind === "float") return float;
    if (operator === undefined) break;
    start = tokenBehind(tree, operator);
  }
  return integer;
}

function typeOfLiteral(kind: Token): Type | undefined {
  if (kind === Token.PatternIdentifier || kind === Token.True || kind === Token.False) return bool;
  if (kind === Token.Integer || kind === Token.Filesize || kind === Token.Entrypoint) return integer;
  if (isPatternToken(kind)) return integer;
  if (kind === Token.Float) return float;
  if (kind === Token.String) return string;
  return kind === Token.Regexp ? regexp : undefined;
}

function topLevelToken(
  tree: SyntaxTree,
  from: number,
  to: number,
  isWanted: (kind: Token) => boolean,
): number | undefined {
  for (let at = from; at <= to; at++) {
    const kind = tree.tokenKind(at);
    if (isTrivia(kind)) continue;
    if (kind === Token.LeftParenthesis || kind === Token.LeftBracket) at = closingOf(tree, at);
    else if (isWanted(kind)) {
      // A single dot is of a path, two are of a range.
      const isPath = kind === Token.Dot && tree.tokenKind(at + 1) !== Token.Dot;
      if (!isPath) return at;
    }
  }
  return undefined;
}

const truthOperators: ReadonlySet<Token> = new Set([
  Token.And,
  Token.Or,
  Token.Not,
  Token.Defined,
  Token.Of,
  Token.For,
  Token.Contains,
  Token.IContains,
  Token.StartsWith,
  Token.IStartsWith,
  Token.EndsWith,
  Token.IEndsWith,
  Token.IEquals,
  Token.Matches,
  Token.EqualEqual,
  Token.NotEqual,
  Token.Less,
  Token.LessEqual,
  Token.Greater,
  Token.GreaterEqual,
]);

const isTruthOperator = (kind: Token): boolean => truthOperators.has(kind);

const arithmetic: ReadonlySet<Token> = new Set([
  Token.Plus,
  Token.Minus,
  Token.Asterisk,
  Token.Backslash,
  Token.Percent,
  Token.Pipe,
  Token.Caret,
  Token.Ampersand,
  Token.ShiftLeft,
  Token.ShiftRight,
]);

const isArithmetic = (kind: Token): boolean => arithmetic.has(kind);
