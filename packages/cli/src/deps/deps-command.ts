/** `tyara deps`: which rules and modules each rule refers to (CL-30). */
import { printable } from "tyara";
import { inspectRules, type RuleInspection } from "tyara/debug";
import { JsonStream } from "tyara/report";
import { type CompileOptions, checkRules } from "../compile-rules.ts";
import { loadConfiguration } from "../configuration.ts";
import { ALL_WARNINGS } from "../defaults.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { nearest } from "../nearest.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export interface DepsOptions extends CompileOptions {
  readonly format: "tree" | "dot" | "json";
  readonly rule?: string;
}

export function depsCommand(paths: readonly FilePath[], options: DepsOptions): ExitCode {
  const messages = new Messages();
  const quiet = { ...options, disableWarnings: [ALL_WARNINGS] };
  const compiler = checkRules(paths, quiet, loadConfiguration(options), messages);
  if (compiler === undefined) return ExitCode.failure;
  const graph = new Graph(inspectRules(compiler.check()));
  const roots = options.rule === undefined ? graph.all : graph.named(options.rule);
  if (options.format === "tree") writeTree(graph, roots);
  else if (options.format === "dot") writeDot(graph, graph.reachable(roots));
  else writeJson(graph, graph.reachable(roots));
  return exitCodeOf(messages);
}

/** The rules by their full names, `NAMESPACE:RULE`, or `RULE` in the default namespace. */
class Graph {
  readonly all: readonly RuleInspection[];
  readonly #byName: ReadonlyMap<string, RuleInspection>;

  constructor(rules: readonly RuleInspection[]) {
    this.all = rules;
    this.#byName = new Map(rules.map((rule) => [keyOf(rule.namespace, rule.name), rule]));
  }

  /** Rules of this name in any namespace; throws {@link Failure} where there is none. */
  named(name: string): readonly RuleInspection[] {
    const found = this.all.filter((rule) => rule.name === name || fullName(rule) === name);
    if (found.length > 0) return found;
    const similar = nearest(
      name,
      this.all.map((rule) => rule.name),
    );
    throw new Failure(`there is no rule ${name}${similar === undefined ? "" : `; did you mean ${similar}?`}`);
  }

  rulesOf({ namespace, rules }: RuleInspection): readonly RuleInspection[] {
    return rules.flatMap((name) => {
      const colon = name.lastIndexOf(":");
      const key = colon < 0 ? keyOf(namespace, name) : keyOf(name.slice(0, colon), name.slice(colon + 1));
      return this.#byName.get(key) ?? [];
    });
  }

  /** The rules and all that they need, in order of declaration. */
  reachable(roots: readonly RuleInspection[]): readonly RuleInspection[] {
    const seen = new Set(roots);
    // A set that grows while it is walked gives what is added, too.
    for (const rule of seen) for (const needed of this.rulesOf(rule)) seen.add(needed);
    return this.all.filter((rule) => seen.has(rule));
  }
}

const keyOf = (namespace: string, name: string): string => `${namespace}\0${name}`;

function fullName({ namespace, name }: RuleInspection): string {
  return namespace === "default" ? name : `${namespace}:${name}`;
}

// ── Formats ─────────────────────────────────────────────────────────────────

interface Line {
  readonly rule: RuleInspection;
  /** What stands before the names below. */
  readonly margin: string;
  readonly label: string;
}

/** Each root with what it needs below it. A rule that was shown before is not unfolded again: trees of shared rules double at each level. */
function writeTree(graph: Graph, roots: readonly RuleInspection[]): void {
  const output = standardOutput();
  for (const root of roots) {
    const shown = new Set<RuleInspection>();
    const pending: Line[] = [{ rule: root, margin: "", label: "" }];
    for (let line = pending.pop(); line !== undefined; line = pending.pop()) {
      const { rule, margin, label } = line;
      const rules = graph.rulesOf(rule);
      const isRepeated = shown.has(rule) && rules.length + rule.modules.length > 0;
      output.text(`${label}${printable(fullName(rule))}${isRepeated ? " (above)" : ""}\n`);
      if (isRepeated) continue;
      shown.add(rule);
      rule.modules.forEach((module, index) => {
        const isLast = rules.length === 0 && index === rule.modules.length - 1;
        output.text(`${margin}${isLast ? "└─ " : "├─ "}mod: ${printable(module)}\n`);
      });
      for (let at = rules.length - 1; at >= 0; at--) {
        const isLast = at === rules.length - 1;
        pending.push({
          rule: rules[at]!,
          margin: `${margin}${isLast ? "   " : "│  "}`,
          label: `${margin}${isLast ? "└─ " : "├─ "}`,
        });
      }
    }
  }
  output.flush();
}

function writeDot(graph: Graph, rules: readonly RuleInspection[]): void {
  const output = standardOutput();
  const quoted = (text: string) => `"${printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  output.text("digraph rules {\n  rankdir=LR;\n");
  for (const module of new Set(rules.flatMap((rule) => rule.modules)))
    output.text(`  ${quoted(`mod: ${module}`)} [shape=box];\n`);
  for (const rule of rules) {
    const name = quoted(fullName(rule));
    output.text(`  ${name};\n`);
    for (const needed of graph.rulesOf(rule)) output.text(`  ${name} -> ${quoted(fullName(needed))};\n`);
    for (const module of rule.modules) output.text(`  ${name} -> ${quoted(`mod: ${module}`)};\n`);
  }
  output.text("}\n");
  output.flush();
}

function writeJson(graph: Graph, rules: readonly RuleInspection[]): void {
  const output = standardOutput();
  new JsonStream(output, true).tree(
    rules.map((rule) => ({
      rule: rule.name,
      namespace: rule.namespace,
      rules: graph.rulesOf(rule).map(({ name, namespace }) => ({ rule: name, namespace })),
      modules: rule.modules,
    })),
  );
  output.text("\n");
  output.flush();
}
