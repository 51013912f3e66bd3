/** What `tyara/pool/serve` is in Node, Bun and Deno. */

import { Buffer } from "node:buffer";
import { parentPort } from "node:worker_threads";
import { type FileName, type ServerPort, serve } from "@tyara/pool";
import { type Path, scanFile } from "./node.ts";
import { rulesReader, type ServePoolOptions } from "./pool-rules.ts";

export function servePool(options: ServePoolOptions = {}): void {
  if (parentPort === null) throw new Error("servePool is to be called in a worker thread");
  const connection = parentPort;
  const port: ServerPort = {
    post: (message) => connection.postMessage(message),
    listen: (receive) => connection.on("message", receive),
  };
  serve(port, {
    readRules: rulesReader(options),
    scanFile: (scanner, path, scanOptions) => scanFile(scanner, pathOf(path), scanOptions),
  });
}

function pathOf(path: FileName): Path {
  if (typeof path === "string") return path;
  return path instanceof Uint8Array ? Buffer.from(path) : new URL(path.href);
}
