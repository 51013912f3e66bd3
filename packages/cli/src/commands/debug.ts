import type { CommandDefinition } from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import type { CompileOptions } from "../compile-rules.ts";
import { argumentPath } from "../raw-arguments.ts";

const search: CommandDefinition<CompileOptions> = {
  name: "search",
  summary: "print how the patterns of rules are looked for, and why so",
  arguments: [{ name: "<rules...>", description: "one or more [NAMESPACE:]RULES", completes: "file" }],
  options: [...compileOptions, colorOption],
  async run(rules, options) {
    const { debugSearchCommand } = await import("../debug/debug-search.ts");
    return debugSearchCommand(
      rules.map((path) => argumentPath(path)),
      options,
    );
  },
};

export const debug: CommandDefinition = {
  name: "debug",
  summary: "show how rules are worked with",
  commands: [search],
};
