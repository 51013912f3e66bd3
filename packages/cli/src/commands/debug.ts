import type { CommandDefinition } from "../command-definition.ts";
import { colorOption, compileOptions } from "../common-options.ts";
import type { CompileOptions } from "../compile-rules.ts";
import type { FilePath } from "../file-path.ts";
import { argumentPath } from "../raw-arguments.ts";

const rules = {
  name: "<rules...>",
  description: "one or more [NAMESPACE:]RULES",
  completes: "file",
} as const;
const file = {
  name: "<file>",
  description: "a file of rules, or - for standard input",
  completes: "file",
} as const;
const options = [...compileOptions, colorOption];
const pathsOf = (paths: readonly string[]): FilePath[] => paths.map((path) => argumentPath(path));

const ast: CommandDefinition = {
  name: "ast",
  summary: "print the typed tree of rules as JSON",
  arguments: [file],
  async run([path]) {
    const { debugAst } = await import("../debug/debug-rules.ts");
    return debugAst(argumentPath(path!));
  },
};

const cst: CommandDefinition = {
  name: "cst",
  summary: "print the syntax tree of rules with every token",
  arguments: [file],
  async run([path]) {
    const { debugTree } = await import("../debug/debug-rules.ts");
    return debugTree(argumentPath(path!));
  },
};

const ir: CommandDefinition<CompileOptions> = {
  name: "ir",
  summary: "print conditions as the compiler has them, before and after the optimiser",
  arguments: [rules],
  options,
  async run(paths, given) {
    const { debugIr } = await import("../debug/debug-rules.ts");
    return debugIr(pathsOf(paths), given);
  },
};

const wasm: CommandDefinition<CompileOptions> = {
  name: "wasm",
  summary: "print the WebAssembly that rules become",
  arguments: [rules],
  options,
  async run(paths, given) {
    const { debugWasm } = await import("../debug/debug-rules.ts");
    return debugWasm(pathsOf(paths), given);
  },
};

const modules: CommandDefinition = {
  name: "modules",
  summary: "list the modules that rules can import",
  async run() {
    const { debugModules } = await import("../debug/debug-rules.ts");
    return debugModules();
  },
};

const rule: CommandDefinition<CompileOptions> = {
  name: "rule",
  summary: "print everything about one rule: its condition, what must hold, its code",
  arguments: [{ name: "<name>", description: "the name of the rule" }, rules],
  options,
  examples: [{ command: "tyara debug rule Packed rules/", does: "see what became of a rule" }],
  async run([name, ...paths], given) {
    const { debugRule } = await import("../debug/debug-rules.ts");
    return debugRule(name!, pathsOf(paths), given);
  },
};

const search: CommandDefinition<CompileOptions> = {
  name: "search",
  summary: "print how the patterns of rules are looked for, and why so",
  arguments: [rules],
  options,
  async run(paths, given) {
    const { debugSearchCommand } = await import("../debug/debug-search.ts");
    return debugSearchCommand(pathsOf(paths), given);
  },
};

export const debug: CommandDefinition = {
  name: "debug",
  summary: "show how rules are worked with",
  commands: [rule, ast, cst, ir, wasm, search, modules],
};
