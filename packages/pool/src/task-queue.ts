/** Inputs that no worker has: first come, first served. */

import type { Task } from "./task.ts";

export class TaskQueue {
  #tasks = new Set<Task>();

  get length(): number {
    return this.#tasks.size;
  }

  add(task: Task): void {
    this.#tasks.add(task);
  }

  /** Those that a worker has not scanned go first. */
  putBack(tasks: readonly Task[]): void {
    if (tasks.length > 0) this.#tasks = new Set([...tasks, ...this.#tasks]);
  }

  /** The next ones, at most so many. A suspect goes alone, and to a worker that is idle. */
  take(most: number, isIdle: boolean): Task[] {
    const taken: Task[] = [];
    for (const task of this.#tasks) {
      if (taken.length >= most || (task.isSuspect && (taken.length > 0 || !isIdle))) break;
      taken.push(task);
      this.#tasks.delete(task);
      if (task.isSuspect) break;
    }
    return taken;
  }

  takeAll(): Task[] {
    const all = [...this.#tasks];
    this.#tasks.clear();
    return all;
  }

  /** Whether it was there. */
  remove(task: Task): boolean {
    return this.#tasks.delete(task);
  }
}
