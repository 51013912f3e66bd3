/** The options that every file is scanned with. */
import { type Scanner, VariableError } from "tyara";
import type { ScanFileOptions } from "tyara/node";
import { parseDefinition } from "../definitions.ts";
import { Failure } from "../failure.ts";
import { filePath } from "../file-path.ts";
import { MAX_DATA, MAX_MATCH_DATA } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import { FILE_VARIABLES } from "./file-variables.ts";
import type { ScanOptions } from "./scan-options.ts";

export function optionsOfEachFile({
  maxScanSize,
  moduleData,
  negate,
  printStrings,
}: ScanOptions): ScanFileOptions {
  return {
    maxMatchData: printStrings ?? 0,
    maxTotalMatchData: MAX_MATCH_DATA,
    includeNonMatches: negate === true,
    moduleMetadata: Object.fromEntries(moduleData.map(readModuleData)),
    ...(maxScanSize !== undefined && { maxScanSize }),
  };
}

/** `MODULE=FILE`: what a module is told beside the scanned file (CL-10). */
function readModuleData(text: string): [module: string, data: Uint8Array] {
  const at = text.indexOf("=");
  if (at <= 0) throw new Failure(`--module-data ${text}: write it as MODULE=FILE`);
  return [
    text.slice(0, at),
    readWhole(filePath(text.slice(at + 1)), MAX_DATA, "cannot read module data from"),
  ];
}

/** The variables that each file sets: compiled rules have only those that they were compiled with. */
export function settableVariables(
  scanner: Scanner,
  { define, fileVariables }: ScanOptions,
): (typeof FILE_VARIABLES)[number][] {
  if (fileVariables !== true) return [];
  const defined = new Set(define.map((definition) => parseDefinition(definition).name));
  return FILE_VARIABLES.filter((name) => !defined.has(name) && canSet(scanner, name));
}

function canSet(scanner: Scanner, name: string): boolean {
  try {
    scanner.setGlobal(name, "");
    return true;
  } catch (error) {
    if (error instanceof VariableError) return false;
    throw error;
  }
}
