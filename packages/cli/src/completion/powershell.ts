import { type Outline, takesNextWord } from "./outline.ts";

export function powershellCompletion(outlines: readonly Outline[]): string {
  return `# Completion of tyara for PowerShell: tyara completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName tyara -ScriptBlock {
    param($word, $ast, $position)
    $paths = @(${outlines.map(({ path }) => quoted(path)).join(", ")})
    $path = ''
    $previous = ''
    foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $position -and "$element" -eq $word) { break }
        $previous = "$element"
        $next = ("$path $element").Trim()
        if ($paths -ccontains $next) { $path = $next }
    }
    $found = switch -CaseSensitive ("$path|$previous") {
${outlines.flatMap(valueLines).join("\n")}
    }
    if ($null -eq $found) {
        $found = switch -CaseSensitive ($path) {
${outlines.map(wordLines).join("\n")}
        }
    }
    $found | Where-Object { $_[0] -clike "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
    }
}
`;
}

function valueLines({ path, options }: Outline): string[] {
  return options.flatMap((option) => {
    const { short, long, choices } = option;
    if (choices.length === 0 || !takesNextWord(option)) return [];
    const items = choices.map((choice) => `, @(${quoted(choice)}, ${quoted(choice)})`).join("; ");
    return [short, long].flatMap((name) =>
      name === undefined ? [] : [`        ${quoted(`${path}|${name}`)} { ${items} }`],
    );
  });
}

function wordLines({ path, commands, options }: Outline): string {
  const items = [
    ...commands.map(({ name, summary }) => [name, summary] as const),
    ...options.flatMap(({ short, long, description }) =>
      short === undefined
        ? [[long, description] as const]
        : [[short, description] as const, [long, description] as const],
    ),
  ];
  const lines = items.map(([text, tip]) => `                , @(${quoted(text)}, ${quoted(tip)})`);
  return `            ${quoted(path)} {\n${lines.join("\n")}\n            }`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
