/**
 * Finds the `.*` at the beginning of `/.*foo/s`: each occurrence of `foo` would match from everywhere before it.
 *
 * Compat: as the reference, this looks at the tree as written: only dots under the option `s` count (not `(?s).` nor
 * `[\x00-\xff]`), only when something follows them, and two unbounded ones in a row escape notice.
 */
import type { Span } from "../base/index.ts";
import { joinSpans } from "../base/index.ts";
import type { RegexpAst } from "./regexp-ast.ts";

/** A part that matches any bytes, between so many and so many. */
interface Gap {
  readonly span: Span;
  readonly isUnbounded: boolean;
}

/** The span of a prefix that is arbitrarily long and matches all bytes; undefined when there is none. */
export function findArbitraryPrefix(ast: RegexpAst): Span | undefined {
  const node = withoutWrapping(ast);
  if (node.kind !== "concat") return undefined;
  let prefix: Gap | undefined;
  let unboundedCount = 0;
  for (const item of node.items) {
    const gap = findGap(item);
    if (gap === undefined) break;
    if (gap.isUnbounded) unboundedCount++;
    prefix = prefix === undefined ? gap : joinGaps(prefix, gap);
  }
  return unboundedCount === 1 ? prefix?.span : undefined;
}

function withoutWrapping(ast: RegexpAst): RegexpAst {
  let node = ast;
  while (node.kind === "group" || node.kind === "repeat") node = node.item;
  return node;
}

function joinGaps(a: Gap, b: Gap): Gap {
  return { span: joinSpans(a.span, b.span), isUnbounded: a.isUnbounded || b.isUnbounded };
}

function findGap(ast: RegexpAst): Gap | undefined {
  switch (ast.kind) {
    case "dot":
      return { span: ast.span, isUnbounded: false };
    case "group":
      return findGap(ast.item);
    case "repeat": {
      const inner = findGap(ast.item);
      if (inner === undefined || inner.isUnbounded || ast.max !== undefined) return inner;
      return { span: ast.span, isUnbounded: true };
    }
    case "alternation":
      return ast.branches.map(findGap).find((gap) => gap !== undefined);
    case "concat": {
      const gaps = ast.items.map(findGap);
      return gaps.every((gap) => gap !== undefined) ? gaps.reduce(joinGaps) : undefined;
    }
    default:
      return undefined;
  }
}
