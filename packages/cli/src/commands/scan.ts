import {
  type CommandDefinition,
  type OptionDefinition,
  parseCount,
  parseSeconds,
} from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import { DEFAULT_DEPTH, DEFAULT_MATCH_BYTES } from "../defaults.ts";
import { Failure } from "../failure.ts";
import { argumentPath } from "../raw-arguments.ts";
import type { ScanOptions } from "../scan/scan-options.ts";

const targetOptions: readonly OptionDefinition[] = [
  {
    flags: "-r, --recursive [=DEPTH]",
    description: `scan sub-directories too (default depth: ${DEFAULT_DEPTH})`,
    preset: String(DEFAULT_DEPTH),
    parse: parseCount,
  },
  {
    flags: "--follow-links",
    description: "enter directories that symbolic links lead to, each once",
  },
  {
    flags: "--scan-list",
    description: "TARGET is a text file with one path to scan on each line",
  },
  {
    flags: "--archives",
    description: "scan what zip, tar, gzip, bzip2, xz and zstd files hold, too, and what is nested in these",
  },
  { flags: "-z, --skip-larger <BYTES>", description: "pass over files with more bytes", parse: parseCount },
];

const scanningOptions: readonly OptionDefinition[] = [
  { flags: "--no-mmap", description: "accepted for compatibility: files are read, never mapped" },
  {
    flags: "-p, --threads <N>",
    description: "scan in so many threads (as many as there are processors unless given)",
    parse: parseThreads,
  },
  {
    flags: "--cpu-limit <PERCENT>",
    description: "use only so much of all processors, from 1 to 99: fewer threads, or pauses between files",
    parse: parsePercent,
  },
  { flags: "-C, --compiled-rules", description: "RULES is one file that `tyara compile` wrote" },
  {
    flags: "--no-cache",
    description: "compile rules even where the user's cache has them compiled already, and keep none there",
  },
  {
    flags: "-f, --fast-scan",
    description: "stop looking for a pattern after its first match where rules cannot tell the difference",
  },
  {
    flags: "--file-variables",
    description:
      "define filename, filepath, extension, filetype and owner for each file, as many public rules expect",
  },
  {
    flags: "--max-matches-per-pattern <N>",
    description: "keep at most N matches of each pattern",
    parse: parseCount,
  },
  {
    flags: "--max-scan-size <BYTES>",
    description: "scan only so many bytes from the start of each file",
    parse: parseCount,
  },
  {
    flags: "-x, --module-data <MODULE=FILE>",
    description: "give a module this file beside each target",
    isList: true,
    completes: "file",
  },
  {
    flags: "-a, --timeout <SECONDS>",
    description:
      "stop the scan of a file after so many seconds (unlike in other commands for YARA, where it is the time for all files)",
    parse: parseSeconds,
  },
  {
    flags: "--total-timeout <SECONDS>",
    description: "end the whole run after so many seconds",
    parse: parseSeconds,
  },
];

const outputOptions: readonly OptionDefinition[] = [
  {
    flags: "-o, --output-format <FORMAT>",
    description: "how results are printed; text unless given",
    choices: ["text", "ndjson", "json", "sarif", "csv"],
  },
  { flags: "-c, --count", description: "print only how many rules match each file" },
  { flags: "-m, --print-meta", description: "print the metadata of matching rules" },
  { flags: "-e, --print-namespace", description: "print the namespace of matching rules" },
  {
    flags: "-s, --print-strings [=N]",
    description: `print matches, at most N bytes of each (default: ${DEFAULT_MATCH_BYTES})`,
    preset: String(DEFAULT_MATCH_BYTES),
    parse: parseCount,
  },
  { flags: "-g, --print-tags", description: "print the tags of matching rules" },
  {
    flags: "--sorted",
    description: "print results in the order of the files' names, not as they come",
  },
  {
    flags: "--stats",
    description:
      "tell at the end how much was scanned and how fast, what was not scanned and why, and the slowest of the files that one thread scanned",
  },
  {
    flags: "--fail-on-warnings",
    description: "scan nothing and end with exit status 1 when there are warnings about the rules",
  },
  { flags: "--fail-on-match", description: "end with exit status 3 when a rule matched" },
  { flags: "-n, --negate", description: "print the rules that do not match instead" },
  { flags: "-t, --tag <TAG>", description: "print only rules with this tag" },
  { flags: "-i, --identifier <NAME>", description: "print only rules of this name" },
  {
    flags: "-q, --disable-console-logs",
    description: "do not print what rules log with the console module",
  },
  colorOption,
];

function parseThreads(text: string): number {
  const threads = parseCount(text);
  if (threads < 1 || threads > 1024) throw new RangeError("It must be a number from 1 to 1024.");
  return threads;
}

function parsePercent(text: string): number {
  const percent = parseCount(text);
  if (percent < 1 || percent > 99) throw new RangeError("It must be a number from 1 to 99.");
  return percent;
}

const inGroup = (group: string, options: readonly OptionDefinition[]): OptionDefinition[] =>
  options.map((option) => ({ ...option, group }));

export const scan: CommandDefinition<ScanOptions> = {
  name: "scan",
  summary: "scan files with rules and print what matched",
  usage: "[NAMESPACE:]RULES... TARGET",
  arguments: [
    {
      name: "<paths...>",
      description:
        "one or more [NAMESPACE:]RULES (files, or directories of *.yar and *.yara), then the TARGET: a file, a directory, or - for standard input",
      completes: "file",
    },
  ],
  options: [
    ...inGroup("Targets:", targetOptions),
    ...inGroup("Scanning:", scanningOptions),
    ...inGroup("Output:", outputOptions),
    ...compileOptions,
  ],
  examples: [
    { command: "tyara scan -r -s rules/ /srv/upload", does: "scan a tree and print where the patterns are" },
    { command: "tyara scan -o ndjson rules.yar samples/ | jq .", does: "hand the results to a program" },
    {
      command: "tyara compile rules/ -o rules.yarc && tyara scan -C rules.yarc samples/",
      does: "compile once, scan often",
    },
    {
      command: "find . -newer mark | tyara scan --scan-list rules.yar -",
      does: "scan what another command chooses",
    },
  ],
  exitStatus: [
    [0, "everything was scanned, whether or not rules matched"],
    [1, "wrong usage, or errors in rules"],
    [2, "something could not be scanned, or not to its end"],
    [3, "a rule matched, with --fail-on-match"],
  ],
  async run(paths, options) {
    if (paths.length < 2) throw new Failure("name at least one file of rules and the target to scan");
    const locations = paths.map((path) => argumentPath(path));
    const { superviseScan } = await import("../scan/supervise-scan.ts");
    return superviseScan({ rules: locations.slice(0, -1), target: locations.at(-1)!, options });
  },
};
