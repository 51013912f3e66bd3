import { type CommandDefinition, parseCount, parseSeconds } from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import { DEFAULT_MATCH_BYTES } from "../defaults.ts";
import { Failure } from "../failure.ts";
import { argumentPath } from "../raw-arguments.ts";
import type { WatchOptions } from "../watch/watch-command.ts";

export const watch: CommandDefinition<WatchOptions> = {
  name: "watch",
  summary: "scan files of a directory whenever they are written",
  description: "Rules that change are compiled again. It runs until a signal ends it.",
  usage: "[NAMESPACE:]RULES... DIRECTORY",
  arguments: [
    {
      name: "<paths...>",
      description: "one or more [NAMESPACE:]RULES, then the directory, with all below it",
      completes: "file",
    },
  ],
  options: [
    { flags: "--existing", description: "scan what is there already, too" },
    {
      flags: "-o, --output-format <FORMAT>",
      description: "how results are printed; text unless given",
      choices: ["text", "ndjson"],
    },
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
      flags: "-a, --timeout <SECONDS>",
      description: "stop the scan of a file after so many seconds (30 unless given)",
      parse: parseSeconds,
    },
    colorOption,
    ...compileOptions,
  ],
  examples: [
    { command: "tyara watch -s rules/ /srv/upload", does: "see what matches as files come" },
    { command: "tyara watch --existing my-rule.yar samples/", does: "try a rule while writing it" },
  ],
  async run(paths, options) {
    if (paths.length < 2) throw new Failure("name at least one file of rules and the directory to watch");
    const locations = paths.map((path) => argumentPath(path));
    const { watchCommand } = await import("../watch/watch-command.ts");
    return watchCommand(locations.slice(0, -1), locations.at(-1)!, options);
  },
};
