/**
 * Reads the behaviour report of a Cuckoo sandbox, which the caller gives as metadata of the scan. Reports differ in what
 * they hold; parts that are missing or of another form count as empty.
 */
import { spendMemory, spendWork } from "@tyara/base";

export interface HttpRequest {
  readonly method: string;
  readonly uri: string;
  readonly userAgent: string;
}

export interface Connection {
  /** The address and, where it is known, the name of the other side. */
  readonly destinations: readonly string[];
  readonly port: number;
}

export interface Report {
  readonly domains: readonly string[];
  readonly http: readonly HttpRequest[];
  readonly tcp: readonly Connection[];
  readonly udp: readonly Connection[];
  readonly hosts: readonly string[];
  readonly mutexes: readonly string[];
  readonly files: readonly string[];
  readonly keys: readonly string[];
}

/** The report in the metadata; `undefined` when there is none, or it is no JSON. */
export function readReport(metadata: Uint8Array | undefined): Report | undefined {
  if (metadata === undefined) return undefined;
  // A value, or a text of a few bytes, for about every other byte; decoding and walking over them costs less.
  spendWork(metadata.length);
  spendMemory(8 * metadata.length);
  const json = parseJson(new TextDecoder().decode(metadata));
  if (!isObject(json)) return undefined;
  const network = objectIn(json, "network");
  const summary = objectIn(objectIn(json, "behavior"), "summary");
  return {
    domains: listIn(network, "domains").map((entry) => textIn(entry, "domain")),
    http: listIn(network, "http").map(httpRequest),
    tcp: listIn(network, "tcp").map(connection),
    udp: listIn(network, "udp").map(connection),
    hosts: textsIn(network, "hosts"),
    mutexes: textsIn(summary, "mutexes"),
    files: textsIn(summary, "files"),
    keys: textsIn(summary, "keys"),
  };
}

type Json = Readonly<Record<string, unknown>>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectIn(json: Json, name: string): Json {
  const value = json[name];
  return isObject(value) ? value : {};
}

function listIn(json: Json, name: string): Json[] {
  const value = json[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textsIn(json: Json, name: string): string[] {
  const value = json[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textIn(json: Json, name: string): string {
  const value = json[name];
  return typeof value === "string" ? value : "";
}

function httpRequest(json: Json): HttpRequest {
  return {
    method: textIn(json, "method").toLowerCase(),
    uri: textIn(json, "uri"),
    userAgent: textIn(json, "user-agent"),
  };
}

function connection(json: Json): Connection {
  const destinations = [textIn(json, "dst"), textIn(json, "dst_domain")].filter((text) => text !== "");
  return { destinations, port: portOf(json.dport) };
}

function portOf(value: unknown): number {
  const port = Number(value);
  return Number.isSafeInteger(port) ? port : 0;
}
