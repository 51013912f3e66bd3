/** What reading a file costs in units of work and in bytes made, whatever the machine does meanwhile. */

import type { StructValue } from "@tyara/base";
import { meterWork, WorkMeter } from "@tyara/base";
import type { FunctionContext, Module } from "@tyara/language/modules";
import { allowanceOf } from "@tyara/modules/kit";
import { keepBytes } from "../../../scanner/src/keep-bytes.ts";

export interface Cost {
  readonly byteLength: number;
  readonly units: number;
  readonly bytes: number;
}

/**
 * The cost of the module's whole value and of every function that can be called without knowing the file. Throws
 * WorkExhausted when the value alone costs more than a scan allows.
 */
export function costOf(module: Module, data: Uint8Array): Cost {
  const meter = new WorkMeter(allowanceOf(data.length));
  const value = meterWork(meter, () => {
    const parsed = module.parse?.({ data });
    if (parsed !== undefined) keepBytes(parsed, [data.buffer]);
    return parsed;
  });
  const calls = new WorkMeter();
  meterWork(calls, () => callAll(module, data, value));
  return { byteLength: data.length, units: meter.units + calls.units, bytes: meter.bytes + calls.bytes };
}

function callAll(module: Module, data: Uint8Array, value: StructValue | undefined): void {
  const context: FunctionContext = {
    data,
    value,
    matches: () => false,
    log: () => {},
    cache: new Map(),
  };
  for (const [id, run] of module.functions ?? []) {
    const types = /\((.*)\)/.exec(id)![1]!.split(",").filter(Boolean);
    // Methods want a structure to be called on.
    if (!id.includes("::")) run(context, ...types.map(argumentOf));
  }
}

function argumentOf(type: string) {
  if (type === "regexp") return { regexp: 0 };
  if (type === "string") return new TextEncoder().encode("kernel32.dll");
  return type === "float" ? 1.5 : type === "bool" ? true : 80n;
}
