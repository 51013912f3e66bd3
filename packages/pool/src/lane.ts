/**
 * One worker as the pool knows it: what it was sent, how far it is, and how fast. A worker is sent some milliseconds' worth of inputs
 * at once, so that messages cost little; where one of them takes long, the others can be taken back.
 */

import type { Answer, FromWorker, Job, ScannerSettings } from "./protocol.ts";
import { JobState, maxJobs } from "./protocol.ts";
import { Parcel } from "./sources.ts";
import type { Task } from "./task.ts";
import { handleOf, type WorkerHandle, type WorkerLike } from "./worker-like.ts";

/** Milliseconds of work that a worker has before it at least, so that it does not wait for messages. */
const aheadMs = 12;

/** How much the last answers say of the next ones. */
const smoothing = 1 / 4;

export interface LaneEvents {
  readonly ready: (lane: Lane) => void;
  /** Some of its tasks are done: there is room for more. */
  readonly answered: (lane: Lane) => void;
  /** The worker ended, or cannot use the rules. */
  readonly lost: (lane: Lane, reason: unknown) => void;
}

interface Sent {
  readonly slot: number;
  /** Undefined once the task was taken back. */
  task: Task | undefined;
}

export class Lane {
  readonly #handle: WorkerHandle;
  readonly #events: LaneEvents;
  /** In the order in which they were sent, which is the order in which the worker takes them. */
  readonly #sent = new Map<number, Sent>();
  readonly #states: Int32Array | undefined;
  readonly #freeSlots = Array.from({ length: maxJobs }, (_, slot) => slot);
  #nextId = 0;
  #msPerJob = aheadMs / 2;
  #heardAt = 0;
  isReady = false;

  constructor(
    worker: WorkerLike,
    rules: Uint8Array,
    settings: ScannerSettings,
    sharesMemory: boolean,
    events: LaneEvents,
  ) {
    this.#events = events;
    this.#states = sharesMemory
      ? new Int32Array(new SharedArrayBuffer(maxJobs * Int32Array.BYTES_PER_ELEMENT))
      : undefined;
    this.#handle = handleOf(worker, {
      receive: (message) => this.#receive(message),
      lost: (reason) => events.lost(this, reason),
    });
    this.#handle.post({ kind: "start", rules, settings, states: this.#states }, []);
  }

  /** Tasks that it has and that are not settled. */
  get tasks(): Task[] {
    return [...this.#sent.values()].flatMap(({ task }) => (task?.isSettled === false ? task : []));
  }

  get isIdle(): boolean {
    return this.#sent.size === 0;
  }

  /** How many more tasks it should be sent now. */
  get room(): number {
    if (!this.isReady) return 0;
    const ahead = Math.ceil(aheadMs / this.#msPerJob);
    const most = ahead <= 1 ? 1 : Math.min(ahead * 2, maxJobs);
    // Many are sent together, not one for each answer.
    return this.#sent.size > most / 2 ? 0 : Math.min(most - this.#sent.size, this.#freeSlots.length);
  }

  /** Milliseconds for which it has said nothing although it has work. */
  get silentMs(): number {
    return this.#sent.size === 0 ? 0 : performance.now() - this.#heardAt;
  }

  /** Throws what the host throws that cannot send one of them, and has sent none then. */
  send(tasks: readonly Task[]): void {
    const parcel = new Parcel();
    for (const { input } of tasks) parcel.add(input);
    const firstId = this.#nextId;
    const slots = this.#freeSlots.slice(-tasks.length);
    const jobs = tasks.map(
      ({ options }, at): Job => ({
        id: firstId + at,
        slot: slots[at]!,
        source: parcel.sources[at]!,
        options: options.job,
      }),
    );
    if (this.#states !== undefined)
      for (const slot of slots) Atomics.store(this.#states, slot, JobState.waiting);
    this.#handle.post({ kind: "jobs", jobs, packed: parcel.pack() }, parcel.transfer);
    if (this.isIdle) {
      this.#heardAt = performance.now();
      this.#handle.keepAlive(true);
    }
    this.#nextId += tasks.length;
    this.#freeSlots.length -= tasks.length;
    for (const [at, task] of tasks.entries()) this.#sent.set(firstId + at, { slot: slots[at]!, task });
  }

  /** Settles what was found clean, although the worker has not said so yet. */
  settleClean(): void {
    for (const [id, { slot, task }] of this.#sent)
      if (task !== undefined && this.#stateOf(slot) === JobState.clean) task.answer({ id });
  }

  /** Takes back what the worker has not begun, where there is shared memory to agree on it. */
  withdraw(): Task[] {
    const withdrawn: Task[] = [];
    for (const sent of this.#sent.values()) {
      if (sent.task?.isRepeatable !== true || !this.#withdraws(sent)) continue;
      withdrawn.push(sent.task);
      sent.task = undefined;
    }
    return withdrawn;
  }

  /** Asks the worker to end a task. Whether it was taken back: else its answer comes, or it does not end. */
  cancel(task: Task): boolean {
    for (const [id, sent] of this.#sent) {
      if (sent.task !== task) continue;
      if (this.#states === undefined) {
        this.#handle.post({ kind: "cancel", id }, []);
        return false;
      }
      if (this.#withdraws(sent)) {
        sent.task = undefined;
        return true;
      }
      Atomics.compareExchange(this.#states, sent.slot, JobState.running, JobState.cancelled);
      return false;
    }
    return false;
  }

  /** Whether the worker works on this task, as far as can be told. */
  isAt(task: Task): boolean {
    for (const sent of this.#sent.values()) {
      if (this.#states === undefined) return sent.task === task;
      const state = this.#stateOf(sent.slot);
      if (state === JobState.running || state === JobState.cancelled) return sent.task === task;
    }
    return false;
  }

  /** Whether {@link isAt} is certain. */
  get knowsStates(): boolean {
    return this.#states !== undefined;
  }

  end(): Promise<void> {
    this.#sent.clear();
    this.isReady = false;
    return this.#handle.end();
  }

  #stateOf(slot: number): number | undefined {
    return this.#states === undefined ? undefined : Atomics.load(this.#states, slot);
  }

  #withdraws({ slot }: Sent): boolean {
    if (this.#states === undefined) return false;
    const { waiting, withdrawn } = JobState;
    return Atomics.compareExchange(this.#states, slot, waiting, withdrawn) === waiting;
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.isReady = true;
        this.#handle.keepAlive(false);
        this.#events.ready(this);
        break;
      case "unusable":
        this.#events.lost(this, message.error);
        break;
      case "answers":
        this.#take(message.answers);
    }
  }

  #take(answers: readonly Answer[]): void {
    const now = performance.now();
    const scanned = answers.filter(({ isSkipped }) => isSkipped !== true).length;
    if (scanned > 0) this.#msPerJob += ((now - this.#heardAt) / scanned - this.#msPerJob) * smoothing;
    this.#msPerJob = Math.max(this.#msPerJob, aheadMs / maxJobs);
    this.#heardAt = now;
    for (const answer of answers) {
      const sent = this.#sent.get(answer.id);
      if (sent === undefined) continue;
      this.#sent.delete(answer.id);
      this.#freeSlots.push(sent.slot);
      if (answer.isSkipped === true) sent.task?.abort();
      else sent.task?.answer(answer);
    }
    if (this.isIdle) this.#handle.keepAlive(false);
    this.#events.answered(this);
  }
}
