/** How a file is laid out: the command line first, then `tyara.toml`, then `.editorconfig`, then the defaults. */
import { type Props, parseSync } from "editorconfig";
import type { FormatSettings } from "tyara/configuration";
import type { FormatOptions } from "tyara/format";
import type { FilePath } from "../file-path.ts";

export interface StyleOptions {
  readonly tabSize?: number;
}

/** `path` is undefined for rules that lie nowhere. */
export function styleFor(
  path: FilePath | undefined,
  settings: FormatSettings,
  { tabSize }: StyleOptions,
): FormatOptions {
  const { indentSpaces, ...others } = settings;
  return {
    ...editorConfigOf(path),
    ...others,
    ...(indentSpaces !== undefined && { indentation: indentSpaces === 0 ? "tabs" : indentSpaces }),
    ...(tabSize !== undefined && { inputTabSize: tabSize }),
  };
}

/** Names that are not text fit no pattern of an `.editorconfig`. */
function editorConfigOf(path: FilePath | undefined): FormatOptions {
  return typeof path?.location === "string" ? optionsOf(parseSync(path.location, { cache })) : {};
}

/** Files of one directory share what is read. */
const cache = new Map();

/** The widest level that the formatter takes. */
const MAX_WIDTH = 16;

function optionsOf({
  indent_style,
  indent_size,
  tab_width,
  end_of_line,
  insert_final_newline,
}: Props): FormatOptions {
  const width = widthOf(indent_size) ?? widthOf(tab_width);
  return {
    ...(indent_style === "tab" && { indentation: "tabs" as const }),
    ...(indent_style !== "tab" && width !== undefined && { indentation: width }),
    ...(widthOf(tab_width) !== undefined && { inputTabSize: widthOf(tab_width)! }),
    ...(end_of_line === "crlf" && { lineEnding: "\r\n" as const }),
    ...(insert_final_newline === false && { finalNewline: false }),
  };
}

/** Undefined for what is no width here, such as `unset`. */
function widthOf(value: unknown): number | undefined {
  return typeof value === "number" && value >= 1 && value <= MAX_WIDTH ? value : undefined;
}
