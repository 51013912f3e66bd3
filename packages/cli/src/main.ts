/** The `tyara` command: its options and help. What commands do is in `commands/`. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "tyara";
import { type CompileCommandOptions, compileCommand, DEFAULT_OUTPUT } from "./commands/compile.ts";
import { debugSearchCommand } from "./commands/debug.ts";
import { type DumpOptions, dumpCommand } from "./commands/dump.ts";
import { DEFAULT_DEPTH, DEFAULT_MATCH_BYTES, type ScanOptions, scanCommand } from "./commands/scan.ts";
import { ALL_WARNINGS, type CompileOptions } from "./compile-rules.ts";
import { ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { expandOptionalValues } from "./optional-values.ts";
import { STANDARD_INPUT } from "./targets.ts";

const OPTIONAL_VALUES = [
  { long: "disable-warnings", short: "w", whenBare: ALL_WARNINGS },
  { long: "print-strings", short: "s", whenBare: String(DEFAULT_MATCH_BYTES) },
  { long: "recursive", short: "r", whenBare: String(DEFAULT_DEPTH) },
];

/** Runs the command line (without `node` and the script's name) and gives the exit code. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.success;
  const program = createProgram((code) => {
    exitCode = code;
  });
  endQuietlyWhenNobodyReads();
  try {
    await program.parseAsync(expandOptionalValues(args, OPTIONAL_VALUES), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.success : ExitCode.failure;
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return ExitCode.failure;
  }
}

/** `tyara scan … | head` closes our output early; that is no error. */
function endQuietlyWhenNobodyReads(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(ExitCode.success);
    process.stderr.write(`error: cannot write the output: ${error.message}\n`);
    process.exit(ExitCode.failure);
  });
}

function createProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command("tyara")
    .description("Finds malware and anything else that YARA rules describe.")
    .version(version, "-V, --version")
    .exitOverride()
    .showHelpAfterError("(tyara --help shows what can be asked for)");
  addScan(program, finish);
  addCompile(program, finish);
  addDump(program, finish);
  addDebug(program, finish);
  return program;
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
    .option("-w, --disable-warnings <=ids>", "leave out all warnings, or those with these ids (a,b,c)")
    .option("--ignore-invalid-rules", "report rules that do not compile and go on without them")
    .option("-I, --ignore-module <NAME>", "leave out rules that use this module", collect, [])
    .option("--include-dir <DIR>", "look for included files here too", collect, [])
    .option("--path-as-namespace", "put the rules of each file into a namespace named as its path")
    .option("--relaxed-re-syntax", "accept regular expressions as older YARA versions did");
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
    .option("-x, --module-data <MODULE=FILE>", "give a module this file beside each target", collect, [])
    .option("-n, --negate", "print the rules that do not match instead")
    .addOption(
      new Option("-o, --output-format <FORMAT>", "how results are printed")
        .choices(["text", "ndjson", "json"])
        .default("text"),
    )
    .option("-m, --print-meta", "print the metadata of matching rules")
    .option("-e, --print-namespace", "print the namespace of matching rules")
    .option(
      "-s, --print-strings <=N>",
      `print matches, at most N bytes of each (default ${DEFAULT_MATCH_BYTES})`,
      parseCount,
    )
    .option("-g, --print-tags", "print the tags of matching rules")
    .option(
      "-r, --recursive <=DEPTH>",
      `scan sub-directories too (default depth ${DEFAULT_DEPTH})`,
      parseCount,
    )
    .option("--scan-list", "TARGET is a text file with one path to scan on each line")
    .option("-z, --skip-larger <BYTES>", "pass over files with more bytes", parseCount)
    .option("-t, --tag <TAG>", "print only rules with this tag")
    .option("-a, --timeout <SECONDS>", "stop the scan of a file after so many seconds", parseSeconds)
    .action((paths: string[], options: ScanOptions) => {
      if (paths.length < 2) throw new Failure("name at least one file of rules and the target to scan");
      finish(scanCommand(paths.slice(0, -1), paths.at(-1)!, options));
    });
}

function addCompile(program: Command, finish: (code: ExitCode) => void): void {
  withCompileOptions(program.command("compile"))
    .description("compile rules into a file for `scan --compiled-rules`")
    .argument("<rules...>", "one or more [NAMESPACE:]RULES")
    .option("-o, --output <FILE>", "where the compiled rules go", DEFAULT_OUTPUT)
    .action((rules: string[], options: CompileCommandOptions) => finish(compileCommand(rules, options)));
}

function addDebug(program: Command, finish: (code: ExitCode) => void): void {
  const debug = program.command("debug").description("show how rules are worked with");
  withCompileOptions(debug.command("search"))
    .description("print how the patterns of rules are looked for, and why so")
    .argument("<rules...>", "one or more [NAMESPACE:]RULES")
    .action((rules: string[], options: CompileOptions) => finish(debugSearchCommand(rules, options)));
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
    .action((file: string, options: DumpOptions) => finish(dumpCommand(file, options)));
}

function collect(value: string, previous: readonly string[]): string[] {
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
