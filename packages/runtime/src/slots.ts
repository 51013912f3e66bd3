// Moves JavaScript values in and out of slots: the slow, general path beside ValRaw's accessors.
import { LinkError } from "./errors.ts";
import type { ValRaw } from "./val-raw.ts";
import { type JsValue, slotCount, type ValType } from "./value.ts";

/** Whether values of a type are references. */
export function isReference(type: ValType): type is "funcref" | "externref" | "opaque" {
  return type === "funcref" || type === "externref" || type === "opaque";
}

/** Whether values of these types can cross in slots; references cannot. */
export function fitsSlots(types: readonly ValType[]): boolean {
  return !types.some(isReference);
}

/** Reads one value at a slot. */
export function readSlot(slots: ValRaw, slot: number, type: ValType): JsValue {
  switch (type) {
    case "i32":
      return slots.i32(slot);
    case "i64":
      return slots.i64(slot);
    case "f32":
      return slots.f32(slot);
    case "f64":
      return slots.f64(slot);
    case "v128":
      return slots.v128(slot);
    default:
      throw referenceInSlot(type);
  }
}

/** Writes one value at a slot. */
export function writeSlot(slots: ValRaw, slot: number, type: ValType, value: JsValue): void {
  switch (type) {
    case "i32":
      slots.setI32(slot, value as number);
      return;
    case "i64":
      slots.setI64(slot, value as bigint);
      return;
    case "f32":
      slots.setF32(slot, value as number);
      return;
    case "f64":
      slots.setF64(slot, value as number);
      return;
    case "v128":
      slots.setV128(slot, value as Uint8Array);
      return;
    default:
      throw referenceInSlot(type);
  }
}

/** Reads values of these types from slot 0 on. */
export function readSlots(slots: ValRaw, types: readonly ValType[]): JsValue[] {
  let slot = 0;
  return types.map((type) => {
    const value = readSlot(slots, slot, type);
    slot += slotCount(type);
    return value;
  });
}

/** Writes values of these types from slot 0 on. */
export function writeSlots(slots: ValRaw, types: readonly ValType[], values: readonly JsValue[]): void {
  let slot = 0;
  types.forEach((type, index) => {
    writeSlot(slots, slot, type, values[index]!);
    slot += slotCount(type);
  });
}

function referenceInSlot(type: ValType): LinkError {
  return new LinkError("incompatibleExport", `a ${type} does not cross in raw slots`);
}
