/** Files that only the client can read: of a page, of a virtual workspace. It says so in its initialization options, as `files: true`. */
import type { Connection } from "vscode-languageserver";
import type { Host } from "./host.ts";

/** Request: the bytes of a file in base64, or null. */
export const READ_REQUEST = "tyara/read";

/** Request: the URIs of the files of rules in a folder and below it. */
export const LIST_REQUEST = "tyara/list";

export function clientHost(connection: Connection): Host {
  return {
    async read(uri) {
      const text = await connection.sendRequest<unknown>(READ_REQUEST, { uri });
      return typeof text === "string" ? bytesOf(text) : undefined;
    },
    async *list(folder) {
      const uris = await connection.sendRequest<unknown>(LIST_REQUEST, { folder });
      if (Array.isArray(uris)) for (const uri of uris) if (typeof uri === "string") yield uri;
    },
  };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
}
