// Globals, tables and functions of the interpreter, as handles and as the machine uses them.
import { callbackStorageLength } from "../../callback-sync.ts";
import type { FuncType, GlobalType, TableType } from "../../descriptor.ts";
import { LinkError, Trap } from "../../errors.ts";
import { Func } from "../../func.ts";
import { Global } from "../../global.ts";
import { maxTableElements, mayGrow } from "../../limits.ts";
import { fitsSlots, isReference, readSlot, writeSlot } from "../../slots.ts";
import { translateStackOverflow } from "../../stack-overflow.ts";
import { Table } from "../../table.ts";
import { ValRaw } from "../../val-raw.ts";
import { type JsValue, slotCount, slotsOf, type ValType } from "../../value.ts";
import type { InterpretedFunction } from "./interpreted-function.ts";
import type { InterpreterStore } from "./interpreter-store.ts";

/** A global. Its bits are in `words`; a reference is the machine's number for it. */
export class InterpretedGlobal extends Global {
  readonly words: Int32Array = new Int32Array(4);
  readonly #owner: InterpreterStore;
  readonly #slots: ValRaw = new ValRaw(this.words.buffer);

  constructor(owner: InterpreterStore, type: GlobalType, value: JsValue) {
    super(owner.store, type);
    this.#owner = owner;
    if (isReference(type.type)) owner.machine.holdsReference(this);
    this.write(value);
  }

  get(): JsValue {
    const { type } = this.type;
    if (isReference(type)) {
      return this.#owner.toHandle(this.#owner.machine.reference(this.words[0]!), type);
    }
    return readSlot(this.#slots, 0, type);
  }

  protected write(value: JsValue): void {
    const { type } = this.type;
    if (isReference(type)) {
      this.words[0] = this.#owner.machine.internReference(this.#owner.toRaw(value, type));
    } else writeSlot(this.#slots, 0, type, value);
  }
}

/** A table. Functions stand in it as the machine calls them. */
export class InterpretedTable extends Table {
  readonly elements: unknown[];
  readonly #owner: InterpreterStore;
  readonly #type: TableType;

  constructor(owner: InterpreterStore, type: TableType, value: JsValue) {
    super(owner.store);
    // A module may declare more than a table may have; the host's own tables are checked before.
    if (type.minimum > maxTableElements) throw new LinkError("instantiationFailed", "the table is too large");
    this.#owner = owner;
    this.#type = type;
    this.elements = new Array<unknown>(type.minimum).fill(owner.toRaw(value, type.element));
  }

  get type(): TableType {
    return { ...this.#type, minimum: this.size };
  }

  get size(): number {
    return this.elements.length;
  }

  get(index: number): unknown {
    this.#check(index);
    return this.#owner.toHandle(this.elements[index], this.#type.element);
  }

  set(index: number, value: unknown): void {
    this.#check(index);
    this.elements[index] = this.#owner.toRaw(value, this.#type.element);
  }

  protected growBy(count: number, value: unknown): number {
    return this.growRaw(count, this.#owner.toRaw(value, this.#type.element));
  }

  /** Grows by elements as the machine knows them. */
  growRaw(count: number, value: unknown): number {
    const before = this.size;
    if (before + count > this.store.keeper.maxElements) return -1;
    if (!mayGrow(count, before, this.#type.maximum, maxTableElements)) return -1;
    for (let i = 0; i < count; i++) this.elements.push(value);
    return before;
  }

  #check(index: number): void {
    if (!(index >= 0 && index < this.size)) throw new Trap("tableOutOfBounds");
  }
}

/** A function's handle. */
export class InterpretedFunc extends Func {
  readonly target: InterpretedFunction;
  readonly #owner: InterpreterStore;
  readonly #words: number;
  readonly #fitsSlots: boolean;

  constructor(owner: InterpreterStore, target: InterpretedFunction) {
    super(owner.store);
    this.#owner = owner;
    this.target = target;
    const { params, results } = target.type;
    this.#words = 2 * callbackStorageLength(slotsOf(params), slotsOf(results));
    this.#fitsSlots = fitsSlots([...params, ...results]);
  }

  get name(): string {
    const { definedIndex, instance } = this.target;
    return definedIndex < 0 ? "" : String(instance.module.spaces.importedFunctionCount + definedIndex);
  }

  get type(): FuncType {
    return this.target.type;
  }

  get invoke(): (...values: never[]) => unknown {
    const { params, results } = this.type;
    return (...values) =>
      this.#call(
        (word) => this.#owner.writeValues(word, params, values),
        (word) => {
          const returned = this.#owner.readValues(word, results);
          return results.length > 1 ? returned : returned[0];
        },
      );
  }

  callUnchecked(slots: ValRaw): void {
    if (!this.#fitsSlots) throw new LinkError("incompatibleExport", "references do not cross in raw slots");
    const { machine } = this.#owner;
    this.#call(
      (word) => machine.copyIn(slots, word, slotsOf(this.type.params)),
      (word) => {
        this.#owner.clearUpperHalves(word, this.type.results);
        machine.copyOut(word, slots, slotsOf(this.type.results));
      },
    );
  }

  #call<T>(write: (word: number) => void, read: (word: number) => T): T {
    try {
      return this.#owner.machine.call(this.target, this.#words, write, read);
    } catch (error) {
      throw translateStackOverflow(error);
    }
  }
}

/** Slot of each value of a list. */
export function slotOffsets(types: readonly ValType[]): number[] {
  let slot = 0;
  return types.map((type) => {
    const own = slot;
    slot += slotCount(type);
    return own;
  });
}
