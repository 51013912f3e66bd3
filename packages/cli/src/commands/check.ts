import type { CheckOptions } from "../check/check-command.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { colorOption, compileOptions, rulePathOptions } from "../common-options.ts";
import { argumentPath } from "../raw-arguments.ts";

export const check: CommandDefinition<CheckOptions> = {
  name: "check",
  summary: "check rules, and the conventions that the configuration has for them",
  description:
    "Each file is checked by itself and told as PASS, WARN or FAIL. tyara.toml says what names, tags and metadata must be like.",
  arguments: [{ name: "<rules...>", description: "files of rules, or directories", completes: "file" }],
  options: [
    ...rulePathOptions,
    {
      flags: "--reporter <FORMAT>",
      description: "how what was found is printed; text unless given",
      choices: ["text", "json", "github", "sarif"],
    },
    colorOption,
    {
      flags: "-p, --threads <N>",
      description: "accepted for compatibility: files are checked one after another",
    },
    ...compileOptions,
  ],
  examples: [
    { command: "tyara check rules/", does: "check all rules of a directory" },
    {
      command: "tyara check --reporter github rules/",
      does: "annotate a pull request, in a workflow of GitHub Actions",
    },
    { command: "tyara check --reporter sarif rules/ > rules.sarif", does: "make a report for code scanning" },
  ],
  exitStatus: [
    [0, "nothing was found"],
    [1, "errors, or a file could not be read"],
    [2, "warnings only"],
  ],
  async run(paths, options) {
    const { checkCommand } = await import("../check/check-command.ts");
    return checkCommand(
      paths.map((path) => argumentPath(path)),
      options,
    );
  },
};
