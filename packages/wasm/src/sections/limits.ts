import type { ByteSink } from "@tyara/base";
import type { GlobalType, Limits, TableType } from "../value-type.ts";

/** Writes the limits of a memory or a table. */
export function writeLimits(out: ByteSink, limits: Limits): void {
  const hasMaximum = limits.maximum !== undefined;
  out.u8((hasMaximum ? 1 : 0) | (limits.shared ? 2 : 0)).u32(limits.minimum);
  if (limits.maximum !== undefined) out.u32(limits.maximum);
}

/** Writes the type of a table. */
export function writeTableType(out: ByteSink, type: TableType): void {
  writeLimits(out.u8(type.element & 0x7f), type);
}

/** Writes the type of a global. */
export function writeGlobalType(out: ByteSink, type: GlobalType): void {
  out.u8(type.type & 0x7f).u8(type.mutable ? 1 : 0);
}
