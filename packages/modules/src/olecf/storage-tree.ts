/** Which storage of a compound file holds which entries. */
import type { DirectoryEntry } from "./compound-file.ts";

const ROOT = 0;
const NOWHERE = -1;

/**
 * The entries of a storage are a binary tree of siblings. Hostile files let trees go round or share branches: each entry
 * belongs to the first storage that reaches it, so that the tree of storages is one.
 */
export class StorageTree {
  readonly #entries: readonly (DirectoryEntry | undefined)[];
  #children: readonly (readonly number[])[] | undefined;
  #orphans: readonly number[] = [];

  constructor(entries: readonly (DirectoryEntry | undefined)[]) {
    this.#entries = entries;
  }

  /** What the storage with that number holds, by number. */
  childrenOf(storage: number): readonly number[] {
    this.#children ??= this.#read();
    return this.#children[storage] ?? [];
  }

  /** What no storage holds. */
  get orphans(): readonly number[] {
    this.#children ??= this.#read();
    return this.#orphans;
  }

  #read(): number[][] {
    const owners = new Int32Array(this.#entries.length).fill(NOWHERE);
    owners[ROOT] = ROOT;
    const children = this.#entries.map((entry, number) =>
      entry ? this.#claim(entry.child, number, owners) : [],
    );
    this.#orphans = [...owners.keys()].filter((i) => owners[i] === NOWHERE && this.#entries[i] !== undefined);
    return children;
  }

  /** The siblings from `first` on that nobody owned before. */
  #claim(first: number, owner: number, owners: Int32Array): number[] {
    const found: number[] = [];
    const waiting = [first];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      const entry = this.#entries[number];
      if (entry === undefined || owners[number] !== NOWHERE) continue;
      owners[number] = owner;
      found.push(number);
      waiting.push(entry.right, entry.left);
    }
    return found;
  }
}
