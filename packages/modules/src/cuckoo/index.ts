/** Module `cuckoo`: how often things of a kind occur in a sandbox's report. */

import { spendWork } from "@tyara/base";
import type { FunctionContext, Module, RegexpArgument } from "@tyara/language/modules";
import { cuckooSchema } from "@tyara/language/modules";
import { bindModule, codeOf } from "../kit/define-module.ts";
import { type Connection, type Report, readReport } from "./report.ts";

export const cuckooModule: Module = bindModule(cuckooSchema, {
  functions: codeOf({
    "network.dns_lookup(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ domains }) => domains),
    "network.http_request(regexp: regexp) -> integer": (context, regexp) => countRequests(context, regexp),
    "network.http_get(regexp: regexp) -> integer": (context, regexp) => countRequests(context, regexp, "get"),
    "network.http_post(regexp: regexp) -> integer": (context, regexp) =>
      countRequests(context, regexp, "post"),
    "network.http_user_agent(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ http }) => http.map(({ userAgent }) => userAgent)),
    "network.tcp(destination: regexp, port: integer) -> integer": (context, regexp, port) =>
      countConnections(context, regexp, port, ({ tcp }) => tcp),
    "network.udp(destination: regexp, port: integer) -> integer": (context, regexp, port) =>
      countConnections(context, regexp, port, ({ udp }) => udp),
    "network.host(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ hosts }) => hosts),
    "sync.mutex(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ mutexes }) => mutexes),
    "filesystem.file_access(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ files }) => files),
    "registry.key_access(regexp: regexp) -> integer": (context, regexp) =>
      count(context, regexp, ({ keys }) => keys),
  }),
});

type Context = Pick<FunctionContext, "metadata" | "matches" | "cache">;

const encoder = new TextEncoder();

function reportOf({ metadata, cache }: Context): Report | undefined {
  if (!cache.has("report")) cache.set("report", readReport(metadata));
  return cache.get("report") as Report | undefined;
}

function count(
  context: Context,
  regexp: RegexpArgument,
  list: (report: Report) => readonly string[],
): number {
  const report = reportOf(context);
  const texts = report ? list(report) : [];
  return texts.filter((text) => matches(context, regexp, text)).length;
}

function countRequests(context: Context, regexp: RegexpArgument, method?: string): number {
  return count(context, regexp, ({ http }) =>
    http.filter((request) => method === undefined || request.method === method).map(({ uri }) => uri),
  );
}

function countConnections(
  context: Context,
  regexp: RegexpArgument,
  port: bigint,
  list: (report: Report) => readonly Connection[],
): number {
  const report = reportOf(context);
  const connections = (report ? list(report) : []).filter((connection) => BigInt(connection.port) === port);
  return connections.filter(({ destinations }) =>
    destinations.some((destination) => matches(context, regexp, destination)),
  ).length;
}

/** A call costs some hundred nanoseconds; for the bytes the search itself pays. */
function matches(context: Context, regexp: RegexpArgument, text: string): boolean {
  spendWork(32 + text.length);
  return context.matches(regexp, encoder.encode(text));
}
