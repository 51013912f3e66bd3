/** `tyara completion SHELL`: a script that teaches a shell what can follow (CL-32). */
import type { CommandDefinition } from "../command-definition.ts";
import { ExitCode } from "../exit-code.ts";
import { standardOutput } from "../terminal/output.ts";
import { bashCompletion } from "./bash.ts";
import { elvishCompletion } from "./elvish.ts";
import { fishCompletion } from "./fish.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { powershellCompletion } from "./powershell.ts";
import type { Shell } from "./shells.ts";
import { zshCompletion } from "./zsh.ts";

const scripts: Readonly<Record<Shell, (outlines: readonly Outline[]) => string>> = {
  bash: bashCompletion,
  elvish: elvishCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
  zsh: zshCompletion,
};

export function completionScript(shell: Shell, commands: readonly CommandDefinition[]): string {
  return scripts[shell](outlineOf(commands));
}

export function completionCommand(shell: Shell, commands: readonly CommandDefinition[]): ExitCode {
  const output = standardOutput();
  output.text(completionScript(shell, commands));
  output.flush();
  return ExitCode.success;
}
