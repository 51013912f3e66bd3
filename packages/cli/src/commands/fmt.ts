import { type CommandDefinition, parseCount } from "../command-definition.ts";
import { colorOption, configurationOptions, rulePathOptions } from "../common-options.ts";
import { STANDARD_INPUT } from "../defaults.ts";
import { Failure } from "../failure.ts";
import type { FmtOptions } from "../fmt/fmt-command.ts";
import { argumentPath } from "../raw-arguments.ts";

export const fmt: CommandDefinition<FmtOptions> = {
  name: "fmt",
  summary: "format rules in place",
  description:
    "Only white space changes, and what has mistakes of syntax stays as it is. tyara.toml and .editorconfig say how rules are laid out; comments `// fmt: off` and `// fmt: on` enclose what is not to be touched.",
  arguments: [
    {
      name: "<rules...>",
      description: "files of rules, or directories; - formats the standard input onto the standard output",
      completes: "file",
    },
  ],
  options: [
    { flags: "-c, --check", description: "name the files that would change, and change nothing" },
    { flags: "--diff", description: "print what would change, and change nothing" },
    ...rulePathOptions,
    {
      flags: "-t, --tab-size <N>",
      description: "how many columns a tab in the rules takes (default: 4)",
      parse: parseTabSize,
    },
    {
      flags: "--stdin-path <FILE>",
      description: "where the standard input comes from, for .editorconfig and messages",
      completes: "file",
    },
    ...configurationOptions,
    colorOption,
  ],
  examples: [
    { command: "tyara fmt rules/", does: "format all rules of a directory" },
    { command: "tyara fmt --check rules/", does: "fail where rules are not formatted, as in CI" },
    { command: "tyara fmt --diff rules.yar | less", does: "read what would change" },
    { command: ":%!tyara fmt -", does: "format the buffer, in vim" },
  ],
  exitStatus: [
    [0, "all rules are formatted as they should be"],
    [
      1,
      "something was changed or would change, or a file could not be formatted; not for the standard input without `--check`",
    ],
  ],
  async run(paths, options) {
    if (paths.includes(STANDARD_INPUT) && paths.length > 1)
      throw new Failure("the standard input is formatted alone: name no other rules beside -");
    const { fmtCommand } = await import("../fmt/fmt-command.ts");
    return fmtCommand(
      paths.map((path) => argumentPath(path)),
      options,
    );
  },
};

function parseTabSize(text: string): number {
  const size = parseCount(text);
  if (size < 1 || size > 16) throw new RangeError("It must be a number from 1 to 16.");
  return size;
}
