/**
 * The server in Node, published as `tyara-language-server/node`.
 *
 * @packageDocumentation
 */
import { createServer, type Server } from "node:net";
import type { Readable, Writable } from "node:stream";
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { nodeHost } from "./node-host.ts";
import { serve } from "./server.ts";

/** Serves one client that writes to `input` and reads from `output`. Ends when the client leaves. */
export function serveStreams(input: Readable, output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    const end = () => {
      connection.dispose();
      resolve();
    };
    input.once("end", end);
    input.once("close", end);
    input.once("error", end);
    // A client that closes its end is gone: there is nobody to tell.
    output.on("error", end);
    connection.onExit(end);
    serve(connection, nodeHost);
    connection.listen();
  });
}

/** Serves a client on the standard input and output of this process. */
export function serveStdio(): Promise<void> {
  return serveStreams(process.stdin, process.stdout);
}

/** Listens on a port of this machine, for as many clients as there come. Gives the server, to be closed. */
export function serveSocket(port: number, host = "127.0.0.1"): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(
      (socket) => void serveStreams(socket, socket).finally(() => socket.destroy()),
    );
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
