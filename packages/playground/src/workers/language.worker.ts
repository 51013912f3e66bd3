/** Checks, formats and completes rules while they are written. It holds the texts of all files, so that a change travels alone. */
import { formatEdits } from "tyara/format";
import { Checker, LineIndex, parse } from "tyara/language";
import { includesAmong } from "./includes.ts";
import { problemsOf } from "./problems.ts";
import type { Change, Check, RuleTexts, Suggestion } from "./protocol.ts";
import { serve } from "./serve.ts";
import { suggest } from "./suggest.ts";

const files = new Map<string, string>();
const { modules } = new Checker();

/** Milliseconds after which a check gives up, so that the worker hears of the next change. */
const CHECK_TIMEOUT = 10_000;

function check(path: string): Check {
  const text = files.get(path) ?? "";
  const checker = new Checker({ includeReader: includesAmong(files), timeoutMs: CHECK_TIMEOUT });
  checker.addSource(text, { origin: path });
  const { ast, brokenRules } = parse(text);
  const index = new LineIndex(text);
  const names = [...ast.items.flatMap((item) => (item.kind === "rule" ? [item.name] : [])), ...brokenRules];
  return {
    problems: problemsOf([...checker.errors, ...checker.warnings], files, path),
    outline: names
      .map(({ name, span }) => ({ name, from: index.index(span.start) }))
      .sort((a, b) => a.from - b.from),
  };
}

function formatFile(path: string): { changes: Change[]; refusal?: string } {
  const text = files.get(path) ?? "";
  const { edits, refusal } = formatEdits(text);
  if (refusal !== undefined) return { changes: [], refusal: refusal.message };
  const index = new LineIndex(text);
  return {
    changes: edits.map(({ start, end, text: insert }) => ({
      from: index.index(start),
      to: index.index(end),
      insert,
    })),
  };
}

serve(
  new Map<string, (args: never) => unknown>([
    [
      "set",
      (texts: RuleTexts) => {
        for (const [path, text] of texts) files.set(path, text);
      },
    ],
    ["remove", (path: string) => void files.delete(path)],
    ["check", (path: string) => check(path)],
    ["format", (path: string) => formatFile(path)],
    [
      "suggest",
      ({ path, offset }: { path: string; offset: number }): Suggestion[] =>
        suggest(files.get(path) ?? "", offset, modules),
    ],
    [
      "describe",
      ({ path, offset }: { path: string; offset: number }) => {
        const text = files.get(path) ?? "";
        const end = offset + (/^\w*/.exec(text.slice(offset))?.[0].length ?? 0);
        const start = end - (/[\w.]*$/.exec(text.slice(0, end))?.[0].length ?? 0);
        const name = text.slice(start, end);
        const last = name.slice(name.lastIndexOf(".") + 1);
        const found = suggest(text, end, modules).find(({ label }) => label === last);
        return found?.detail && name.includes(".") ? { from: start, to: end, text: found.detail } : undefined;
      },
    ],
  ]),
);
