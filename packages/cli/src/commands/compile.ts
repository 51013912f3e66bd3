import type { CommandDefinition } from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import type { CompileCommandOptions } from "../compile/compile-command.ts";
import { DEFAULT_OUTPUT } from "../defaults.ts";
import { argumentPath } from "../raw-arguments.ts";

export const compile: CommandDefinition<CompileCommandOptions> = {
  name: "compile",
  summary: "compile rules into a file for `scan --compiled-rules`",
  arguments: [{ name: "<rules...>", description: "one or more [NAMESPACE:]RULES", completes: "file" }],
  options: [
    ...compileOptions,
    {
      flags: "-o, --output <FILE>",
      description: "where the compiled rules go",
      default: DEFAULT_OUTPUT,
      completes: "file",
    },
    colorOption,
  ],
  examples: [
    { command: "tyara compile -o rules.yarc rules/", does: "compile all rules of a directory" },
    {
      command: "tyara compile -o web.yarc web:web/ mail:mail.yar",
      does: "compile two sets of rules, each in a namespace of its own",
    },
  ],
  async run(rules, options) {
    const { compileCommand } = await import("../compile/compile-command.ts");
    return compileCommand(
      rules.map((path) => argumentPath(path)),
      options,
    );
  },
};
