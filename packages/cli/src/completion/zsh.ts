import { type Outline, type OutlineOption, takesNextWord } from "./outline.ts";

export function zshCompletion(outlines: readonly Outline[]): string {
  return `#compdef tyara
# Completion of tyara for zsh: tyara completion zsh > "$fpath[1]/_tyara"
${outlines.map(functionOf).join("\n")}
if [[ $funcstack[1] == _tyara ]]; then
  _tyara "$@"
else
  compdef _tyara tyara
fi
`;
}

const nameOf = (path: string): string => ["_tyara", ...path.split(" ").filter(Boolean)].join("__");

function functionOf({ path, commands, options, completes }: Outline): string {
  const specs = options.map(specOf);
  if (commands.length === 0)
    return `${nameOf(path)}() {
  _arguments -s : \\
    ${[...specs, ...positional(completes)].join(" \\\n    ")}
}`;
  return `${nameOf(path)}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C : \\
    ${[...specs, "'1:command:->command'", "'*::argument:->argument'"].join(" \\\n    ")}
  case $state in
    command)
      local -a commands=(
        ${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join("\n        ")}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(({ name }) => `        ${name}) ${nameOf(path === "" || path === "help" ? (path === "help" ? "" : name) : `${path} ${name}`)} ;;`).join("\n")}
      esac ;;
  esac
}`;
}

function positional(completes: Outline["completes"]): string[] {
  if (completes === undefined) return [];
  return [completes === "file" ? "'*:file:_files'" : "'*:directory:_files -/'"];
}

function specOf(option: OutlineOption): string {
  const { short, long, description, value, choices, completes } = option;
  const text = `[${description.replace(/[[\]\\]/g, "\\$&")}]`;
  const action =
    choices.length > 0
      ? `(${choices.join(" ")})`
      : completes === undefined
        ? " "
        : completes === "file"
          ? "_files"
          : "_files -/";
  const name = value?.replace(/[:\\]/g, "\\$&");
  const behind =
    value === undefined ? "" : takesNextWord(option) ? `:${name}:${action}` : `::${name}:${action}`;
  const longName = value === undefined ? long : takesNextWord(option) ? `${long}=` : `${long}=-`;
  if (short === undefined) return quoted(`*${longName}${text}${behind}`);
  const shortBehind = takesNextWord(option) ? behind : "";
  const shortName = takesNextWord(option) ? `${short}+` : short;
  return `${quoted(`*${shortName}${text}${shortBehind}`)} ${quoted(`*${longName}${text}${behind}`)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
