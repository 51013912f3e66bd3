import { ansiStyle, type Diagnostic, DiagnosticRenderer, plainStyle } from "@tyara/language/diagnostics";
import { JsonStream, type JsonTree } from "../json-stream.ts";
import { collectText } from "../output.ts";
import { githubAnnotation } from "./github.ts";
import { writeSarif } from "./sarif.ts";

export const DIAGNOSTIC_FORMATS = ["text", "json", "github", "sarif"] as const;
export type DiagnosticFormat = (typeof DIAGNOSTIC_FORMATS)[number];

export interface DiagnosticReportOptions {
  /** Default `text`. */
  readonly format?: DiagnosticFormat;
  /** Whether text is coloured for a terminal; default false. */
  readonly isColored?: boolean;
  /** Columns after which excerpts are cut; default 140. */
  readonly width?: number;
  /** The version of the program, which SARIF tells. */
  readonly version: string;
}

/** Diagnostics as one text that ends with a line break, or is empty where the format has nothing to say of none. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  { format = "text", isColored = false, width, version }: DiagnosticReportOptions,
): string {
  const renderer = new DiagnosticRenderer({
    style: isColored ? ansiStyle : plainStyle,
    ...(width !== undefined && { width }),
  });
  const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join("");
  switch (format) {
    case "text":
      return lines(diagnostics.map((one) => renderer.render(one)));
    case "github":
      return lines(diagnostics.map(githubAnnotation));
    case "sarif":
      return collectText((output) => writeSarif(diagnostics, version, output));
    case "json":
      return collectText((output) => {
        const json = new JsonStream(output, true);
        json.tree(
          diagnostics.map(
            (one) => ({ severity: one.severity, ...renderer.json(one) }) as unknown as JsonTree,
          ),
        );
        output.text("\n");
      });
  }
}
