import { type Diagnostic, DiagnosticRenderer } from "../diagnostics/index.ts";

/** Limit: diagnostics that the message of an error shows; all of them are in `diagnostics`. */
const maxShown = 100;

/** Thrown by the functions that promise rules or nothing. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  /** At least one, in the order in which they were found. */
  declare readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const renderer = new DiagnosticRenderer();
    const shown = diagnostics.slice(0, maxShown).map((diagnostic) => renderer.render(diagnostic));
    const rest = diagnostics.length - shown.length;
    super([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"));
    // Hidden from the console, which would show the whole source with each of them; the message has what there is to say.
    Object.defineProperty(this, "diagnostics", { value: diagnostics });
  }
}
