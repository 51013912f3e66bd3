/** The bytes around a match, as a document that cannot be changed. */
import {
  Range,
  type TextDocumentContentProvider,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import { BYTES_A_LINE, hexColumns, hexDump } from "./hex-dump.ts";

/** Bytes that are shown before and behind a match, and of a long match. */
const CONTEXT = 256;
const MAX_SHOWN = 4096;

export class HexDocuments implements TextDocumentContentProvider {
  static readonly scheme = "tyara-hex";

  readonly #highlight = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor("editor.findMatchHighlightBackground"),
  });

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { file, start, end } = JSON.parse(uri.query) as { file: string; start: number; end: number };
    const bytes = await workspace.fs.readFile(Uri.parse(file));
    return hexDump(bytes.subarray(start, end), start);
  }

  /** Shows the bytes around a match, with the match marked. */
  async show(file: Uri, offset: number, length: number): Promise<void> {
    const start = Math.floor(Math.max(0, offset - CONTEXT) / BYTES_A_LINE) * BYTES_A_LINE;
    const shown = Math.min(length, MAX_SHOWN);
    const end = offset + shown + CONTEXT;
    const uri = Uri.from({
      scheme: HexDocuments.scheme,
      path: `${file.path} @ 0x${offset.toString(16)}`,
      query: JSON.stringify({ file: file.toString(), start, end }),
    });
    const document = await workspace.openTextDocument(uri);
    const editor = await window.showTextDocument(document, {
      preview: true,
      preserveFocus: true,
      viewColumn: ViewColumn.Beside,
    });
    const ranges = markedRanges(offset - start, shown);
    editor.setDecorations(this.#highlight, ranges);
    // The begin of its line, so that the offset stays in sight.
    const { line } = ranges[0]?.start ?? { line: 0 };
    editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

function markedRanges(from: number, length: number): Range[] {
  const ranges: Range[] = [];
  const end = from + length;
  for (let at = from; at < end; ) {
    const line = Math.floor(at / BYTES_A_LINE);
    const to = Math.min(end, (line + 1) * BYTES_A_LINE);
    const [first, last] = hexColumns(at, to);
    ranges.push(new Range(line, first, line, last));
    at = to;
  }
  return ranges;
}
