/** Diagnostics as text, for those who need no more of the renderer. */
import { type KnownOptions, requireOptions } from "@tyara/base";
import { ansiStyle, type Diagnostic, DiagnosticRenderer, plainStyle } from "@tyara/language/diagnostics";

/** How {@link renderDiagnostic} writes. */
export interface RenderDiagnosticOptions {
  /** Whether to colour the text for a terminal. Default false. */
  readonly isColored?: boolean;
  /** Columns after which excerpts are cut. Default 140. */
  readonly width?: number;
}

const renderOptions: KnownOptions<RenderDiagnosticOptions> = { isColored: true, width: true };

/** One diagnostic as a report with an excerpt of the source; without a line break at its end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderDiagnosticOptions = {}): string {
  const style = options.isColored ? ansiStyle : plainStyle;
  const { width } = requireOptions(options, renderOptions);
  return new DiagnosticRenderer(width === undefined ? { style } : { style, width }).render(diagnostic);
}
