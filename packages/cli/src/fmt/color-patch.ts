/** Colours the lines of a unified diff, as `git diff` does. */
export function colorPatch(patch: string): string {
  return patch.replace(/^.*$/gm, (line) => {
    const color = colorOf(line);
    return color === undefined ? line : `\x1b[${color}m${line}\x1b[0m`;
  });
}

function colorOf(line: string): string | undefined {
  if (/^(---|\+\+\+) /.test(line)) return "1";
  if (line.startsWith("@@")) return "36";
  if (line.startsWith("+")) return "32";
  return line.startsWith("-") ? "31" : undefined;
}
