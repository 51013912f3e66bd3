/** What a word in a rule means: which declaration it names, or what there is to know of it. */
import { isTrivia, NodeKind, type SyntaxTree, Token } from "tyara/editor";
import { type Variable, variableAt } from "../syntax/scopes.ts";
import { type Section, sectionBefore } from "../syntax/section.ts";
import { isPatternToken, kindBefore, tokenBefore, tokenBehind } from "../syntax/tokens.ts";
import { type KnownNames, memberOf, type Typed, typeOfValueEndingAt } from "./types.ts";

export type Meaning =
  /** A pattern of this rule, by its name without `$`. */
  | { readonly kind: "pattern"; readonly name: string; readonly isWildcard: boolean }
  /** A rule: where it is declared (`isDeclaration`), or named in a condition. */
  | { readonly kind: "rule"; readonly name: string; readonly isDeclaration: boolean }
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "module"; readonly name: string }
  /** A field, a method, a function or an external variable. */
  | { readonly kind: "member"; readonly name: string; readonly typed: Typed }
  | { readonly kind: "tag"; readonly name: string }
  | { readonly kind: "meta"; readonly name: string }
  | { readonly kind: "keyword"; readonly token: Token };

/** What the word at a token means; undefined when it is no word, or one that nobody knows. */
export function meaningOf(tree: SyntaxTree, token: number, names: KnownNames): Meaning | undefined {
  const kind = tree.tokenKind(token);
  if (isPatternToken(kind)) {
    const name = tree.tokenText(token).slice(1);
    return { kind: "pattern", name, isWildcard: isWildcard(tree, token) };
  }
  if (kind === Token.Identifier) return meaningOfIdentifier(tree, token, names);
  return kind >= Token.All ? { kind: "keyword", token: kind } : undefined;
}

/** Whether an asterisk touches the name, as in `$a*`. */
export function isWildcard(tree: SyntaxTree, token: number): boolean {
  return (
    tree.tokenKind(token) === Token.PatternIdentifier &&
    token + 1 < tree.tokenCount &&
    tree.tokenKind(token + 1) === Token.Asterisk
  );
}

function meaningOfIdentifier(tree: SyntaxTree, token: number, names: KnownNames): Meaning | undefined {
  const name = tree.tokenText(token);
  const section: Section = sectionBefore(tree, token);
  if (section === "name") return { kind: "rule", name, isDeclaration: true };
  if (section === "tags") return { kind: "tag", name };
  if (section === "meta") return { kind: "meta", name };
  if (section !== "condition") return undefined;
  if (kindBefore(tree, token) === Token.Dot) {
    const before = tokenBefore(tree, tokenBefore(tree, token));
    const owner = before < 0 ? undefined : typeOfValueEndingAt(tree, before, names);
    const typed = owner && memberOf(owner.type, name);
    return typed && { kind: "member", name, typed };
  }
  const variable = variableAt(tree, token);
  if (variable !== undefined) return { kind: "variable", variable };
  if (names.isRule(name)) return { kind: "rule", name, isDeclaration: false };
  if (names.modules.has(name)) return { kind: "module", name };
  const typed = typeOfValueEndingAt(tree, token, names);
  return typed ? { kind: "member", name, typed } : { kind: "rule", name, isDeclaration: false };
}

/** Where the pattern of a name is declared: its node. Names count without `$`; anonymous patterns have none. */
export function patternNode(tree: SyntaxTree, name: string): number | undefined {
  if (name === "") return undefined;
  return patternNodes(tree).find((node) => patternName(tree, node) === name);
}

/** The names of the patterns that a rule declares, in order; also of those that are not finished. */
export function declaredPatterns(tree: SyntaxTree): string[] {
  const names: string[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    if (tree.tokenKind(token) !== Token.PatternIdentifier) continue;
    if (sectionBefore(tree, token) !== "strings") continue;
    if (tree.tokenKind(tokenBehind(tree, token)) === Token.Equal) names.push(tree.tokenText(token).slice(1));
  }
  return names;
}

/** The nodes of all patterns, in order. */
function patternNodes(tree: SyntaxTree): number[] {
  const nodes: number[] = [];
  for (let node = 0; node < tree.nodeCount; node++)
    if (tree.kind(node) === NodeKind.Pattern) nodes.push(node);
  return nodes;
}

/** The name of a pattern's node, without `$`. */
function patternName(tree: SyntaxTree, node: number): string {
  return tree.tokenText(tree.firstToken(node)).slice(1);
}

/** The tokens that name a pattern, its declaration too. */
export function patternTokens(tree: SyntaxTree, name: string): number[] {
  const tokens: number[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    if (!isPatternToken(tree.tokenKind(token))) continue;
    if (tree.tokenText(token).slice(1) === name && !isWildcard(tree, token)) tokens.push(token);
  }
  return tokens;
}

/** The tokens that name a variable, its declaration too. */
export function variableTokens(tree: SyntaxTree, variable: Variable): number[] {
  const tokens: number[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    if (tree.tokenKind(token) !== Token.Identifier || kindBefore(tree, token) === Token.Dot) continue;
    if (variableAt(tree, token)?.token === variable.token) tokens.push(token);
  }
  return tokens;
}

/** The names in a segment that may be those of rules: of conditions, not behind a dot, and no variables. */
export function ruleNameTokens(tree: SyntaxTree): number[] {
  const tokens: number[] = [];
  let isCondition = false;
  for (let token = 0; token < tree.tokenCount; token++) {
    const kind = tree.tokenKind(token);
    if (isTrivia(kind)) continue;
    if (kind === Token.Condition && tree.tokenKind(tokenBehind(tree, token)) === Token.Colon)
      isCondition = true;
    else if (kind === Token.RightBrace) isCondition = false;
    else if (isCondition && kind === Token.Identifier && kindBefore(tree, token) !== Token.Dot)
      if (variableAt(tree, token) === undefined) tokens.push(token);
  }
  return tokens;
}
