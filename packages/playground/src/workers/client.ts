import type { Answer } from "./protocol.ts";

/** Calls functions in a worker, which is started when it is first needed and can be stopped at any time. */
export class WorkerClient {
  readonly #create: () => Worker;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(create: () => Worker) {
    this.#create = create;
  }

  call<T>(name: string, args: unknown, transfer: Transferable[] = []): Promise<T> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, args }, transfer);
    });
  }

  /** Ends the worker at once. Calls that wait are rejected; the next call starts a new worker. */
  stop(reason = "stopped"): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  #start(): Worker {
    const worker = this.#create();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const caller = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("error" in data) caller?.reject(new Error(data.error));
      else caller?.resolve(data.value as never);
    };
    worker.onerror = (event) => this.stop(event.message || "the worker could not be loaded");
    return worker;
  }
}
