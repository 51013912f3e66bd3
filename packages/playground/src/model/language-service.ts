import { WorkerClient } from "../workers/client.ts";
import type { Change, Check, RuleTexts } from "../workers/protocol.ts";

/** The language worker as the editor asks it. Texts are sent when they change. */
export class LanguageService {
  readonly #worker = new WorkerClient(
    () => new Worker(new URL("../workers/language.worker.ts", import.meta.url), { type: "module" }),
  );

  set(texts: RuleTexts): void {
    void this.#worker.call("set", texts);
  }

  remove(path: string): void {
    void this.#worker.call("remove", path);
  }

  check(path: string): Promise<Check> {
    return this.#worker.call("check", path);
  }

  format(path: string): Promise<{ readonly changes: readonly Change[]; readonly refusal?: string }> {
    return this.#worker.call("format", path);
  }

  /** The language server's end of a channel; what comes and goes through it are messages of the protocol. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    void this.#worker.call("connect", port2, [port2]);
    return port1;
  }

  stop(): void {
    this.#worker.stop();
  }
}
