/** Options that several commands have. */
import type { OptionDefinition } from "./command-definition.ts";
import { ALL_WARNINGS } from "./defaults.ts";

export const colorOption: OptionDefinition = {
  flags: "--color <WHEN>",
  description: "colour results and messages; auto: on terminals, unless NO_COLOR is set",
  choices: ["auto", "always", "never"],
  default: "auto",
};

/** The options that every command that compiles rules has (CL-2). */
export const compileOptions: readonly OptionDefinition[] = [
  {
    flags: "-d, --define <NAME=VALUE>",
    description: "define an external variable; VALUE is JSON, or else text",
    isList: true,
  },
  {
    flags: "-w, --disable-warnings [=IDS]",
    description: "leave out all warnings, or those with these ids (a,b,c)",
    preset: ALL_WARNINGS,
    isList: true,
  },
  {
    flags: "--ignore-invalid-rules",
    description: "report rules that do not compile and go on without them",
  },
  {
    flags: "-I, --ignore-module <NAME>",
    description: "leave out rules that use this module",
    isList: true,
  },
  {
    flags: "--include-dir <DIR>",
    description: "look for included files here too",
    isList: true,
    completes: "directory",
  },
  {
    flags: "--include-anywhere",
    description: "let rules include files from outside of their directories",
  },
  { flags: "--disable-includes", description: "let rules include no files" },
  {
    flags: "--path-as-namespace",
    description: "put the rules of each file into a namespace named as its path",
  },
  {
    flags: "--relaxed-re-syntax",
    description: "accept regular expressions as older YARA versions did",
  },
].map((option) => ({ ...option, group: "Rules:" }) as OptionDefinition);
