// Handles of the mirrored backend: each stands for one of the host's.
import type { FuncType, MemoryType, TableType } from "../../descriptor.ts";
import { Func } from "../../func.ts";
import { Global } from "../../global.ts";
import { Memory } from "../../memory.ts";
import { Table } from "../../table.ts";
import type { ValRaw } from "../../val-raw.ts";
import type { JsValue } from "../../value.ts";
import type { MirroredStore } from "./mirrored-store.ts";

export class MirroredMemory extends Memory {
  readonly guest: Memory;
  #mirror: Uint8Array;

  constructor(guest: Memory) {
    super(guest.store);
    this.guest = guest;
    this.#mirror = guest.data().slice();
  }

  get type(): MemoryType {
    return this.guest.type;
  }

  get pages(): number {
    return this.guest.pages;
  }

  data(): Uint8Array {
    return this.#mirror;
  }

  protected growBy(pages: number): number {
    const before = this.guest.grow(pages);
    if (before >= 0) this.#resize();
    return before;
  }

  /** Copies the guest's memory to the host's side. */
  pull(): void {
    this.#resize();
    this.#mirror.set(this.guest.data());
  }

  /** Copies the host's side to the guest's memory. */
  push(): void {
    this.guest.data().set(this.#mirror);
  }

  /** Copies only what the host changed since `before`. */
  pushChanges(before: Uint8Array): void {
    const target = this.guest.data();
    this.#mirror.forEach((byte, index) => {
      if (byte !== before[index]) target[index] = byte;
    });
  }

  #resize(): void {
    const { length } = this.guest.data();
    if (length === this.#mirror.length) return;
    const mirror = new Uint8Array(length);
    mirror.set(this.#mirror);
    this.#mirror = mirror;
  }
}

export class MirroredFunc extends Func {
  readonly guest: Func;
  readonly #owner: MirroredStore;

  constructor(owner: MirroredStore, guest: Func) {
    super(guest.store);
    this.#owner = owner;
    this.guest = guest;
  }

  get name(): string {
    return this.guest.name;
  }

  get type(): FuncType {
    return this.guest.type;
  }

  get invoke(): (...values: never[]) => unknown {
    const { results } = this.type;
    const call = this.guest.invoke as (...values: unknown[]) => unknown;
    return (...values) => {
      const returned = this.#owner.aroundGuest(() => call(...values.map(toGuest)));
      return results.length > 1
        ? (returned as unknown[]).map((value) => this.#owner.toHost(value))
        : this.#owner.toHost(returned);
    };
  }

  callUnchecked(slots: ValRaw): void {
    this.#owner.aroundGuest(() => this.guest.callUnchecked(slots));
  }
}

export class MirroredTable extends Table {
  readonly guest: Table;
  readonly #owner: MirroredStore;

  constructor(owner: MirroredStore, guest: Table) {
    super(guest.store);
    this.#owner = owner;
    this.guest = guest;
  }

  get type(): TableType {
    return this.guest.type;
  }

  get size(): number {
    return this.guest.size;
  }

  get(index: number): unknown {
    return this.#owner.toHost(this.guest.get(index));
  }

  set(index: number, value: unknown): void {
    this.guest.set(index, toGuest(value));
  }

  protected growBy(count: number, value: unknown): number {
    return this.guest.grow(count, toGuest(value));
  }
}

export class MirroredGlobal extends Global {
  readonly guest: Global;
  readonly #owner: MirroredStore;

  constructor(owner: MirroredStore, guest: Global) {
    super(guest.store, guest.type);
    this.#owner = owner;
    this.guest = guest;
  }

  get(): JsValue {
    return this.#owner.toHost(this.guest.get());
  }

  protected write(value: JsValue): void {
    this.guest.set(toGuest(value));
  }
}

/** The host's own handle or value for one of this backend's. */
export function toGuest<T>(value: T): T {
  const isOurs =
    value instanceof MirroredFunc ||
    value instanceof MirroredMemory ||
    value instanceof MirroredTable ||
    value instanceof MirroredGlobal;
  return isOurs ? (value.guest as T) : value;
}
