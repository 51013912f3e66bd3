export type * from "./ast.ts";
export { type DumpOptions, dumpTree } from "./dump-tree.ts";
export { ItemReader, type ParseOptions, type ParseResult, parse } from "./parse.ts";
export { MAX_NESTING } from "./parser.ts";
export { SourceText } from "./source-text.ts";
export { isTrivia, KEYWORDS, TOKEN_TEXT, Token } from "./token.ts";
export { NodeKind, type SyntaxElement, SyntaxTree } from "./tree.ts";
export { childrenOf, type ExprVisitor, visitExpr } from "./visit.ts";
