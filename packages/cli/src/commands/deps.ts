import type { CommandDefinition } from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import type { DepsOptions } from "../deps/deps-command.ts";
import { argumentPath } from "../raw-arguments.ts";

export const deps: CommandDefinition<DepsOptions> = {
  name: "deps",
  summary: "show which rules and modules each rule refers to",
  arguments: [{ name: "<rules...>", description: "one or more [NAMESPACE:]RULES", completes: "file" }],
  options: [
    { flags: "-r, --rule <NAME>", description: "only this rule and what it needs" },
    {
      flags: "--format <FORMAT>",
      description: "how they are shown; dot is for Graphviz",
      choices: ["tree", "dot", "json"],
      default: "tree",
    },
    ...compileOptions,
    colorOption,
  ],
  examples: [
    { command: "tyara deps -r Packed rules/", does: "show what one rule needs" },
    { command: "tyara deps --format dot rules/ | dot -Tsvg > rules.svg", does: "draw all rules" },
  ],
  async run(rules, options) {
    const { depsCommand } = await import("../deps/deps-command.ts");
    return depsCommand(
      rules.map((path) => argumentPath(path)),
      options,
    );
  },
};
