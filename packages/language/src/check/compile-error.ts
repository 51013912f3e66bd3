import { type Diagnostic, DiagnosticRenderer } from "../diagnostics/index.ts";

/** Limit: diagnostics that the message of an error shows; all of them are in `diagnostics`. */
const maxShown = 100;

/** Thrown by the functions that promise rules or nothing. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  /** At least one, in the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const renderer = new DiagnosticRenderer();
    const shown = diagnostics.slice(0, maxShown).map((diagnostic) => renderer.render(diagnostic));
    const rest = diagnostics.length - shown.length;
    super([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"));
    this.diagnostics = diagnostics;
  }
}
