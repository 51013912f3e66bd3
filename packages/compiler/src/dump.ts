/** IR as text, one expression a line: for tests, and for whoever wants to see what became of a condition. */

import type { Anchor, Ir, Iterable, PatternRef, Quantifier, Range } from "@tyara/language/ir";
import { childrenOfIr } from "@tyara/language/ir";

const decoder = new TextDecoder();

/** The expression in prefix form, for example `(and (compare < filesize 100) $0)`. */
export function dumpIr(ir: Ir): string {
  switch (ir.kind) {
    case "integer":
    case "float":
    case "bool":
      return String(ir.value);
    case "string":
      return JSON.stringify(decoder.decode(ir.value));
    case "regexp":
      return `/${ir.regexp}/`;
    case "filesize":
      return "filesize";
    case "read":
      return list(ir.reader, dumpIr(ir.offset));
    case "rule":
      return `rule ${ir.rule}`;
    case "variable":
      return `v${ir.variable}`;
    case "module":
      return ir.module === "" ? "globals" : ir.module;
    case "field":
      return `${dumpIr(ir.object)}.${ir.field}`;
    case "index":
      return `${dumpIr(ir.object)}[${dumpIr(ir.index)}]`;
    case "call":
      return list(`${ir.module}:${ir.signature.id}`, ...ir.args.map(dumpIr));
    case "convert":
      return list(`to-${ir.type.kind}`, dumpIr(ir.operand));
    case "arithmetic":
    case "bitwise":
    case "compare":
    case "string-test":
      return list(ir.operator, ...childrenOfIr(ir).map(dumpIr));
    case "matches":
      return list("matches", dumpIr(ir.operand), `/${ir.regexp}/`);
    case "pattern-match":
      return ir.anchor === undefined
        ? dumpPattern(ir.pattern)
        : list(dumpPattern(ir.pattern), dumpAnchor(ir.anchor));
    case "pattern-count":
      return list("count", dumpPattern(ir.pattern), ...(ir.range ? [dumpRange(ir.range)] : []));
    case "pattern-offset":
    case "pattern-length":
      return list(ir.kind.slice("pattern-".length), dumpPattern(ir.pattern), ...childrenOfIr(ir).map(dumpIr));
    case "of-patterns":
      return list(
        "of",
        dumpQuantifier(ir.quantifier),
        ...ir.patterns.map((id) => `$${id}`),
        ...(ir.anchor ? [dumpAnchor(ir.anchor)] : []),
      );
    case "of-tuple":
      return list("of", dumpQuantifier(ir.quantifier), ...ir.items.map(dumpIr));
    case "for-of":
      return list(
        "for",
        dumpQuantifier(ir.quantifier),
        ...ir.patterns.map((id) => `$${id}`),
        dumpIr(ir.body),
      );
    case "for-in": {
      const variables = ir.variables.map(({ id }) => `v${id}`).join(" ");
      return list(
        "for",
        dumpQuantifier(ir.quantifier),
        variables,
        dumpIterable(ir.iterable),
        dumpIr(ir.body),
      );
    }
    case "with": {
      const declarations = ir.declarations.map(({ variable, value }) => `v${variable.id} = ${dumpIr(value)}`);
      return list("with", ...declarations, dumpIr(ir.body));
    }
    case "one-of":
      return list("one-of", dumpIr(ir.operand), ...ir.values.map(dumpIr));
    case "shared":
      return list(`shared ${ir.slot}`, dumpIr(ir.value));
    default:
      return list(ir.kind, ...childrenOfIr(ir).map(dumpIr));
  }
}

const list = (...parts: readonly string[]) => `(${parts.join(" ")})`;

function dumpPattern(pattern: PatternRef): string {
  return pattern.kind === "pattern" ? `$${pattern.id}` : "$";
}

function dumpAnchor(anchor: Anchor): string {
  return anchor.kind === "at" ? `at ${dumpIr(anchor.offset)}` : `in ${dumpRange(anchor.range)}`;
}

function dumpRange({ lower, upper }: Range): string {
  return `${dumpIr(lower)}..${dumpIr(upper)}`;
}

function dumpQuantifier(quantifier: Quantifier): string {
  if (!("value" in quantifier)) return quantifier.kind;
  return quantifier.kind === "count" ? dumpIr(quantifier.value) : `${dumpIr(quantifier.value)}%`;
}

function dumpIterable(iterable: Iterable): string {
  switch (iterable.kind) {
    case "range":
      return dumpRange(iterable.range);
    case "tuple":
      return list("tuple", ...iterable.items.map(dumpIr));
    case "collection":
      return dumpIr(iterable.collection);
  }
}
