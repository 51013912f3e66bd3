/**
 * Which fields of a structure rule code reads, gathered while code is emitted: the first use of a field gives it the
 * next slot. Layouts follow paths, not types: `pe.sections[…].name` makes room for `name` in sections of `pe.sections`
 * only, so that nothing is laid out that no rule reads, and recursive types end where rules end.
 */

import type { Field, StructType, Type } from "@tyara/base";
import { assert } from "@tyara/base";
import type { SlotLayout, StructLayout } from "@tyara/contract";
import { Slot } from "@tyara/contract";

interface SlotBuilder {
  readonly field: Field;
  readonly item: LayoutBuilder | undefined;
}

export class LayoutBuilder {
  readonly type: StructType;
  readonly #slots: SlotBuilder[] = [];
  readonly #byName = new Map<string, number>();

  constructor(type: StructType) {
    this.type = type;
  }

  /** The offset of a field's slot from the structure's address, in bytes. */
  offsetOf(name: string): number {
    return this.#index(name) * Slot.size;
  }

  /** The layout of the structures inside a field: its own, or those of an array's or map's items. */
  item(name: string): LayoutBuilder | undefined {
    return this.#slots[this.#index(name)]!.item;
  }

  finish(): StructLayout {
    return { slots: this.#slots.map(finishSlot) };
  }

  #index(name: string): number {
    let index = this.#byName.get(name);
    if (index === undefined) {
      const field = this.type.fields.get(name);
      assert(field !== undefined, `${this.type.name} has no field ${name}`);
      index = this.#slots.push({ field, item: structLayoutOf(field.type) }) - 1;
      this.#byName.set(name, index);
    }
    return index;
  }
}

/** The layout of the structures that a value of this type leads to; undefined when there are none. */
export function structLayoutOf(type: Type): LayoutBuilder | undefined {
  if (type.kind === "struct") return new LayoutBuilder(type);
  if (type.kind === "array") return structLayoutOf(type.item);
  if (type.kind === "map") return structLayoutOf(type.value);
  return undefined;
}

/** What the scanner must know of a type: structures without their fields, of which the layout tells the ones in use. */
export function storageType(type: Type): Type {
  if (type.kind === "struct") return { kind: "struct", name: type.name, fields: new Map() };
  if (type.kind === "array") return { kind: "array", item: storageType(type.item) };
  return type.kind === "map" ? { ...type, value: storageType(type.value) } : type;
}

function finishSlot({ field, item }: SlotBuilder): SlotLayout {
  const isZeroWhenAbsent = field.absent === "zero";
  const slot = { field: field.name, type: storageType(field.type), isZeroWhenAbsent };
  return item === undefined ? slot : { ...slot, item: item.finish() };
}
