/** Reports for programs: one JSON object a line (CL-23), or one document (CL-24); both are written as results come. */

import { JsonStream, jsonText } from "../json-stream.ts";
import type { Output } from "../output.ts";
import {
  moreBytes,
  type PrintOptions,
  type ReportedMatch,
  type ReportedMetadata,
  type ReportedRule,
  type ReportWriter,
  shownBytes,
} from "./file-report.ts";

/** One line a file. */
export function ndjsonWriter(options: PrintOptions, output: Output): ReportWriter {
  const json = new JsonStream(output, false);
  return {
    file({ path, rules }) {
      json.openObject();
      writeText(json, "path", path);
      if (options.count) writeNumber(json, "count", rules.length);
      else writeRules(json, rules, options);
      json.close();
      output.text("\n");
      output.flush();
    },
    end: () => output.flush(),
  };
}

function writeRules(json: JsonStream, rules: readonly ReportedRule[], options: PrintOptions): void {
  json.name("rules");
  json.openList();
  for (const rule of rules) {
    json.openObject();
    writeText(json, "identifier", rule.identifier);
    writeDetails(json, rule, options);
    json.close();
  }
  json.close();
}

/** One document; `end` closes it. */
export function jsonWriter(options: PrintOptions, version: string, output: Output): ReportWriter {
  const json = new JsonStream(output, true);
  json.openObject();
  json.name("matches");
  json.openList();
  return {
    file({ path, rules }) {
      if (options.count) writeCount(json, path, rules.length);
      else for (const rule of rules) writeMatchingRule(json, rule, path, options);
      output.flush();
    },
    end() {
      json.close();
      writeText(json, "version", version);
      json.close();
      output.text("\n");
      output.flush();
    },
  };
}

function writeCount(json: JsonStream, path: string, count: number): void {
  json.openObject();
  writeText(json, "file", path);
  writeNumber(json, "count", count);
  json.close();
}

function writeMatchingRule(json: JsonStream, rule: ReportedRule, path: string, options: PrintOptions): void {
  json.openObject();
  writeText(json, "rule", rule.identifier);
  writeText(json, "file", path);
  writeDetails(json, rule, options);
  json.close();
}

function writeDetails(json: JsonStream, rule: ReportedRule, options: PrintOptions): void {
  if (options.namespace) writeText(json, "namespace", rule.namespace);
  if (options.meta) writeMetadata(json, rule.metadata);
  if (options.tags) writeTags(json, rule.tags);
  if (options.strings !== undefined) writeMatches(json, rule, options.strings);
}

function writeMetadata(json: JsonStream, metadata: readonly ReportedMetadata[]): void {
  json.name("meta");
  json.openList();
  for (const { identifier, value } of metadata) {
    json.openList();
    json.value(identifier);
    writeMetadataValue(json, value);
    json.close();
  }
  json.close();
}

/** Integers beyond 2^53 become strings: JSON readers would round them. */
function writeMetadataValue(json: JsonStream, value: ReportedMetadata["value"]): void {
  if (value instanceof Uint8Array) {
    json.openList();
    for (const byte of value) json.value(byte);
    json.close();
  } else if (typeof value === "bigint") {
    const number = Number(value);
    json.value(Number.isSafeInteger(number) ? number : value.toString());
  } else json.value(value);
}

function writeTags(json: JsonStream, tags: readonly string[]): void {
  json.name("tags");
  json.openList();
  for (const tag of tags) json.value(tag);
  json.close();
}

function writeMatches(json: JsonStream, { patterns }: ReportedRule, limit: number): void {
  json.name("strings");
  json.openList();
  for (const { isPrivate, identifier, matches } of patterns) {
    if (isPrivate) continue;
    const name = jsonText(identifier);
    for (const match of matches) writeMatch(json, name, match, limit);
  }
  json.close();
}

/** @param identifier as JSON. */
function writeMatch(json: JsonStream, identifier: string, match: ReportedMatch, limit: number): void {
  const { offset, xorKey } = match;
  const bytes = shownBytes(match, limit);
  const more = moreBytes(match, bytes);
  json.openObject();
  json.name("identifier");
  json.text(identifier);
  writeNumber(json, "offset", offset);
  json.name("match");
  json.bytes(bytes, "json", more);
  if (xorKey !== undefined) {
    writeNumber(json, "xor_key", xorKey);
    json.name("plaintext");
    json.bytes(
      bytes.map((byte) => byte ^ xorKey),
      "json",
      more,
    );
  }
  json.close();
}

function writeText(json: JsonStream, name: string, value: string): void {
  json.name(name);
  json.value(value);
}

function writeNumber(json: JsonStream, name: string, value: number): void {
  json.name(name);
  json.value(value);
}
