/**
 * A server that speaks as much of S3's protocol as hunts use, over real HTTP: lists in pages, gives objects, and fails when told to. It
 * stands in for a store; the servers of that kind on npm refuse the signatures of today's client.
 */
import { createHash } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Fault = "unavailable" | "cut" | "slow" | "refused";

export class S3Server {
  readonly objects: Map<string, Uint8Array> = new Map();
  /** What the next answers for an object are, one each. */
  readonly faults: Map<string, Fault[]> = new Map();
  readonly #server: Server;

  private constructor(bucket: string, key: string) {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url!, "http://localhost");
      const authorization = request.headers.authorization ?? "";
      if (!authorization.startsWith(`AWS4-HMAC-SHA256 Credential=${key}/`))
        return fail(response, 403, "InvalidAccessKeyId");
      const [, name, ...rest] = decodeURIComponent(url.pathname).split("/");
      if (name !== bucket) return fail(response, 404, "NoSuchBucket");
      if (rest.join("/") === "") return this.#list(url.searchParams, response);
      return this.#get(rest.join("/"), response);
    });
  }

  static async start(bucket: string, key: string): Promise<S3Server> {
    const server = new S3Server(bucket, key);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Ten objects a page. */
  #list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, 10);
    const contents = page.map((name) => {
      const bytes = this.objects.get(name)!;
      return `<Contents><Key>${escaped(name)}</Key><Size>${bytes.length}</Size><ETag>"${tag(bytes)}"</ETag></Contents>`;
    });
    const more =
      names.length > page.length
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${escaped(page.at(-1)!)}</NextContinuationToken>`
        : "<IsTruncated>false</IsTruncated>";
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><ListBucketResult>${more}${contents.join("")}</ListBucketResult>`);
  }

  #get(name: string, response: ServerResponse): unknown {
    const fault = this.faults.get(name)?.shift();
    const bytes = this.objects.get(name);
    if (fault === "unavailable") return fail(response, 503, "SlowDown");
    if (fault === "refused") return fail(response, 403, "AccessDenied");
    if (bytes === undefined) return fail(response, 404, "NoSuchKey");
    response.writeHead(200, { "content-length": bytes.length, etag: `"${tag(bytes)}"` });
    if (fault === "cut") {
      response.write(bytes.subarray(0, bytes.length >> 1));
      setTimeout(() => response.destroy(), 20);
    } else if (fault === "slow") setTimeout(() => response.end(bytes), 500);
    else response.end(bytes);
    return undefined;
  }
}

const tag = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
