// Rules of collections match nothing on ordinary files, so that equal results of whole rules would prove little. Here each rule's
// condition is replaced by one that any of its patterns meets: then all matches of all patterns can be compared.
import { parse } from "../../packages/tyara/dist/syntax/index.js";

/** The source with nothing but the patterns of each rule and the condition `any of them`. */
export function patternsOnly(source) {
  const bytes = Buffer.from(source);
  const rules = parse(source).ast.items.filter(
    ({ kind, patterns }) => kind === "rule" && patterns.length > 0,
  );
  return rules.map((rule) => ruleOfPatterns(rule, bytes)).join("\n");
}

function ruleOfPatterns({ name, patterns }, bytes) {
  const lines = patterns.map(({ span }) => bytes.toString("utf8", span.start, span.end));
  return `rule ${name.name} {\n  strings:\n    ${lines.join("\n    ")}\n  condition:\n    any of them\n}`;
}
