import type { CommandDefinition, OptionDefinition } from "../command-definition.ts";
import { compileOptions, rulePathOptions } from "../common-options.ts";
import type { FixOptions } from "../fix/fix-files.ts";
import type { FixWarningsOptions } from "../fix/fix-warnings.ts";
import { argumentPath } from "../raw-arguments.ts";

const fixOptions: readonly OptionDefinition[] = [
  { flags: "--dry-run", description: "show what would change as a diff, and change nothing" },
  ...rulePathOptions,
];
const rules = {
  name: "<rules...>",
  description: "files of rules, or directories",
  completes: "file",
} as const;

const encoding: CommandDefinition<FixOptions> = {
  name: "encoding",
  summary: "turn rules that are not in UTF-8 into UTF-8",
  arguments: [rules],
  options: fixOptions,
  examples: [{ command: "tyara fix encoding --dry-run rules/", does: "see which files are concerned" }],
  async run(paths, options) {
    const { fixEncodingCommand } = await import("../fix/fix-encoding.ts");
    return fixEncodingCommand(
      paths.map((path) => argumentPath(path)),
      options,
    );
  },
};

const warnings: CommandDefinition<FixWarningsOptions> = {
  name: "warnings",
  summary: "change rules as the warnings about them suggest",
  arguments: [rules],
  options: [...fixOptions, ...compileOptions],
  examples: [
    { command: "tyara fix warnings --dry-run rules/ | less", does: "read what would change" },
    { command: "tyara fix warnings -w=slow_pattern rules/", does: "change it, one kind of warning left out" },
  ],
  async run(paths, options) {
    const { fixWarningsCommand } = await import("../fix/fix-warnings.ts");
    return fixWarningsCommand(
      paths.map((path) => argumentPath(path)),
      options,
    );
  },
};

export const fix: CommandDefinition = {
  name: "fix",
  summary: "mend rules in place",
  commands: [encoding, warnings],
};
