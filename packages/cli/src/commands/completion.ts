import type { CommandDefinition } from "../command-definition.ts";
import { SHELLS } from "../completion/shells.ts";
import { Failure } from "../failure.ts";
import { nearest } from "../nearest.ts";

export const completion: CommandDefinition = {
  name: "completion",
  summary: "print a script that completes commands and options in a shell",
  arguments: [{ name: "<shell>", description: SHELLS.join(", ") }],
  examples: [
    { command: "source <(tyara completion bash)", does: "complete in this bash; in ~/.bashrc, in every one" },
    { command: 'tyara completion zsh > "$fpath[1]/_tyara"', does: "complete in zsh" },
    { command: "tyara completion fish > ~/.config/fish/completions/tyara.fish", does: "complete in fish" },
  ],
  async run([name = ""], _options, commands) {
    const shell = SHELLS.find((one) => one === name);
    if (shell === undefined) {
      const similar = nearest(name, SHELLS);
      throw new Failure(
        `there is no completion for ${name}, only for ${SHELLS.join(", ")}${similar === undefined ? "" : `; did you mean ${similar}?`}`,
      );
    }
    const { completionCommand } = await import("../completion/completion-command.ts");
    return completionCommand(shell, commands);
  },
};
