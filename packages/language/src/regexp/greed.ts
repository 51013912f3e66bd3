/** Which way the quantifiers of a regular expression lean, and whether they agree. */
import type { RegexpAst, RepeatAst } from "./regexp-ast.ts";

export interface Greed {
  /** Undefined when there is no quantifier. */
  readonly isGreedy: boolean | undefined;
  /** The first quantifier, and the first after it that leans the other way; absent when all agree. */
  readonly conflict?: { readonly first: RepeatAst; readonly other: RepeatAst };
}

// Compat: decided by how quantifiers are written; the flag `U` does not count.
export function findGreed(ast: RegexpAst): Greed {
  const pending: RegexpAst[] = [ast];
  let first: RepeatAst | undefined;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "repeat") {
      first ??= node;
      if (node.isGreedy !== first.isGreedy)
        return { isGreedy: first.isGreedy, conflict: { first, other: node } };
      pending.push(node.item);
    } else if (node.kind === "group") pending.push(node.item);
    else if (node.kind === "alternation") pushReversed(pending, node.branches);
    else if (node.kind === "concat") pushReversed(pending, node.items);
  }
  return { isGreedy: first?.isGreedy };
}

function pushReversed(pending: RegexpAst[], nodes: readonly RegexpAst[]): void {
  for (let i = nodes.length - 1; i >= 0; i--) pending.push(nodes[i]!);
}
