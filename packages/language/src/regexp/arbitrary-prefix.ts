/**
 * Finds the `.*` at the beginning of `/.*foo/s`: each occurrence of `foo` would match from everywhere before it.
 *
 * Compat: as the reference, this looks at the tree as written: only dots under the option `s` count (not `(?s).` nor
 * `[\x00-\xff]`), only when something follows them, and two unbounded ones in a row escape notice.
 */
import type { Span } from "@tyara/base";
import { joinSpans } from "@tyara/base";
import type { RegexpAst } from "./regexp-ast.ts";

/** A part that matches any bytes. */
interface Gap {
  readonly span: Span;
  /** How many unbounded repetitions are in it. */
  readonly unboundedCount: number;
}

/** The span of a prefix that is arbitrarily long and matches all bytes; undefined when there is none. */
export function findArbitraryPrefix(ast: RegexpAst): Span | undefined {
  const node = withoutWrapping(ast);
  if (node.kind !== "concat") return undefined;
  let prefix: Gap | undefined;
  for (const item of node.items) {
    const gap = findGap(item);
    if (gap === undefined) break;
    prefix = prefix === undefined ? gap : joinGaps(prefix, gap);
  }
  return prefix?.unboundedCount === 1 ? prefix.span : undefined;
}

function withoutWrapping(ast: RegexpAst): RegexpAst {
  let node = ast;
  while (node.kind === "group" || node.kind === "repeat") node = node.item;
  return node;
}

function joinGaps(a: Gap, b: Gap): Gap {
  return { span: joinSpans(a.span, b.span), unboundedCount: a.unboundedCount + b.unboundedCount };
}

function findGap(ast: RegexpAst): Gap | undefined {
  switch (ast.kind) {
    case "dot":
      return { span: ast.span, unboundedCount: 0 };
    case "group":
      return findGap(ast.item);
    case "repeat": {
      const inner = findGap(ast.item);
      if (inner === undefined || inner.unboundedCount > 0 || ast.max !== undefined) return inner;
      return { span: ast.span, unboundedCount: 1 };
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
