/** The import hash: one value for programs that import the same functions in the same order. */
import type { Import } from "./imports.ts";

const LIBRARY_SUFFIX = /\.(dll|sys|ocx)$/;

/** What is hashed: `library.function` of every load-time import, in lower case, joined by commas. */
export function imphashText(imports: readonly Import[]): string {
  return imports.flatMap(importNames).join(",");
}

function importNames({ library_name, functions }: Import): string[] {
  const library = library_name.toLowerCase().replace(LIBRARY_SUFFIX, "");
  return functions.map(({ name }) => `${library}.${name.toLowerCase()}`);
}
