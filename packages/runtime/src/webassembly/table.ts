import { maxTableElements } from "../limits.ts";
import type { Table as LayerTable } from "../table.ts";
import { theStore } from "./context.ts";
import { defaultOf, toJs, toWasm } from "./functions.ts";
import { descriptorOf, Faces, limitsOf, shapeInterface, unsignedLong } from "./interface.ts";

export interface TableDescriptor {
  readonly element: "anyfunc" | "externref";
  readonly initial: number;
  readonly maximum?: number | undefined;
}

export const tables: Faces<Table, LayerTable> = new Faces("Table");

/** A table of references. */
export class Table {
  // The value may be left out, which is not the same as undefined.
  constructor(descriptor: TableDescriptor, ...value: readonly unknown[]) {
    const given = descriptorOf(descriptor, "Table");
    const element = { anyfunc: "funcref", externref: "externref" }[String(given.element)];
    if (element !== "funcref" && element !== "externref") {
      throw new TypeError("WebAssembly.Table(): 'element' must be 'anyfunc' or 'externref'");
    }
    const limits = limitsOf(given, "Table", maxTableElements, 0xffff_ffff);
    const initial = toWasm(valueOr(value, element), element);
    tables.bind(this, theStore().backend.createTable({ element, ...limits }, initial));
  }

  /** Number of elements. */
  get length(): number {
    return tables.handle(this).size;
  }

  /** An element. Throws RangeError. */
  get(index: number): unknown {
    const table = tables.handle(this);
    const at = placeOf(table, index);
    return toJs(table.get(at), table.type.element);
  }

  /** Sets an element, to null or undefined where no value is given. Throws RangeError. */
  set(index: number, ...value: readonly unknown[]): void {
    const table = tables.handle(this);
    const at = placeOf(table, index);
    const { element } = table.type;
    table.set(at, toWasm(valueOr(value, element), element));
  }

  /** Grows by a number of elements; returns the size before. Throws RangeError where it cannot. */
  grow(delta: number, ...value: readonly unknown[]): number {
    const table = tables.handle(this);
    const by = unsignedLong(delta, "the number of elements");
    const { element } = table.type;
    const before = table.grow(by, toWasm(valueOr(value, element), element));
    if (before < 0) throw new RangeError("WebAssembly.Table.grow(): failed to grow table");
    return before;
  }
}

function placeOf(table: LayerTable, index: number): number {
  const at = unsignedLong(index, "the index");
  if (at >= table.size) throw new RangeError(`WebAssembly.Table: index ${at} is out of bounds`);
  return at;
}

const valueOr = (given: readonly unknown[], element: "funcref" | "externref" | "opaque"): unknown =>
  given.length > 0 && !(given[0] === undefined && element === "funcref") ? given[0] : defaultOf(element);

shapeInterface("Table", Table);
