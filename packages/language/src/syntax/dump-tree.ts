/** The syntax tree as text for people: one line a node or token, indented by depth. */
import { isTrivia, Token } from "./token.ts";
import { NodeKind, type SyntaxElement, type SyntaxTree } from "./tree.ts";

const NODE_NAMES = namesOf(NodeKind);
const TOKEN_NAMES = namesOf(Token);

function namesOf(kinds: Readonly<Record<string, number>>): readonly string[] {
  const names: string[] = [];
  for (const [name, kind] of Object.entries(kinds)) names[kind] = name;
  return names;
}

/** Options of {@link dumpTree}. */
export interface DumpOptions {
  /** Whether whitespace, line ends and comments get a line. Default: false. */
  readonly trivia?: boolean;
}

/** Prints a tree, for debugging and goldens: `Kind@start..end`, tokens with their text. */
export function dumpTree(tree: SyntaxTree, { trivia = false }: DumpOptions = {}): string {
  const lines: string[] = [];
  const pending: { readonly element: SyntaxElement; readonly depth: number }[] = [
    { element: { kind: "node", node: tree.root }, depth: 0 },
  ];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { element, depth } = step;
    if (element.kind === "token") {
      if (trivia || !isTrivia(tree.tokenKind(element.token)))
        lines.push(indent(depth) + describeToken(tree, element.token));
      continue;
    }
    lines.push(indent(depth) + describeNode(tree, element.node));
    const children = tree.children(element.node);
    for (let i = children.length - 1; i >= 0; i--) pending.push({ element: children[i]!, depth: depth + 1 });
  }
  return `${lines.join("\n")}\n`;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}

function describeNode(tree: SyntaxTree, node: number): string {
  const { start, end } = tree.span(node);
  return `${NODE_NAMES[tree.kind(node)]}@${start}..${end}`;
}

function describeToken(tree: SyntaxTree, token: number): string {
  const { start, end } = tree.tokenSpan(token);
  return `${TOKEN_NAMES[tree.tokenKind(token)]}@${start}..${end} ${JSON.stringify(tree.tokenText(token))}`;
}
