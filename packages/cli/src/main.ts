/** The `tyara` command: its options and help. What commands do is in `commands/`. */
import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { plainArguments } from "./command-line.ts";
import type { CompileCommandOptions } from "./commands/compile.ts";
import type { DumpOptions } from "./commands/dump.ts";
import type { ScanOptions } from "./commands/scan.ts";
import type { CompileOptions } from "./compile-rules.ts";
import {
  ALL_WARNINGS,
  DEFAULT_DEPTH,
  DEFAULT_MATCH_BYTES,
  DEFAULT_OUTPUT,
  STANDARD_INPUT,
} from "./defaults.ts";
import { ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { argumentPath } from "./raw-arguments.ts";
import { superviseScan } from "./supervise-scan.ts";

/** Runs the command line (without `node` and the script's name) and gives the exit code. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.success;
  const texts: [text: string, isError: boolean][] = [];
  const program = createProgram((code) => {
    exitCode = code;
  });
  collectTexts(program, texts);
  try {
    await program.parseAsync(plainArguments(args, program), { from: "user" });
  } catch (error) {
    if (error instanceof Failure) texts.push([`error: ${error.message}\n`, true]);
    else if (!(error instanceof CommanderError)) throw error;
    if (!(error instanceof CommanderError && error.exitCode === 0)) exitCode = ExitCode.failure;
  }
  return texts.length === 0 ? exitCode : print(texts, exitCode);
}

/** The option parser writes help and complaints through these. */
function collectTexts(command: Command, texts: [text: string, isError: boolean][]): void {
  command.configureOutput({
    writeOut: (text) => texts.push([text, false]),
    writeErr: (text) => texts.push([text, true]),
  });
  for (const one of command.commands) collectTexts(one as Command, texts);
}

/** The engine is loaded when it is needed, and not before a thread loads it for itself. */
async function print(
  texts: readonly (readonly [text: string, isError: boolean])[],
  exitCode: ExitCode,
): Promise<ExitCode> {
  const { printableLines } = await import("tyara");
  const { Output } = await import("./terminal/output.ts");
  const { writeToUser } = await import("./terminal/messages.ts");
  const { endOf } = await import("./end.ts");
  return endOf(() => {
    const output = new Output();
    for (const [text, isError] of texts) {
      if (isError) writeToUser(printableLines(text));
      else output.text(text);
    }
    output.flush();
    return exitCode;
  });
}

/** The package's. */
function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

function createProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command("tyara")
    .description("Finds malware and anything else that YARA rules describe.")
    .version(version(), "-V, --version")
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .showHelpAfterError("(tyara --help shows what can be asked for)");
  addScan(program, finish);
  addCompile(program, finish);
  addDump(program, finish);
  addDebug(program, finish);
  return program;
}

/** The parser's own way shows empty lists and what an option means without a value, which descriptions say better. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  if (argChoices !== undefined) return `${description} (${argChoices.join(", ")}; default: ${defaultValue})`;
  return typeof defaultValue === "string" ? `${description} (default: ${defaultValue})` : description;
}

/** The options that every command with rules has (CL-2). */
function withCompileOptions(command: Command): Command {
  return command
    .option(
      "-d, --define <NAME=VALUE>",
      "define an external variable; VALUE is JSON, or else text",
      collect,
      [],
    )
    .addOption(
      new Option("-w, --disable-warnings [=IDS]", "leave out all warnings, or those with these ids (a,b,c)")
        .preset(ALL_WARNINGS)
        .argParser(collect)
        .default([]),
    )
    .option("--ignore-invalid-rules", "report rules that do not compile and go on without them")
    .option("-I, --ignore-module <NAME>", "leave out rules that use this module", collect, [])
    .option("--include-dir <DIR>", "look for included files here too", collect, [])
    .option("--include-anywhere", "let rules include files from outside of their directories")
    .option("--disable-includes", "let rules include no files")
    .option("--path-as-namespace", "put the rules of each file into a namespace named as its path")
    .option("--relaxed-re-syntax", "accept regular expressions as older YARA versions did")
    .addOption(
      new Option("--color <WHEN>", "colour results and messages; auto: on terminals, unless NO_COLOR is set")
        .choices(["auto", "always", "never"])
        .default("auto"),
    );
}

function addScan(program: Command, finish: (code: ExitCode) => void): void {
  withCompileOptions(program.command("scan"))
    .description("scan files with rules and print what matched")
    .argument(
      "<paths...>",
      "one or more [NAMESPACE:]RULES (files, or directories of *.yar and *.yara), then the TARGET: a file, a directory, or - for standard input",
    )
    .option("-C, --compiled-rules", "RULES is one file that `tyara compile` wrote")
    .option("-c, --count", "print only how many rules match each file")
    .option("--disable-console-logs", "do not print what rules log with the console module")
    .option(
      "-f, --fast-scan",
      "stop looking for a pattern after its first match where rules cannot tell the difference",
    )
    .option("--max-matches-per-pattern <N>", "keep at most N matches of each pattern", parseCount)
    .option("--max-scan-size <BYTES>", "scan only so many bytes from the start of each file", parseCount)
    .option("-x, --module-data <MODULE=FILE>", "give a module this file beside each target", collect, [])
    .option("-n, --negate", "print the rules that do not match instead")
    .addOption(
      new Option("-o, --output-format <FORMAT>", "how results are printed")
        .choices(["text", "ndjson", "json"])
        .default("text"),
    )
    .option("-m, --print-meta", "print the metadata of matching rules")
    .option("-e, --print-namespace", "print the namespace of matching rules")
    .addOption(
      new Option(
        "-s, --print-strings [=N]",
        `print matches, at most N bytes of each (default: ${DEFAULT_MATCH_BYTES})`,
      )
        .preset(String(DEFAULT_MATCH_BYTES))
        .argParser(parseCount),
    )
    .option("-g, --print-tags", "print the tags of matching rules")
    .addOption(
      new Option("-r, --recursive [=DEPTH]", `scan sub-directories too (default depth: ${DEFAULT_DEPTH})`)
        .preset(String(DEFAULT_DEPTH))
        .argParser(parseCount),
    )
    .option(
      "--file-variables",
      "define filename, filepath, extension, filetype and owner for each file, as many public rules expect",
    )
    .option("--follow-links", "enter directories that symbolic links lead to, each once")
    .option("--scan-list", "TARGET is a text file with one path to scan on each line")
    .option("-z, --skip-larger <BYTES>", "pass over files with more bytes", parseCount)
    .option("-t, --tag <TAG>", "print only rules with this tag")
    .option(
      "-a, --timeout <SECONDS>",
      "stop the scan of a file after so many seconds (unlike in other commands for YARA, where it is the time for all files)",
      parseSeconds,
    )
    .option("--total-timeout <SECONDS>", "end the whole run after so many seconds", parseSeconds)
    .action(async (paths: string[], options: ScanOptions) => {
      if (paths.length < 2) throw new Failure("name at least one file of rules and the target to scan");
      const locations = paths.map((path) => argumentPath(path));
      finish(await superviseScan({ rules: locations.slice(0, -1), target: locations.at(-1)!, options }));
    });
}

function addCompile(program: Command, finish: (code: ExitCode) => void): void {
  withCompileOptions(program.command("compile"))
    .description("compile rules into a file for `scan --compiled-rules`")
    .argument("<rules...>", "one or more [NAMESPACE:]RULES")
    .option("-o, --output <FILE>", "where the compiled rules go", DEFAULT_OUTPUT)
    .action(async (rules: string[], options: CompileCommandOptions) => {
      const { compileCommand } = await import("./commands/compile.ts");
      finish(
        await endHere(() =>
          compileCommand(
            rules.map((path) => argumentPath(path)),
            options,
          ),
        ),
      );
    });
}

function addDebug(program: Command, finish: (code: ExitCode) => void): void {
  const debug = program.command("debug").description("show how rules are worked with");
  withCompileOptions(debug.command("search"))
    .description("print how the patterns of rules are looked for, and why so")
    .argument("<rules...>", "one or more [NAMESPACE:]RULES")
    .action(async (rules: string[], options: CompileOptions) => {
      const { debugSearchCommand } = await import("./commands/debug.ts");
      finish(
        await endHere(() =>
          debugSearchCommand(
            rules.map((path) => argumentPath(path)),
            options,
          ),
        ),
      );
    });
}

function addDump(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command("dump")
    .description("print what modules say of a file")
    .argument("[file]", "the file, or - for standard input", STANDARD_INPUT)
    .option(
      "-m, --module <NAME>",
      "only this module; may be repeated (default: all that recognise the file)",
      collect,
      [],
    )
    .addOption(
      new Option("-o, --output-format <FORMAT>", "how values are printed")
        .choices(["yaml", "json"])
        .default("yaml"),
    )
    .option("--no-colors", "accepted for compatibility: the output has no colors")
    .action(async (file: string, options: DumpOptions) => {
      const { dumpCommand } = await import("./commands/dump.ts");
      finish(await endHere(() => dumpCommand(argumentPath(file), options)));
    });
}

/** Runs a command in this thread: a signal ends it at once. */
async function endHere(command: () => ExitCode): Promise<ExitCode> {
  const { endOf } = await import("./end.ts");
  return endOf(command);
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return seconds;
}
