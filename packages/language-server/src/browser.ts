/**
 * The server in a web worker, published as `tyara-language-server/browser`.
 *
 * @packageDocumentation
 */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { type Host, hostWithoutFiles } from "./host.ts";
import { serve } from "./server.ts";

export { type Host, hostWithoutFiles } from "./host.ts";

/** A worker's global scope, or a port: whatever messages come and go through. */
export type MessageScope = ConstructorParameters<typeof BrowserMessageReader>[0];

/**
 * Serves the page that started this worker, or whoever holds the other end of a port. `host` reads files that are not open in
 * the editor; default: there are none.
 */
export function serveWorker(scope: MessageScope, host: Host = hostWithoutFiles): void {
  const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
  serve(connection, host);
  connection.listen();
}
