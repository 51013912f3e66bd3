/** `tyara fix warnings`: what warnings suggest is done (CL-29). */
import type { Diagnostic, Replacement } from "tyara";
import { type CompileOptions, createCompiler } from "../compile-rules.ts";
import { type LoadedConfiguration, loadConfiguration } from "../configuration.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { Messages } from "../terminal/messages.ts";
import { type Change, type FixOptions, fixFiles } from "./fix-files.ts";

export interface FixWarningsOptions extends CompileOptions, FixOptions {}

/** A change may bring up a warning that was hidden, but none needs more rounds than these. */
const MAX_ROUNDS = 8;

export function fixWarningsCommand(paths: readonly FilePath[], options: FixWarningsOptions): ExitCode {
  const messages = new Messages();
  const loaded = loadConfiguration(options);
  fixFiles(paths, options, messages, (path, bytes) => fix(path, bytes, options, loaded));
  return exitCodeOf(messages);
}

function fix(
  path: FilePath,
  bytes: Uint8Array,
  options: FixWarningsOptions,
  loaded: LoadedConfiguration,
): Change | undefined {
  const look = (source: Uint8Array) => {
    const compiler = createCompiler(options, loaded, [], { linters: loaded.configuration.linters });
    return compiler.addSource(source, { origin: path.shown });
  };
  let current = bytes;
  let fixed = 0;
  let errors: number | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const compiler = look(current);
    errors ??= compiler.errors.length;
    if (compiler.errors.length > errors)
      throw new Failure(
        `${path.shown}: what the warnings suggest makes the rules wrong; nothing was changed`,
      );
    const chosen = compatible(compiler.warnings.map((warning) => replacementsIn(warning, path.shown)));
    if (chosen.length === 0) break;
    current = apply(current, chosen.flat());
    fixed += chosen.length;
  }
  if (fixed === 0) return undefined;
  const text = (source: Uint8Array) => Buffer.from(source).toString();
  return {
    before: text(bytes),
    after: text(current),
    bytes: current,
    what: `${fixed} ${fixed === 1 ? "warning" : "warnings"}`,
  };
}

/** What a warning wants to change in this file, by place; nothing when it wants changes elsewhere, too. */
function replacementsIn({ replacements }: Diagnostic, origin: string): readonly Replacement[] {
  return replacements.every(({ source }) => source?.origin === origin) ? replacements : [];
}

/** The changes of as many warnings as do not touch the same bytes; the others get their turn in the next round. */
function compatible(all: readonly (readonly Replacement[])[]): (readonly Replacement[])[] {
  const taken: Replacement[] = [];
  return all.filter((replacements) => {
    const isFree = replacements.every(({ span }) =>
      taken.every((other) => span.end < other.span.start || span.start > other.span.end),
    );
    if (replacements.length === 0 || !isFree) return false;
    for (const replacement of replacements) taken.push(replacement);
    return true;
  });
}

function apply(source: Uint8Array, replacements: readonly Replacement[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { span, text } of [...replacements].sort((a, b) => a.span.start - b.span.start)) {
    parts.push(source.subarray(at, span.start), Buffer.from(text));
    at = span.end;
  }
  return Buffer.concat([...parts, source.subarray(at)]);
}
