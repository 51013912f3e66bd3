import type { Outline } from "./outline.ts";

export function elvishCompletion(outlines: readonly Outline[]): string {
  return `# Completion of tyara for elvish: eval (tyara completion elvish | slurp)
use str
set edit:completion:arg-completer[tyara] = {|@words|
  var candidates = [
${outlines.map(entryOf).join("\n")}
  ]
  var path = ''
  for word $words[1..-1] {
    var next = (str:trim-space $path' '$word)
    if (has-key $candidates $next) { set path = $next }
  }
  for candidate $candidates[$path] {
    edit:complex-candidate $candidate[0] &display=$candidate[0]' '$candidate[1]
  }
  if (has-value [${outlines
    .filter(({ completes }) => completes !== undefined)
    .map(({ path }) => quoted(path))
    .join(" ")}] $path) { edit:complete-filename $words[-1] }
}
`;
}

function entryOf({ path, commands, options }: Outline): string {
  const items = [
    ...commands.map(({ name, summary }) => [name, summary] as const),
    ...options.map(({ long, description }) => [long, description] as const),
  ];
  return `    &${quoted(path)}=[${items.map(([text, tip]) => `[${quoted(text)} ${quoted(tip)}]`).join(" ")}]`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
