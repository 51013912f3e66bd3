/** Rule sets that a worker has ready: each is fetched and loaded once, and the one that was used longest ago makes room. */

import { HuntError } from "../hunt-error.ts";
import { idOf } from "../rule-set.ts";
import type { Scan } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";
import { surely } from "./messages.ts";

interface Loaded {
  readonly scan: Scan;
  close(): Promise<void>;
}

interface Entry {
  readonly loaded: Promise<Loaded>;
  users: number;
}

export class RuleSetCache {
  readonly #cluster: Cluster;
  readonly #load: (bytes: Uint8Array, id: string) => Promise<Loaded>;
  readonly #capacity: number;
  /** The one that was used last is last. */
  readonly #entries = new Map<string, Entry>();

  constructor(cluster: Cluster, load: (bytes: Uint8Array, id: string) => Promise<Loaded>, capacity: number) {
    this.#cluster = cluster;
    this.#load = load;
    this.#capacity = capacity;
  }

  /** Throws {@link HuntError} when the rules are not there, forged or of another version. */
  async take(id: string, signal: AbortSignal): Promise<{ scan: Scan; release(): void }> {
    const entry = this.#entries.get(id) ?? { loaded: this.#fetch(id, signal), users: 0 };
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    entry.users++;
    try {
      const { scan } = await entry.loaded;
      return { scan, release: () => this.#release(entry) };
    } catch (error) {
      entry.users--;
      if (this.#entries.get(id) === entry) this.#entries.delete(id);
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const { loaded } of this.#entries.values()) await loaded.then((one) => one.close()).catch(() => {});
    this.#entries.clear();
  }

  async #fetch(id: string, signal: AbortSignal): Promise<Loaded> {
    const bytes = await surely(() => this.#cluster.rules.getBlob(id), signal);
    if (bytes === null) throw new HuntError(`the rule set ${id} is not in the store`);
    if (idOf(bytes) !== id)
      throw new HuntError(`the rule set ${id} does not have the content that its name says`);
    return await this.#load(bytes, id);
  }

  #release(entry: Entry): void {
    entry.users--;
    for (const [id, old] of this.#entries) {
      if (this.#entries.size <= this.#capacity) return;
      if (old.users > 0) continue;
      this.#entries.delete(id);
      old.loaded.then((one) => one.close()).catch(() => {});
    }
  }
}
