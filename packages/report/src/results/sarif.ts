/** Matches as findings: one result for each matching rule of a file, at the offset of its first match. */
import type { JsonStream, JsonTree } from "../json-stream.ts";
import type { Output } from "../output.ts";
import { SarifLog } from "../sarif.ts";
import { fileUri } from "../uri.ts";
import {
  moreBytes,
  type PrintOptions,
  type ReportedMatch,
  type ReportedRule,
  type ReportWriter,
  shownBytes,
} from "./file-report.ts";

interface PlacedMatch {
  readonly pattern: string;
  readonly match: ReportedMatch;
}

export function sarifWriter(options: PrintOptions, version: string, output: Output): ReportWriter {
  const log = new SarifLog(output, version);
  return {
    file({ path, rules }) {
      const artifactLocation = { uri: fileUri(path) };
      for (const rule of rules) writeResult(log, rule, artifactLocation, options);
      output.flush();
    },
    end: () => log.end(),
  };
}

function writeResult(
  log: SarifLog,
  rule: ReportedRule,
  artifactLocation: JsonTree,
  { strings }: PrintOptions,
): void {
  const { json } = log;
  const id = ruleId(rule);
  const description = descriptionOf(rule);
  json.openObject();
  log.ruleOfResult(id, () => ({
    id,
    description,
    properties: { tags: rule.tags, metadata: metadataOf(rule) },
  }));
  json.entry("level", "error");
  json.entry("message", { text: description });
  const matches = matchesOf(rule);
  const first = matches.next();
  json.name("locations");
  json.openList();
  writeLocation(json, artifactLocation, first.done ? undefined : first.value, strings);
  json.close();
  if (strings !== undefined) {
    json.name("relatedLocations");
    json.openList();
    for (const match of matches) writeLocation(json, artifactLocation, match, strings);
    json.close();
  }
  json.close();
}

function writeLocation(
  json: JsonStream,
  artifactLocation: JsonTree,
  place: PlacedMatch | undefined,
  strings: number | undefined,
): void {
  json.openObject();
  json.name("physicalLocation");
  json.openObject();
  json.entry("artifactLocation", artifactLocation);
  if (place !== undefined) {
    const { match } = place;
    json.name("region");
    json.openObject();
    json.entry("byteOffset", match.offset);
    json.entry("byteLength", match.length);
    if (strings !== undefined) {
      const bytes = shownBytes(match, strings);
      json.name("snippet");
      json.openObject();
      json.name("text");
      json.bytes(bytes, "json", moreBytes(match, bytes));
      json.close();
    }
    json.close();
  }
  json.close();
  if (place !== undefined) json.entry("message", { text: place.pattern });
  json.close();
}

function* matchesOf({ patterns }: ReportedRule): Generator<PlacedMatch, undefined> {
  for (const { identifier, isPrivate, matches } of patterns)
    if (!isPrivate) for (const match of matches) yield { pattern: identifier, match };
}

function ruleId({ namespace, identifier }: ReportedRule): string {
  return namespace === "default" ? identifier : `${namespace}:${identifier}`;
}

/** What the author says of the rule, where the metadata have it. */
function descriptionOf({ identifier, metadata }: ReportedRule): string {
  const description = metadata.find((one) => one.identifier === "description")?.value;
  return typeof description === "string" && description !== "" ? `${identifier}: ${description}` : identifier;
}

function metadataOf({ metadata }: ReportedRule): JsonTree {
  return metadata.map(({ identifier, value }) => {
    if (typeof value === "bigint") {
      const number = Number(value);
      return [identifier, Number.isSafeInteger(number) ? number : String(value)];
    }
    return [identifier, value instanceof Uint8Array ? [...value] : value];
  });
}
