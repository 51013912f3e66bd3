/**
 * Everything about rules that are being written: a language server for the editor's features, and checks and formatting of whole files. It
 * holds the texts of all files, so that a change travels alone.
 */
import { formatEdits } from "tyara/format";
import { Checker, LineIndex, parse } from "tyara/language";
import { type Host, serveWorker } from "tyara-language-server/browser";
import { includesAmong } from "./includes.ts";
import { problemsOf } from "./problems.ts";
import type { Change, Check, RuleTexts } from "./protocol.ts";
import { serve } from "./serve.ts";
import { pathOfUri, uriOf } from "./uris.ts";

const files = new Map<string, string>();
const encoder = new TextEncoder();

/** The files of the other tabs, for includes and for what the whole workspace is asked. */
const host: Host = {
  read: async (uri) => {
    const text = files.get(pathOfUri(uri));
    return text === undefined ? undefined : encoder.encode(text);
  },
  list: async function* () {
    for (const path of files.keys()) yield uriOf(path);
  },
};

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
    ["connect", (port: MessagePort) => serveWorker(port, host)],
  ]),
);
