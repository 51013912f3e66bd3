/** From what the user names to a source: a path, `s3://BUCKET/PREFIX`, or `nats://BUCKET` of JetStream's object store. */
import type { NatsConnection } from "@nats-io/transport-node";
import { HuntError } from "../hunt-error.ts";
import { openDirectory } from "./directory.ts";
import type { ObjectSource } from "./source.ts";

/** How stores are reached. Keys of S3 come from the environment and the files that its own tools read. */
export interface SourceCredentials {
  /** URL of an S3-compatible store; that of Amazon is used without it. */
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
}

/** Throws {@link HuntError} when there is no such source. */
export async function openSource(
  location: string,
  credentials: SourceCredentials = {},
  connection?: NatsConnection,
): Promise<ObjectSource> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//.exec(location)?.[1];
  if (scheme === "s3") {
    const { openBucket } = await import("./s3.ts");
    return await openBucket(location, credentials);
  }
  if (scheme === "nats") {
    if (connection === undefined) throw new HuntError(`${location} needs a connection to NATS`);
    const { openObjectStore } = await import("./object-store.ts");
    return await openObjectStore(location, connection);
  }
  if (scheme !== undefined)
    throw new HuntError(`${location}: sources are paths, s3://BUCKET/PREFIX and nats://BUCKET`);
  try {
    return await openDirectory(location);
  } catch (error) {
    throw new HuntError(`cannot open the source: ${(error as Error).message}`);
  }
}
