// The interpreter's machine: one register file for all frames of a store, the call stack, and what instances
// are at run time. Registers are 64-bit slots in one buffer, seen as 32-bit words, singles and doubles, so
// that a value's bits never pass through a conversion when it is moved.
//
// Calling convention: arguments stand in consecutive slots on top of the caller's operands, and the callee's
// frame begins right there; results replace them. Calls copy nothing.
import { assert } from "@tyara/base";
import { Trap } from "../../errors.ts";
import type { Store } from "../../store.ts";
import { ValRaw } from "../../val-raw.ts";
import { execute } from "./generated/execute.ts";
import type { InterpretedFunction, InterpretedInstance } from "./interpreted-function.ts";
import { Lanes } from "./lanes.ts";

/** Slots of the register file: 4 MiB, which hosts hand out lazily. Deeper recursion is a stack overflow. */
const registerSlots = 1 << 19;

/** Frames of guest functions at a time. Limit: of the order of what hosts allow their own compiled code. */
const maxFrames = 20_000;

/** Fuel between two looks at nothing, for code that may run as long as it wants. */
const plentyOfFuel = 0x3fff_ffff;

/** References that are kept without looking whether anything holds them. */
const fewReferences = 1024;

/** Stands for -0 among references. */
const minusZero = Symbol("-0");

/** Something whose first word is the number of a reference. */
interface ReferenceHolder {
  readonly words: Int32Array;
}

export class Machine {
  readonly store: Store<unknown>;
  readonly words: Int32Array;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
  /** The register file as slots, and a window on it for raw host functions. */
  readonly file: ValRaw;
  readonly slots: ValRaw;
  readonly callers: InterpretedFunction[] = [];
  readonly returns: Int32Array = new Int32Array(maxFrames);
  readonly frames: Int32Array = new Int32Array(maxFrames);
  readonly maxDepth: number = maxFrames;
  /** Frames that are left for a call. */
  depth = 0;
  /** First word that no frame uses while a host function runs. */
  top = 0;
  /** What is left of the ration; frames that run count it by themselves and settle it here. */
  fuel = 0;
  /** The instance whose code runs, for slow operations. */
  instance: InterpretedInstance;
  /** Stands for the instance before there is one. */
  readonly noInstance: InterpretedInstance;
  /** Operands and result of vector operations. */
  readonly vectors: readonly [Lanes, Lanes, Lanes, Lanes] = [
    new Lanes(),
    new Lanes(),
    new Lanes(),
    new Lanes(),
  ];
  readonly #isInterruptible: boolean;
  // References have numbers while registers or globals hold them. Numbers that nothing holds any more are forgotten
  // when no guest runs, as soon as there are many.
  #references: unknown[] = [null];
  #referenceIds = new Map<unknown, number>([[null, 0]]);
  #forgetAt = fewReferences;
  #referenceGlobals: WeakRef<ReferenceHolder>[] = [];
  #running = 0;

  constructor(store: Store<unknown>, noInstance: InterpretedInstance) {
    const buffer = new ArrayBuffer(registerSlots * 8);
    this.store = store;
    this.words = new Int32Array(buffer);
    this.singles = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.file = new ValRaw(buffer);
    this.slots = new ValRaw(buffer);
    this.noInstance = noInstance;
    this.instance = noInstance;
    this.#isInterruptible = store.engine.config.epochInterruption ?? false;
  }

  /** What is left, less than zero, with another ration; or throws what stops the guest. */
  refuel(left: number): number {
    return this.#isInterruptible ? this.store.interrupt(left) : plentyOfFuel;
  }

  /**
   * Calls a function whose arguments `write` puts at a word of the register file, and has `read` take the
   * results from there; both need at most `words`. Whatever is thrown leaves the machine as it was before.
   */
  call<T>(
    callee: InterpretedFunction,
    words: number,
    write: (word: number) => void,
    read: (word: number) => T,
  ): T {
    const { depth, top, instance } = this;
    if (top + words > this.words.length) throw new Trap("stackOverflow");
    this.#running += 1;
    try {
      write(top);
      execute(this, callee, top);
      return read(top);
    } finally {
      this.#running -= 1;
      if (this.#running === 0 && this.#references.length > this.#forgetAt) this.#forgetReferences();
      this.depth = depth;
      this.top = top;
      this.instance = instance;
    }
  }

  /** Copies slots into the register file, from a word on. */
  copyIn(slots: ValRaw, word: number, count: number): void {
    for (let slot = 0; slot < count; slot++) {
      this.words[word + 2 * slot] = slots.i64Low(slot);
      this.words[word + 2 * slot + 1] = slots.i64High(slot);
    }
  }

  /** Copies slots out of the register file, from a word on. */
  copyOut(word: number, slots: ValRaw, count: number): void {
    for (let slot = 0; slot < count; slot++) {
      slots.setI64Parts(slot, this.words[word + 2 * slot]!, this.words[word + 2 * slot + 1]!);
    }
  }

  /** The number that stands for a reference in registers; the same for the same reference. */
  internReference(reference: unknown): number {
    // A map takes -0 for 0.
    const key = Object.is(reference, -0) ? minusZero : reference;
    let id = this.#referenceIds.get(key);
    if (id === undefined) {
      id = this.#references.push(reference) - 1;
      this.#referenceIds.set(key, id);
    }
    return id;
  }

  /** The reference behind a number. */
  reference(id: number): unknown {
    assert(id >= 0 && id < this.#references.length, "a register holds a number that is no reference");
    return this.#references[id];
  }

  /** A global whose word is the number of a reference. */
  holdsReference(global: ReferenceHolder): void {
    this.#referenceGlobals.push(new WeakRef(global));
  }

  /** Forgets what no global holds; no guest may run. */
  reset(): void {
    this.#forgetReferences();
    this.callers.length = 0;
  }

  // Registers hold nothing then: frames begin with arguments and zeros.
  #forgetReferences(): void {
    const known = this.#references;
    this.#references = [null];
    this.#referenceIds = new Map([[null, 0]]);
    this.#referenceGlobals = this.#referenceGlobals.filter((held) => {
      const global = held.deref();
      if (global !== undefined) global.words[0] = this.internReference(known[global.words[0]!]);
      return global !== undefined;
    });
    this.#forgetAt = Math.max(fewReferences, 2 * this.#references.length);
  }
}
