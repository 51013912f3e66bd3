/** The port on which a worker is watched: `/metrics`, `/healthz`, `/readyz`. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";
import { HuntError } from "../hunt-error.ts";

export interface WatchedState {
  readonly registry: Registry;
  /** Called before metrics are read. */
  readonly refresh: () => Promise<void>;
  /** Whether the worker takes work: connected and not stopping. */
  readonly isReady: () => boolean;
}

/** Throws {@link HuntError} when the port is taken. @returns the server; `port` 0 takes a free one. */
export async function openWatchPort(host: string, port: number, state: WatchedState): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": type }).end(body);
    };
    if (request.url === "/healthz") answer(200, "text/plain", "ok\n");
    else if (request.url === "/readyz")
      answer(state.isReady() ? 200 : 503, "text/plain", state.isReady() ? "ready\n" : "not ready\n");
    else if (request.url === "/metrics")
      state
        .refresh()
        .catch(() => {})
        .then(() => state.registry.metrics())
        .then((text) => answer(200, state.registry.contentType, text))
        .catch((error: Error) => answer(500, "text/plain", `${error.message}\n`));
    else answer(404, "text/plain", "there are /metrics, /healthz and /readyz\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new HuntError(`cannot listen on port ${port}: ${error.message}`)));
    server.listen(port, host, resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
