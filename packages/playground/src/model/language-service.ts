import { WorkerClient } from "../workers/client.ts";
import type { Change, Check, RuleTexts, Suggestion } from "../workers/protocol.ts";

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

  suggest(path: string, offset: number): Promise<Suggestion[]> {
    return this.#worker.call("suggest", { path, offset });
  }

  describe(path: string, offset: number): Promise<{ from: number; to: number; text: string } | undefined> {
    return this.#worker.call("describe", { path, offset });
  }

  stop(): void {
    this.#worker.stop();
  }
}
