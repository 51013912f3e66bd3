/** A connection to NATS with JetStream, and the streams of hunts on it. */

import { readFileSync } from "node:fs";
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { type ObjectStore, Objm } from "@nats-io/obj";
import {
  connect,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from "@nats-io/transport-node";
import { HuntError } from "../hunt-error.ts";

export interface ClusterOptions {
  /** URLs of servers; one suffices to find the others. */
  readonly servers: readonly string[];
  /** Copies of each stream: 1, 3 or 5. Looked at when streams are made first. */
  readonly replicas?: number;
  /**
   * A worker that says nothing for so long has lost its batch; it says something three times as often. Looked at when streams are made
   * first. In milliseconds, default 30,000.
   */
  readonly silenceMs?: number;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** A file of credentials as `nsc` writes it. */
  readonly credentials?: string;
  readonly tls?: { readonly ca?: string; readonly certificate?: string; readonly key?: string };
  /** Shown by the server's monitoring. */
  readonly name?: string;
}

/** What hunts use of JetStream. */
export interface Cluster {
  readonly connection: NatsConnection;
  readonly streams: JetStreamClient;
  readonly manager: JetStreamManager;
  /** See {@link ClusterOptions}; what the streams were made with. */
  readonly silenceMs: number;
  /** The state of hunts, by name. */
  readonly hunts: KV;
  /** Compiled rules, by the hash of their content. */
  readonly rules: ObjectStore;
  /** Results that are too large for one message. */
  readonly large: ObjectStore;
  close(): Promise<void>;
}

export const workStream = "TYARA_WORK";
export const resultStream = "TYARA_RESULTS";
export const deadStream = "TYARA_DEAD";
export const workConsumer = "workers";

/** Limit: batches that wait for workers. Who submits waits while there are so many. */
export const maxWaitingBatches = 10_000;

const defaultSilenceMs = 30_000;

/** Connects and makes the streams that are not there. Throws {@link HuntError} when that cannot be done. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const connection = await connectTo(options);
  try {
    const manager = await jetstreamManager(connection, { timeout: 10_000 });
    const replicas = options.replicas ?? 1;
    const silenceMs = await makeStreams(manager, replicas, options.silenceMs ?? defaultSilenceMs);
    const streams = jetstream(connection, { timeout: 10_000 });
    const hunts = await new Kvm(streams).create("tyara_hunts", { replicas, history: 1 });
    const objects = new Objm(streams);
    const rules = await objects.create("tyara_rules", { replicas });
    const large = await objects.create("tyara_large_results", { replicas });
    return {
      connection,
      streams,
      manager,
      silenceMs,
      hunts,
      rules,
      large,
      close: () => closeConnection(connection),
    };
  } catch (error) {
    await connection.close();
    throw error instanceof HuntError ? error : new HuntError(`JetStream: ${(error as Error).message}`);
  }
}

async function closeConnection(connection: NatsConnection): Promise<void> {
  if (!connection.isClosed()) await connection.drain().catch(() => connection.close());
}

async function connectTo(options: ClusterOptions): Promise<NatsConnection> {
  const { servers, user, password, token, tls, name = "tyara-hunt" } = options;
  const wanted: NodeConnectionOptions = {
    servers: [...servers],
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    pingInterval: 10_000,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { pass: password }),
    ...(token !== undefined && { token }),
    ...(options.credentials !== undefined && {
      authenticator: credsAuthenticator(readSecret(options.credentials)),
    }),
    ...(tls && {
      tls: {
        ...(tls.ca !== undefined && { caFile: tls.ca }),
        ...(tls.certificate !== undefined && { certFile: tls.certificate }),
        ...(tls.key !== undefined && { keyFile: tls.key }),
      },
    }),
  };
  try {
    return await connect(wanted);
  } catch (error) {
    throw new HuntError(
      `cannot connect to ${servers.map(withoutSecret).join(", ")}: ${(error as Error).message}`,
    );
  }
}

function readSecret(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new HuntError(`cannot read the credentials: ${(error as Error).message}`);
  }
}

/** A URL may hold a password, which is never shown. */
export function withoutSecret(server: string): string {
  return server.replace(/\/\/[^@/]*@/, "//");
}

/** @returns the silence that the consumer of work was made with. */
async function makeStreams(manager: JetStreamManager, replicas: number, silenceMs: number): Promise<number> {
  const common = { num_replicas: replicas, storage: "file" as const };
  await make(manager, {
    ...common,
    name: workStream,
    subjects: ["tyara.work.>"],
    retention: "workqueue",
    discard: "new",
    max_msgs: maxWaitingBatches,
  });
  await make(manager, { ...common, name: resultStream, subjects: ["tyara.results.>"] });
  await make(manager, { ...common, name: deadStream, subjects: ["tyara.dead.>"] });
  try {
    return (await manager.consumers.info(workStream, workConsumer)).config.ack_wait! / 1e6;
  } catch {
    await manager.consumers.add(workStream, {
      durable_name: workConsumer,
      ack_policy: "explicit",
      ack_wait: silenceMs * 1e6,
      max_ack_pending: -1,
      num_replicas: replicas,
    });
    return silenceMs;
  }
}

async function make(
  manager: JetStreamManager,
  config: Parameters<JetStreamManager["streams"]["add"]>[0],
): Promise<void> {
  try {
    await manager.streams.info(config.name);
  } catch {
    await manager.streams.add(config);
  }
}
