import type { CommandDefinition } from "../command-definition.ts";
import { STANDARD_INPUT } from "../defaults.ts";
import type { DumpOptions } from "../dump/dump-command.ts";
import { argumentPath } from "../raw-arguments.ts";

export const dump: CommandDefinition<DumpOptions> = {
  name: "dump",
  summary: "print what modules say of a file",
  arguments: [
    {
      name: "[file]",
      description: "the file, or - for standard input",
      default: STANDARD_INPUT,
      completes: "file",
    },
  ],
  options: [
    {
      flags: "-m, --module <NAME>",
      description: "only this module; may be repeated (default: all that recognise the file)",
      isList: true,
    },
    {
      flags: "-o, --output-format <FORMAT>",
      description: "how values are printed",
      choices: ["yaml", "json"],
      default: "yaml",
    },
    { flags: "--no-colors", description: "accepted for compatibility: the output has no colors" },
  ],
  examples: [
    { command: "tyara dump program.exe", does: "print what every module knows of a program" },
    { command: "tyara dump -m pe -o json program.exe | jq .pe.sections", does: "pick one thing out of it" },
  ],
  async run([file = STANDARD_INPUT], options) {
    const { dumpCommand } = await import("../dump/dump-command.ts");
    return dumpCommand(argumentPath(file), options);
  },
};
