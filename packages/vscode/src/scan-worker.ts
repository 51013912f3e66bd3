/** Compiles rules and scans files, in a worker: a scan takes as long as it takes, and can be ended with the worker. */
import { CompileError, Compiler, type RuleMatch, type Rules, renderDiagnostic } from "tyara";
import { SegmentedSource, type SourceSegment } from "tyara/editor";
import type { FileResult, FoundRule, FromWorker, ScanRequest, ToWorker } from "./scan-messages.ts";

/** Limit: matches of a pattern that are shown, and milliseconds that a file may take. */
const MAX_MATCHES = 200;
const TIMEOUT = 60_000;

/** Answers messages. `post` sends one to the editor. */
export class ScanWorker {
  readonly #post: (message: FromWorker) => void;
  #rules: Rules | undefined;
  /** Finds the patterns of the rule that is explained. */
  #probe: Rules | undefined;
  #explained = "";

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  receive(message: ToWorker): void {
    if (message.kind === "rules") this.#compile(message.request);
    else this.#post({ kind: "result", result: this.#scan(message.name, message.data) });
  }

  #compile({ rules, included, explain }: ScanRequest): void {
    try {
      const compiled = compileText(rules.text, rules.name, included);
      this.#rules = compiled.rules;
      if (explain !== undefined) {
        this.#explained = explain;
        this.#probe = compileText(probeOf(rules.text, explain), rules.name, included).rules;
      }
      this.#post({ kind: "ready", problems: compiled.problems });
    } catch (error) {
      this.#post({ kind: "refused", message: messageOf(error) });
    }
  }

  #scan(name: string, data: Uint8Array): FileResult {
    try {
      const result = this.#rules!.scan(data, { timeoutMs: TIMEOUT });
      const notes = result.limits.map((limit) => `limit met: ${limit}`);
      const found = result.matches.filter(({ isPrivate }) => !isPrivate);
      if (this.#probe === undefined) return { name, rules: found.map((one) => toFound(one, true)), notes };
      const isMatch = result.matches.some(({ identifier }) => identifier === this.#explained);
      const probed = this.#probe.scan(data, { timeoutMs: TIMEOUT, includeNonMatches: true });
      const all = [...probed.matches, ...(probed.nonMatches ?? [])];
      const rules = all
        .filter(({ identifier }) => identifier === this.#explained)
        .map((one) => toFound(one, isMatch));
      return { name, rules, notes };
    } catch (error) {
      return { name, rules: [], notes: [messageOf(error)] };
    }
  }
}

/** The sound rules, and what is wrong with the others. */
function compileText(
  text: string,
  origin: string,
  included: ScanRequest["included"],
): { readonly rules: Rules; readonly problems: string[] } {
  const files = new Map(included.map((one) => [one.name, one.text]));
  const compiler = new Compiler({ includeReader: { read: (path) => files.get(path) } });
  compiler.addSource(text, { origin });
  const problems = compiler.errors.map((one) => renderDiagnostic(one));
  return { rules: compiler.build({ ignoreErrors: true }), problems };
}

/** The rules with another condition in one of them: one that asks for every pattern. */
function probeOf(text: string, rule: string): string {
  const { segments } = SegmentedSource.read(text);
  return segments.map((segment) => withOpenCondition(segment, rule)).join("");
}

function withOpenCondition({ item, content, text }: SourceSegment, rule: string): string {
  if (item?.kind !== "rule" || item.name.name !== rule || item.patterns.length === 0) return text;
  const { start, end } = item.condition.span;
  const all = item.patterns.map(({ name }, i) =>
    name.name === "$" ? "" : ` or #${name.name.slice(1)} < ${-i}`,
  );
  return `${content.slice(0, start)}any of them${all.join("")}${content.slice(end, content.byteLength)}`;
}

function toFound({ identifier, tags, patterns }: RuleMatch, isMatch: boolean): FoundRule {
  return {
    identifier,
    tags: [...tags],
    isMatch,
    patterns: patterns.map(({ identifier: name, matches }) => ({
      identifier: name,
      count: matches.length,
      matches: matches.slice(0, MAX_MATCHES).map(({ offset, length }) => ({ offset, length })),
    })),
  };
}

function messageOf(error: unknown): string {
  if (error instanceof CompileError)
    return error.diagnostics.map((one) => renderDiagnostic(one)).join("\n\n");
  return error instanceof Error ? error.message : String(error);
}
