/** Compares where Tyara and the reference engine (a development dependency) find the first mistake of form in a source. */
import { createRequire } from "node:module";
import type { Diagnostic } from "@tyara/language/diagnostics";
import { parse } from "@tyara/language/syntax";

interface ReferenceEngine {
  validate(source: string): {
    readonly errors: readonly { readonly code: string; readonly message: string }[];
  };
}

/** The native build of the reference engine, or nothing where it is not installed. */
export function loadReference(): ReferenceEngine | undefined {
  try {
    return createRequire(import.meta.url)("@litko/yara-x-linux-x64-gnu") as ReferenceEngine;
  } catch {
    return undefined;
  }
}

/** A mistake's code and place, comparable as text: `E001 3:14`. */
interface Mistake {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** This one is a syntax error, but found with the mistakes of meaning. */
const BARE_REFERENCE = /this `[$#@!]` is outside of the body/;

/** The codes that belong to the parser alone. */
const PARSER_CODES: ReadonlySet<string> = new Set(["E001", "E027", "E028", "E029", "E030", "E031"]);

/**
 * Where the two first mistakes differ, as `reference | Tyara`; `undefined` when they agree. Mistakes of meaning are not
 * compared: the reference reports those of one rule only up to the first. Where the reference reports what follows
 * from a mistake at a place before it, either place counts as its first.
 */
export function compareSyntax(reference: ReferenceEngine, source: string): string | undefined {
  const reports = reference.validate(source).errors.filter(({ message }) => !BARE_REFERENCE.test(message));
  const theirs = reports.map(readReport).filter(isParserMistake);
  const { diagnostics } = parse(source);
  const ours = diagnostics.map((diagnostic) => locate(diagnostic, source)).filter(isParserMistake);
  const first = show(inOrder(ours)[0]);
  if (first === show(theirs[0]) || first === show(inOrder(theirs)[0])) return undefined;
  return `${theirs.map(show).join(", ")} | ${ours.map(show).join(", ")}`;
}

function isParserMistake({ code }: Mistake): boolean {
  return PARSER_CODES.has(code);
}

function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1));
}

function show(mistake: Mistake | undefined): string {
  return mistake === undefined ? "accepted" : `${mistake.code} ${mistake.line}:${mistake.column}`;
}

function readReport({ code, message }: { readonly code: string; readonly message: string }): Mistake {
  const place = /--> .*?(\d+):(\d+)$/m.exec(message);
  return { code, line: Number(place?.[1]), column: Number(place?.[2]) };
}

function locate(diagnostic: Diagnostic, source: string): Mistake {
  const offset = diagnostic.labels[0]!.span.start;
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    new TextEncoder().encode(source).subarray(0, offset),
  );
  const lines = before.split("\n");
  return { code: diagnostic.code, line: lines.length, column: [...lines[lines.length - 1]!].length + 1 };
}
