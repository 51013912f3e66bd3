/** What a run has found: by rule, by file, values of modules, messages, problems. */
import type { PatternMatch, RuleMatch } from "tyara/scan";
import type { EngineRun, Outcome } from "../model/engine.ts";
import type { Sample } from "../model/samples.ts";
import type { Problem } from "../workers/protocol.ts";
import { button, download, h, Tabs } from "./dom.ts";
import type { Mark } from "./hex-view.ts";
import { valueTree } from "./value-tree.ts";

export interface ResultEvents {
  readonly onShowBytes: (sample: Sample, marks: readonly Mark[], offset: number) => void;
  readonly onShowProblem: (problem: Problem) => void;
}

/** Limit: entries of one list; what more there is can be downloaded. */
const MAX_ENTRIES = 300;
const MAX_MATCHES = 100;

const TABS = ["Rules", "Files", "Values", "Console", "Problems"] as const;

export class Results {
  readonly element: HTMLElement;
  readonly #run: EngineRun;
  readonly #events: ResultEvents;
  readonly #status = h("p", { class: "status", attributes: { role: "status", "aria-live": "polite" } });
  readonly #panels = TABS.map(() => h("div", { class: "panel", attributes: { tabindex: 0 } }));
  readonly #tabs: Tabs;
  readonly #progress = h("progress", { attributes: { "aria-label": "Progress", hidden: true } });

  constructor(run: EngineRun, events: ResultEvents) {
    this.#run = run;
    this.#events = events;
    this.#tabs = new Tabs(
      "Results",
      TABS.map((name, index) => [name, this.#panels[index]!] as const),
    );
    const exports = (["JSON", "NDJSON", "SARIF"] as const).map((format) =>
      button(format, () => this.#download(format), { title: `Download as ${format}`, class: "quiet" }),
    );
    this.element = h(
      "section",
      { class: "results", attributes: { "aria-label": "Results" } },
      h("header", {}, h("h2", { text: "Results" }), h("div", { class: "exports" }, ...exports)),
      this.#status,
      this.#progress,
      this.#tabs.list,
      ...this.#panels,
    );
    run.on(() => this.draw());
    this.draw();
  }

  draw(): void {
    const { outcomes, messages, problems } = this.#run;
    this.#drawStatus();
    const byRule = matchesByRule(outcomes);
    const matched = outcomes.filter(({ result }) => (result?.matches.length ?? 0) > 0);
    this.#tabs.rename(0, byRule.length > 0 ? `Rules ${byRule.length}` : "Rules");
    this.#tabs.rename(1, outcomes.length > 0 ? `Files ${matched.length}/${outcomes.length}` : "Files");
    this.#tabs.rename(3, messages.length > 0 ? `Console ${messages.length}` : "Console");
    this.#tabs.rename(4, problems.length > 0 ? `Problems ${problems.length}` : "Problems");
    const contents = [
      this.#rules(byRule),
      this.#files(outcomes),
      this.#values(outcomes),
      [
        messages.length === 0
          ? hint("Messages of the console module appear here.")
          : h("pre", { text: messages.join("\n") }),
      ],
      this.#problems(problems),
    ];
    for (const [index, content] of contents.entries()) this.#panels[index]!.replaceChildren(...content);
  }

  #drawStatus(): void {
    const { state, failure, outcomes, total, ruleCount, compileMs, scanMs } = this.#run;
    const matched = outcomes.filter(({ result }) => (result?.matches.length ?? 0) > 0).length;
    const failed = outcomes.filter(({ error }) => error !== undefined).length;
    const cut = outcomes.filter(({ result }) => result !== undefined && result.status !== "complete").length;
    const times = `${ruleCount} ${ruleCount === 1 ? "rule" : "rules"} compiled in ${describeMs(compileMs)}, scanned in ${describeMs(scanMs)}`;
    const found = `${matched} of ${outcomes.length} ${outcomes.length === 1 ? "input" : "inputs"} matched`;
    const errors = this.#run.problems.filter(({ severity }) => severity === "error").length;
    const doubts = [
      errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}, so that rules are missing`,
      errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}: rules were left out, see Problems`,
      failed > 0 && `${failed} could not be read`,
      cut > 0 && `${cut} not scanned to the end`,
    ].filter(Boolean);
    const texts = {
      idle: "Press Run, or Ctrl+Enter, to scan the samples with these rules.",
      compiling: "Compiling…",
      scanning: `Scanning ${outcomes.length} of ${total}… ${matched} matched`,
      done: [found, ...doubts, times].join(" · "),
      stopped: `Stopped after ${outcomes.length} of ${total} inputs · ${matched} matched`,
      failed: failure,
    };
    this.#status.textContent = texts[state];
    this.#status.dataset.state = state === "done" && matched > 0 ? "matched" : state;
    this.#progress.hidden = state !== "scanning" && state !== "compiling";
    this.#progress.max = Math.max(1, total);
    if (state === "scanning") this.#progress.value = outcomes.length;
    else this.#progress.removeAttribute("value");
  }

  #rules(byRule: readonly RuleResult[]): (HTMLElement | string)[] {
    if (byRule.length === 0)
      return [hint(this.#run.state === "done" ? "No rule matched." : "Rules that match appear here.")];
    return byRule.slice(0, MAX_ENTRIES).map(({ rule, places }, index) => {
      const label = h(
        "summary",
        {},
        h("strong", { text: rule.identifier }),
        tagsOf(rule),
        h("span", { class: "count", text: `${places.length} ${places.length === 1 ? "input" : "inputs"}` }),
      );
      return lazyDetails(label, index === 0 || byRule.length <= 3, () => [
        metadataOf(rule),
        ...places
          .slice(0, MAX_ENTRIES)
          .map(({ outcome, match }) =>
            h(
              "div",
              { class: "place" },
              h("h3", { text: outcome.sample.name }),
              this.#patterns(outcome, match),
            ),
          ),
        more(places.length),
      ]);
    });
  }

  #files(outcomes: readonly Outcome[]): (HTMLElement | string)[] {
    if (outcomes.length === 0) return [hint("Files that were scanned appear here.")];
    const sorted = outcomes.toSorted((a, b) => weightOf(b) - weightOf(a));
    const entries = sorted.slice(0, MAX_ENTRIES).map((outcome, index) => {
      const { sample, result, error } = outcome;
      const count = result?.matches.length ?? 0;
      const note =
        error ??
        (result?.status !== "complete"
          ? `ended by ${result?.status}`
          : count === 0
            ? "no match"
            : `${count} ${count === 1 ? "rule" : "rules"}`);
      const label = h(
        "summary",
        {},
        h("strong", { text: sample.name }),
        h("span", {
          class: `count ${error === undefined ? "" : "bad"}`,
          text: `${describeSize(sample.blob.size)} · ${note}`,
        }),
      );
      return lazyDetails(label, index === 0 && count > 0, () => [
        ...(result?.limits ?? []).map((limit) =>
          h("p", { class: "bad", text: `A limit was met, the result may lack something: ${limit}` }),
        ),
        ...(result?.moduleLimits ?? []).map(({ module, what }) =>
          h("p", { class: "bad", text: `The module ${module} does not read ${what}` }),
        ),
        ...(result?.matches ?? []).map((match) =>
          h("div", { class: "place" }, h("h3", { text: match.identifier }), this.#patterns(outcome, match)),
        ),
        button("Show bytes", () => this.#events.onShowBytes(sample, marksOf(outcome), 0), { class: "quiet" }),
      ]);
    });
    return [...entries, more(outcomes.length)];
  }

  /** The patterns of a rule in a file; each match leads to its bytes. */
  #patterns(outcome: Outcome, { patterns }: RuleMatch): HTMLElement {
    const found = patterns.filter(({ matches }) => matches.length > 0);
    if (found.length === 0) return h("p", { class: "hint", text: "matched by its condition alone" });
    return h(
      "ul",
      { class: "matches" },
      ...found.map(({ identifier, matches }) =>
        h(
          "li",
          {},
          h("code", { class: "pattern", text: identifier }),
          ...matches.slice(0, MAX_MATCHES).map((match) =>
            button(
              `0x${match.offset.toString(16)}`,
              () => this.#events.onShowBytes(outcome.sample, marksOf(outcome), match.offset),
              {
                class: "offset",
                title: describeMatch(match),
              },
            ),
          ),
          matches.length > MAX_MATCHES &&
            h("span", { class: "hint", text: `and ${matches.length - MAX_MATCHES} more` }),
          h("span", { class: "excerpt", text: describeMatch(matches[0]!) }),
        ),
      ),
    );
  }

  #values(outcomes: readonly Outcome[]): HTMLElement[] {
    const withValues = outcomes.filter(({ result }) => Object.keys(result?.moduleOutputs ?? {}).length > 0);
    if (withValues.length === 0)
      return [hint("What imported modules say of the samples appears here, for up to 20 samples.")];
    return withValues.map(({ sample, result }, index) =>
      valueTree(sample.name, result!.moduleOutputs, index === 0),
    );
  }

  #problems(problems: readonly Problem[]): HTMLElement[] {
    if (problems.length === 0) return [hint("Errors and warnings of the compiler appear here.")];
    return problems.slice(0, MAX_ENTRIES).map((problem) => {
      const { path, line, column, severity, code, message } = problem;
      return h(
        "button",
        {
          class: `problem ${severity}`,
          attributes: { type: "button" },
          on: { click: () => this.#events.onShowProblem(problem) },
        },
        h("span", { class: "where", text: `${path}:${line}:${column}` }),
        h("span", { class: "code", text: code }),
        h("span", { text: message }),
      );
    });
  }

  async #download(format: "JSON" | "NDJSON" | "SARIF"): Promise<void> {
    const { reportOf } = await import("./report.ts");
    const types = {
      JSON: "application/json",
      NDJSON: "application/x-ndjson",
      SARIF: "application/sarif+json",
    };
    download(`tyara.${format.toLowerCase()}`, reportOf(this.#run.outcomes, format), types[format]);
  }
}

interface RuleResult {
  readonly rule: RuleMatch;
  readonly places: { readonly outcome: Outcome; readonly match: RuleMatch }[];
}

function matchesByRule(outcomes: readonly Outcome[]): RuleResult[] {
  const rules = new Map<string, RuleResult>();
  for (const outcome of outcomes)
    for (const match of outcome.result?.matches ?? []) {
      const key = `${match.namespace}:${match.identifier}`;
      const known = rules.get(key);
      if (known === undefined) rules.set(key, { rule: match, places: [{ outcome, match }] });
      else known.places.push({ outcome, match });
    }
  return [...rules.values()].sort((a, b) => b.places.length - a.places.length);
}

/** All matches in a file, by offset; each pattern has a colour. */
function marksOf({ result }: Outcome): Mark[] {
  const marks: Mark[] = [];
  let color = 0;
  for (const rule of result?.matches ?? [])
    for (const { identifier, matches } of rule.patterns) {
      if (matches.length === 0) continue;
      for (const { offset, length } of matches)
        marks.push({ offset, length, label: `${rule.identifier} ${identifier}`, color });
      color++;
    }
  return marks.sort((a, b) => a.offset - b.offset);
}

function weightOf({ result, error }: Outcome): number {
  return error === undefined ? (result?.matches.length ?? 0) : Number.MAX_SAFE_INTEGER;
}

function lazyDetails(
  summary: HTMLElement,
  isOpen: boolean,
  content: () => (HTMLElement | string)[],
): HTMLElement {
  const details = h("details", { class: "entry" }, summary);
  const fill = (): void => {
    if (details.open && details.childElementCount === 1) details.append(...content());
  };
  details.addEventListener("toggle", fill);
  details.open = isOpen;
  fill();
  return details;
}

function metadataOf({ metadata }: RuleMatch): HTMLElement {
  const rows = metadata.map(({ identifier, value }) =>
    h(
      "div",
      {},
      h("dt", { text: identifier }),
      h("dd", { text: value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value) }),
    ),
  );
  return h("dl", { class: "metadata" }, ...rows);
}

function tagsOf({ tags }: RuleMatch): HTMLElement {
  return h("span", { class: "tag-list" }, ...tags.map((tag) => h("span", { class: "tag", text: tag })));
}

function more(count: number): HTMLElement | string {
  return count > MAX_ENTRIES ? hint(`… and ${count - MAX_ENTRIES} more: download them as JSON`) : "";
}

function hint(text: string): HTMLElement {
  return h("p", { class: "hint", text });
}

function describeMatch({ data, length, xorKey }: PatternMatch): string {
  let text = "";
  for (const byte of data.subarray(0, 64))
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  return `${text}${length > 64 ? "…" : ""}${xorKey === undefined ? "" : ` (xor 0x${xorKey.toString(16)})`}`;
}

export function describeSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

function describeMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
