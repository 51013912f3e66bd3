/** The objects in a bucket of JetStream's object store. */
import { jetstream } from "@nats-io/jetstream";
import { Objm } from "@nats-io/obj";
import type { NatsConnection } from "@nats-io/transport-node";
import { HuntError } from "../hunt-error.ts";
import {
  type ListedObject,
  ObjectError,
  type ObjectSource,
  type OpenedObject,
  type ReadLimits,
  tooLarge,
} from "./source.ts";

/** Throws {@link HuntError} when the bucket is not there. */
export async function openObjectStore(location: string, connection: NatsConnection): Promise<ObjectSource> {
  const bucket = location.replace(/^nats:\/\//, "");
  const store = await new Objm(jetstream(connection)).open(bucket).catch((error: Error) => {
    throw new HuntError(`cannot open the bucket ${bucket}: ${error.message}`);
  });

  async function* list(): AsyncGenerator<ListedObject> {
    for (const { name, size, digest } of await store.list()) yield { name, size, version: digest };
  }

  async function read({ name }: ListedObject, { maxSize }: ReadLimits): Promise<OpenedObject> {
    let found: Awaited<ReturnType<typeof store.get>>;
    try {
      found = await store.get(name);
    } catch (error) {
      throw new ObjectError("unavailable", `${name}: ${(error as Error).message}`);
    }
    if (found === null) throw new ObjectError("vanished", `${name} is there no more`);
    const { info, data } = found;
    if (info.size > maxSize) {
      await data.cancel();
      throw tooLarge(name, info.size, maxSize);
    }
    const bytes = new Uint8Array(
      await new Response(data).arrayBuffer().catch((error: Error) => {
        throw new ObjectError("unavailable", `${name}: ${error.message}`);
      }),
    );
    const failure = await found.error;
    if (failure !== null) throw new ObjectError("unavailable", `${name}: ${failure.message}`);
    if (bytes.length !== info.size)
      throw new ObjectError("unavailable", `${name} has ${bytes.length} of its ${info.size} bytes`);
    return { bytes, version: info.digest };
  }

  return { location, list, read, close: async () => {} };
}
