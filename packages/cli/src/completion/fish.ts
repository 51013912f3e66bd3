import { type Outline, type OutlineOption, takesNextWord } from "./outline.ts";

export function fishCompletion(outlines: readonly Outline[]): string {
  return `# Completion of tyara for fish: tyara completion fish > ~/.config/fish/completions/tyara.fish
function __tyara_is_at
    set -l path ""
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
${outlines
  .filter(({ path }) => path !== "")
  .map(({ path }) => {
    const words = path.split(" ");
    return `            case ${quoted(`${words.slice(0, -1).join(" ")} ${words.at(-1)}`)}\n                set path ${quoted(path)}`;
  })
  .join("\n")}
        end
    end
    test "$path" = "$argv[1]"
end
complete -c tyara -f
${outlines.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, commands, options, completes }: Outline): string[] {
  const start = `complete -c tyara -n ${quoted(`__tyara_is_at ${quoted(path)}`)}`;
  const lines = commands.map(({ name, summary }) => `${start} -a ${name} -d ${quoted(summary)}`);
  for (const option of options) lines.push(`${start} ${partsOf(option).join(" ")}`);
  if (completes === "file") lines.push(`${start} -F`);
  else if (completes === "directory") lines.push(`${start} -a '(__fish_complete_directories)'`);
  return lines;
}

function partsOf(option: OutlineOption): string[] {
  const { short, long, description, value, choices, completes } = option;
  const parts = [`-l ${long.slice(2)}`];
  if (short !== undefined) parts.unshift(`-s ${short.slice(1)}`);
  if (choices.length > 0) parts.push(`-a ${quoted(choices.join(" "))}`);
  if (completes === "directory") parts.push("-a '(__fish_complete_directories)'");
  if (value !== undefined && takesNextWord(option)) parts.push(completes === "file" ? "-r -F" : "-x");
  return [...parts, `-d ${quoted(description)}`];
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
