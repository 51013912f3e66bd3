/** The page of hunts: a local server that shows what the cluster holds, as it comes. It changes nothing. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Cluster } from "../cluster/connection.ts";
import { listHunts, requireHunt } from "../cluster/hunts.ts";
import { readResults, readStatus } from "../cluster/results.ts";
import { HuntError } from "../hunt-error.ts";

const files = new Map([
  ["/", { name: "index.html", type: "text/html; charset=utf-8" }],
  ["/page.js", { name: "page.js", type: "text/javascript; charset=utf-8" }],
  ["/page.css", { name: "page.css", type: "text/css; charset=utf-8" }],
]);

const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Serves the page on the loopback address only. Throws {@link HuntError} when the port is taken; 0 takes a free one. */
export async function openPage(cluster: Cluster, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(cluster, request, response).catch((error: Error) => {
      if (!response.headersSent)
        response.writeHead(error instanceof HuntError ? 404 : 500, {
          ...headers,
          "content-type": "application/json",
        });
      response.end(JSON.stringify({ error: error.message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new HuntError(`cannot listen on port ${port}: ${error.message}`)));
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

async function answer(cluster: Cluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page elsewhere may make a browser ask us under a name of its own that leads here.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? "")) {
    response.writeHead(403, headers).end();
    return;
  }
  if (request.method !== "GET") {
    response.writeHead(405, headers).end();
    return;
  }
  const { pathname, searchParams } = new URL(request.url!, "http://localhost");
  const file = files.get(pathname);
  if (file !== undefined) {
    const path = fileURLToPath(new URL(`../../page/${file.name}`, import.meta.url));
    response.writeHead(200, { ...headers, "content-type": file.type }).end(readFileSync(path));
    return;
  }
  const ended = new AbortController();
  response.on("close", () => ended.abort(new Error("nobody reads any more")));
  if (pathname === "/api/hunts") {
    const hunts = await listHunts(cluster);
    const all = await Promise.all(hunts.map(({ name }) => readStatus(cluster, name, ended.signal)));
    response.writeHead(200, { ...headers, "content-type": "application/json" }).end(JSON.stringify(all));
    return;
  }
  const name = /^\/api\/hunts\/([\w-]+)\/results$/.exec(pathname)?.[1];
  if (name === undefined) {
    response.writeHead(404, headers).end();
    return;
  }
  await streamResults(cluster, name, searchParams.get("all") === "1", response, ended.signal);
}

/** Records as lines of JSON, as they come; those that found nothing only when asked for. */
async function streamResults(
  cluster: Cluster,
  name: string,
  wantsAll: boolean,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  await requireHunt(cluster, name);
  const records = readResults(cluster, name, { follow: true, signal });
  response.writeHead(200, { ...headers, "content-type": "application/x-ndjson" });
  response.flushHeaders();
  try {
    for await (const record of records) {
      if (!wantsAll && record.status === "complete" && record.matches.length === 0) continue;
      if (!response.write(`${JSON.stringify(record)}\n`))
        await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
    }
    response.end();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
