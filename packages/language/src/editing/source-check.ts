/**
 * Checks a source segment by segment and remembers what each rule asked of the names above it. When the source changes, a
 * rule is checked again only if its own text changed or one of those answers did.
 */
import type { NamesAbove, RuleChecker, RuleEntry } from "../check/index.ts";
import { type Diagnostic, type Label, warnings } from "../diagnostics/index.ts";
import type { Import, Include, Rule } from "../syntax/index.ts";
import type { SegmentedSource } from "./segmented-source.ts";
import type { SourceSegment } from "./source-segment.ts";

/** Names that an included file brings. */
export interface IncludedNames {
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly modules: ReadonlySet<string>;
}

/** Finds included files: their names, or what is wrong with the include. */
export type IncludeResolver = (include: Include, segment: SourceSegment) => IncludedNames | Diagnostic;

/** What there is to say of a segment. */
export interface SegmentReport {
  readonly diagnostics: readonly Diagnostic[];
  /** The rule as later rules know it, when it is sound. */
  readonly entry?: RuleEntry;
}

/** An answer that a rule got, and how to ask again. */
interface Answer {
  readonly ask: (names: NamesSoFar) => unknown;
  readonly answer: unknown;
}

/** A report, and the answers that it stands on. */
interface Remembered {
  readonly report: SegmentReport;
  readonly ignoredModule: string | undefined;
  readonly answers: readonly Answer[];
}

/** What a whole source has in it, by segment. */
export interface SourceReport {
  readonly source: SegmentedSource;
  readonly reports: readonly SegmentReport[];
}

export class SourceCheck {
  readonly #checker: RuleChecker;
  /** Reports of rules by segment; segments that nobody holds any more take theirs with them. */
  readonly #memory = new WeakMap<SourceSegment, Remembered>();
  /** How many rules were checked, those not counted whose earlier report still holds. */
  checkedCount = 0;

  constructor(checker: RuleChecker) {
    this.#checker = checker;
  }

  /** Checks a source to its end. */
  check(source: SegmentedSource, resolve?: IncludeResolver): SourceReport {
    const steps = this.steps(source, resolve);
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  /** Checks a source and pauses behind each rule that had to be checked. */
  *steps(source: SegmentedSource, resolve: IncludeResolver = noIncludes): Generator<void, SourceReport> {
    const names = new NamesSoFar();
    const reports: SegmentReport[] = [];
    for (const segment of source.segments) {
      if (segment.isEmpty || segment.isBroken) {
        reports.push(segment);
        continue;
      }
      const known = this.#memory.get(segment);
      if (known?.answers.every(({ ask, answer }) => ask(names) === answer)) {
        names.addReport(segment, known);
        reports.push(known.report);
        continue;
      }
      const { item } = segment;
      if (item?.kind === "rule") {
        const remembered = this.#checkRule(item, segment, names);
        this.#memory.set(segment, remembered);
        names.addReport(segment, remembered);
        reports.push(remembered.report);
        this.checkedCount++;
        yield;
      } else if (item?.kind === "import") reports.push(this.#checkImport(item, segment, names, reports));
      else reports.push(item === undefined ? segment : checkInclude(item, segment, names, resolve));
    }
    return { source, reports: tellOfLaterRules(source, reports) };
  }

  #checkRule(rule: Rule, segment: SourceSegment, names: NamesSoFar): Remembered {
    const answers: Answer[] = [];
    const asked = <T>(ask: (names: NamesSoFar) => T): T => {
      const answer = ask(names);
      answers.push({ ask, answer });
      return answer;
    };
    const own = rule.name.name;
    const above: NamesAbove = {
      rule: (name) => {
        // Of its own name a rule tells where the first one is; of others it matters what they are.
        asked((now) => (name === own ? now.rules.get(name) : now.kindOfRule(name)));
        return names.rules.get(name);
      },
      hasModule: (name) => asked((now) => now.modules.has(name)),
      ignoredRule: (name) => asked((now) => now.ignored.get(name)),
    };
    const { entry, ignoredModule, diagnostics } = this.#checker.check(rule, segment.content, segment, above);
    return { report: { diagnostics, ...(entry && { entry }) }, ignoredModule, answers };
  }

  #checkImport(
    item: Import,
    segment: SourceSegment,
    names: NamesSoFar,
    reports: SegmentReport[],
  ): SegmentReport {
    const first = names.imports.get(item.module);
    if (first === undefined)
      names.imports.set(item.module, { segment, span: item.span, index: reports.length });
    else {
      const duplicate = describeDuplicate(item, first, segment);
      const report = reports[first.index]!;
      // Compat: it is told where the first import is.
      if (!this.#checker.isDisabled(duplicate))
        reports[first.index] = { ...report, diagnostics: [...report.diagnostics, duplicate] };
    }
    if (this.#checker.modules.has(item.module)) names.modules.add(item.module);
    return { diagnostics: this.#checker.checkImport(item, segment) };
  }
}

/** What the segments before one declare. */
class NamesSoFar {
  readonly rules = new Map<string, RuleEntry>();
  readonly modules = new Set<string>();
  readonly ignored = new Map<string, string>();
  readonly imports = new Map<string, FirstImport>();

  kindOfRule(name: string): "global" | "rule" | undefined {
    const entry = this.rules.get(name);
    return entry === undefined ? undefined : entry.isGlobal ? "global" : "rule";
  }

  addReport(segment: SourceSegment, { report, ignoredModule }: Remembered): void {
    const { entry } = report;
    if (entry !== undefined) this.rules.set(entry.name, entry);
    else if (ignoredModule !== undefined && segment.item?.kind === "rule")
      this.ignored.set(segment.item.name.name, ignoredModule);
  }
}

interface FirstImport {
  readonly segment: SourceSegment;
  readonly span: Import["span"];
  readonly index: number;
}

const noIncludes: IncludeResolver = () => ({ rules: new Map(), modules: new Set() });

function checkInclude(
  item: Include,
  segment: SourceSegment,
  names: NamesSoFar,
  resolve: IncludeResolver,
): SegmentReport {
  const found = resolve(item, segment);
  if ("severity" in found) return { diagnostics: [found] };
  for (const [name, entry] of found.rules) if (!names.rules.has(name)) names.rules.set(name, entry);
  for (const module of found.modules) names.modules.add(module);
  return { diagnostics: [] };
}

function describeDuplicate(item: Import, first: FirstImport, segment: SourceSegment): Diagnostic {
  const { module: name, span } = item;
  const duplicate = warnings.duplicateImport(first.span, {
    label: `\`${name}\` is imported here first`,
    labels: [{ span, text: "and here again", source: segment }],
    replacements: [{ span, text: "", source: segment }],
  });
  const labels = duplicate.labels.map((label): Label => ({ source: first.segment, ...label }));
  return { ...duplicate, labels };
}

/** Unknown names that a rule further below has are told where it is. */
function tellOfLaterRules(source: SegmentedSource, reports: SegmentReport[]): readonly SegmentReport[] {
  const later = new Map<string, { readonly segment: SourceSegment; readonly span: Import["span"] }>();
  for (let i = reports.length - 1; i >= 0; i--) {
    const segment = source.segments[i]!;
    const { diagnostics } = reports[i]!;
    if (later.size > 0 && diagnostics.some(({ code }) => code === "E009"))
      reports[i] = { ...reports[i]!, diagnostics: diagnostics.map((one) => withLaterRule(one, later)) };
    const { item } = segment;
    if (item?.kind === "rule") later.set(item.name.name, { segment, span: item.name.span });
  }
  return reports;
}

function withLaterRule(
  diagnostic: Diagnostic,
  later: ReadonlyMap<string, { readonly segment: SourceSegment; readonly span: Import["span"] }>,
): Diagnostic {
  const [label] = diagnostic.labels;
  if (diagnostic.code !== "E009" || label === undefined) return diagnostic;
  const { start, end } = label.span;
  const name = (label.source as SourceSegment).content.slice(start, end);
  const found = later.get(name);
  if (found === undefined) return diagnostic;
  const text = `rule \`${name}\` is declared here, but conditions know the rules above them only`;
  const added: Label = { kind: "secondary", span: found.span, text, source: found.segment };
  return { ...diagnostic, labels: [...diagnostic.labels, added] };
}
