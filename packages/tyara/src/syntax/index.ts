export type * from "./ast.ts";
export { type ParseResult, parse } from "./parse.ts";
export { SourceText } from "./source-text.ts";
export { isTrivia, Token } from "./token.ts";
export { NodeKind, type SyntaxElement, SyntaxTree } from "./tree.ts";
