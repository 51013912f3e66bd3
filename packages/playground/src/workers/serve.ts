import type { Answer, Call } from "./protocol.ts";

/** What a worker's global object offers; the page's types have no name for it. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(message: Answer): void;
}

/** Answers the page's calls, one after the other. What a handler throws is told to the caller. */
export function serve(handlers: ReadonlyMap<string, (args: never) => unknown>): void {
  const scope = globalThis as unknown as WorkerScope;
  scope.onmessage = async ({ data: { id, name, args } }) => {
    try {
      const handler = handlers.get(name);
      if (handler === undefined) throw new Error(`the worker does not know ${name}`);
      scope.postMessage({ id, value: await handler(args as never) });
    } catch (error) {
      scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  };
}
