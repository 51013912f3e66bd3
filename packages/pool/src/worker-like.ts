/** Workers of every host under one interface: web workers, and the worker threads of Node, Bun and Deno. */

import type { FromWorker, ToWorker } from "./protocol.ts";

/** A `Worker` of the web or of `node:worker_threads`. */
export interface WorkerLike {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  terminate(): unknown;
}

/** What the pool hears of a worker; after `lost` nothing more. */
export interface WorkerEvents {
  readonly receive: (message: FromWorker) => void;
  /** It ended or failed, or a message could not be read. */
  readonly lost: (reason: unknown) => void;
}

/** A worker as the pool sees it. */
export interface WorkerHandle {
  readonly post: (message: ToWorker, transfer: readonly ArrayBuffer[]) => void;
  /** Ends it at once, whatever it does. */
  readonly end: () => Promise<void>;
  /** A program ends although idle workers are there, where the host can do that. */
  readonly keepAlive: (isBusy: boolean) => void;
}

interface NodeWorker extends WorkerLike {
  on(event: string, listener: (value: unknown) => void): void;
  ref(): void;
  unref(): void;
}

interface WebWorker extends WorkerLike {
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly message?: string;
  preventDefault?(): void;
}

export function handleOf(worker: WorkerLike, events: WorkerEvents): WorkerHandle {
  let isEnded = false;
  const lost = (reason: unknown) => {
    if (isEnded) return;
    isEnded = true;
    events.lost(reason);
  };
  const receive = (message: unknown) => {
    if (!isEnded) events.receive(message as FromWorker);
  };
  if ("on" in worker) listenInNode(worker as NodeWorker, receive, lost);
  else listenOnWeb(worker as WebWorker, receive, lost);
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: async () => {
      isEnded = true;
      await worker.terminate();
    },
    keepAlive: (isBusy) => {
      if (!("unref" in worker)) return;
      if (isBusy) (worker as NodeWorker).ref();
      else (worker as NodeWorker).unref();
    },
  };
}

function listenInNode(
  worker: NodeWorker,
  receive: (message: unknown) => void,
  lost: (reason: unknown) => void,
): void {
  worker.on("message", receive);
  worker.on("messageerror", lost);
  worker.on("error", lost);
  worker.on("exit", (code) => lost(new Error(`it exited with code ${code}`)));
}

function listenOnWeb(
  worker: WebWorker,
  receive: (message: unknown) => void,
  lost: (reason: unknown) => void,
): void {
  worker.addEventListener("message", ({ data }) => receive(data));
  worker.addEventListener("messageerror", () => lost(new Error("a message could not be read")));
  worker.addEventListener("error", (event) => {
    event.preventDefault?.();
    lost(event.error ?? new Error(event.message ?? "its script cannot be loaded"));
  });
}
