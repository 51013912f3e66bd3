import { type Outline, type OutlineOption, takesNextWord } from "./outline.ts";

export function bashCompletion(outlines: readonly Outline[]): string {
  return `# Completion of tyara for bash: source <(tyara completion bash)
_tyara() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word
  # bash takes --option=value for three words.
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
${outlines
  .filter(({ path }) => path !== "")
  .map(enterCase)
  .join("\n")}
    esac
  done
  COMPREPLY=()
  case "$command|$previous" in
${outlines.flatMap(({ path, options }) => options.flatMap((option) => valueCase(path, option))).join("\n")}
  esac
  case "$command" in
${outlines.map(wordCase).join("\n")}
  esac
}
complete -F _tyara tyara
`;
}

/** Which command the next word leads to. */
function enterCase({ path }: Outline): string {
  const words = path.split(" ");
  return `      "${words.slice(0, -1).join(" ")} ${words.at(-1)}") command="${path}" ;;`;
}

function valueCase(path: string, option: OutlineOption): string[] {
  const { short, long, choices, completes } = option;
  if (!takesNextWord(option)) return [];
  const patterns = [short, long].flatMap((name) => (name === undefined ? [] : `"${path}|${name}"`)).join("|");
  const files = completes === undefined ? ":" : filesOf(completes);
  const offer = choices.length > 0 ? offerWords(choices) : files;
  return [`    ${patterns}) ${offer}; return ;;`];
}

function wordCase({ path, commands, options, completes }: Outline): string {
  const flags = options.flatMap(({ short, long }) => (short === undefined ? [long] : [short, long]));
  const words = commands.map(({ name }) => name);
  const other = completes === undefined ? offerWords(words) : filesOf(completes);
  return `    "${path}")
      if [[ $current == -* ]]; then ${offerWords(flags)}
      else ${other}; fi ;;`;
}

function filesOf(completes: "file" | "directory"): string {
  return completes === "file" ? "compopt -o default" : "compopt -o dirnames";
}

function offerWords(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current"))`;
}
