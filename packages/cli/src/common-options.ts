/** Options that several commands have. */
import { type OptionDefinition, parseCount } from "./command-definition.ts";
import { ALL_WARNINGS, DEFAULT_DEPTH } from "./defaults.ts";

export const colorOption: OptionDefinition = {
  flags: "--color <WHEN>",
  description: "colour results and messages; auto, the default: on terminals, unless NO_COLOR is set",
  choices: ["auto", "always", "never"],
};

/** Whose default is the configuration's. */
export const configurationOptions: readonly OptionDefinition[] = [
  {
    flags: "--config <FILE>",
    description: "take settings from this file (default: tyara.toml here or above, or the user's)",
    completes: "file",
  },
  { flags: "--no-config", description: "take settings from no file" },
];

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
  ...configurationOptions,
].map((option) => ({ ...option, group: "Rules:" }) as OptionDefinition);

/** The options of commands that work on files of rules one by one. */
export const rulePathOptions: readonly OptionDefinition[] = [
  {
    flags: "-f, --filter <PATTERN>",
    description: "of directories, only files whose path below it matches (default: **/*.yar and **/*.yara)",
    isList: true,
  },
  {
    flags: "-r, --recursive [=DEPTH]",
    description: "enter only so many levels of sub-directories (all unless given)",
    preset: String(DEFAULT_DEPTH),
    parse: parseCount,
  },
];
