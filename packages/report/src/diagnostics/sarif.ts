/** Diagnostics as results, with their replacements as fixes. */
import type { Diagnostic, Replacement } from "@tyara/language/diagnostics";
import type { JsonTree } from "../json-stream.ts";
import type { Output } from "../output.ts";
import { SarifLog } from "../sarif.ts";
import { fileUri } from "../uri.ts";
import { messageOf, type Place, placeOf } from "./place.ts";

export function writeSarif(diagnostics: Iterable<Diagnostic>, version: string, output: Output): void {
  const log = new SarifLog(output, version);
  for (const diagnostic of diagnostics) writeResult(log, diagnostic);
  log.end();
}

function writeResult(log: SarifLog, diagnostic: Diagnostic): void {
  const { severity, code, title, labels, replacements } = diagnostic;
  const { json } = log;
  json.openObject();
  log.ruleOfResult(code, () => ({ id: code, description: title }));
  json.entry("level", severity);
  json.entry("message", { text: messageOf(diagnostic) });
  const [first, ...others] = labels.map((label) => ({ label, place: placeOf(label) }));
  json.entry("locations", first?.place === undefined ? [] : [locationOf(first.place)]);
  json.entry(
    "relatedLocations",
    others.flatMap(({ label, place }) =>
      place === undefined ? [] : [{ ...locationOf(place), message: { text: label.text } }],
    ),
  );
  json.entry("fixes", fixesOf(replacements));
  json.close();
}

function locationOf(place: Place): { readonly physicalLocation: JsonTree } {
  return { physicalLocation: { artifactLocation: artifactOf(place), region: regionOf(place) } };
}

function artifactOf({ path }: Place): JsonTree {
  return { uri: fileUri(path ?? "rules") };
}

function regionOf({ startLine, startColumn, endLine, endColumn }: Place): JsonTree {
  return { startLine, startColumn, endLine, endColumn };
}

function fixesOf(replacements: readonly Replacement[]): JsonTree | undefined {
  const changes = replacements.flatMap((replacement): JsonTree[] => {
    const place = placeOf(replacement);
    if (place === undefined) return [];
    const change = { deletedRegion: regionOf(place), insertedContent: { text: replacement.text } };
    return [{ artifactLocation: artifactOf(place), replacements: [change] }];
  });
  return changes.length === 0 ? undefined : [{ artifactChanges: changes }];
}
