/** The signals of many tasks: each is listened to once, however many tasks it ends. */

import type { AbortSignalLike } from "@tyara/base";
import type { Task } from "./task.ts";

export class Signals {
  readonly #tasks = new Map<AbortSignalLike, Set<Task>>();
  readonly #listeners = new Map<AbortSignalLike, () => void>();
  readonly #abort: (task: Task) => void;

  constructor(abort: (task: Task) => void) {
    this.#abort = abort;
  }

  watch(signal: AbortSignalLike, task: Task): void {
    // What is only looked at has no listeners.
    if (typeof signal.addEventListener !== "function") return;
    const known = this.#tasks.get(signal);
    if (known !== undefined) {
      known.add(task);
      return;
    }
    const tasks = new Set([task]);
    const listener = () => {
      this.#drop(signal);
      for (const one of tasks) this.#abort(one);
    };
    this.#tasks.set(signal, tasks);
    this.#listeners.set(signal, listener);
    signal.addEventListener("abort", listener);
  }

  forget(signal: AbortSignalLike, task: Task): void {
    const tasks = this.#tasks.get(signal);
    tasks?.delete(task);
    if (tasks?.size === 0) this.#drop(signal);
  }

  #drop(signal: AbortSignalLike): void {
    const listener = this.#listeners.get(signal);
    if (listener !== undefined) signal.removeEventListener?.("abort", listener);
    this.#tasks.delete(signal);
    this.#listeners.delete(signal);
  }
}
