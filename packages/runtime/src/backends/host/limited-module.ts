// Modules for stores with limits. The host lets a guest grow its own memories and tables up to the maxima that its module
// declares, so they are lowered in a copy of the module.
import { ByteSink } from "@tyara/base";
import {
  type DecodedModule,
  decodeModule,
  moduleHeader,
  SectionId,
  writeLimits,
  writeTableType,
} from "@tyara/wasm";
import { LinkError } from "../../errors.ts";
import { instrument } from "../../instrument.ts";
import { lowered } from "../../limits.ts";
import type { Module } from "../../module.ts";
import type { LimitKeeper } from "../../store-limits.ts";
import type { CompiledModule } from "./compiled-module.ts";
import { host } from "./host.ts";

/** The host's module for a store with these limits. Throws LinkError `limitExceeded` where it cannot be made. */
export function moduleWithin(module: Module, { maxPages, maxElements }: LimitKeeper): WebAssembly.Module {
  const compiled = module.compiled as CompiledModule;
  const exceeds = (types: readonly { readonly maximum?: number | undefined }[], most: number) =>
    types.some((type) => lowered(type, most).maximum !== undefined);
  if (!exceeds(module.ownMemories, maxPages) && !exceeds(module.ownTables, maxElements))
    return compiled.module;
  const key = `${maxPages} ${maxElements}`;
  let limited = compiled.limited.get(key);
  if (limited === undefined) {
    const bytes = lower(module.bytes, maxPages, maxElements);
    limited = new host.WebAssembly.Module(compiled.interruptible ? instrument(bytes) : bytes);
    compiled.limited.set(key, limited);
  }
  return limited;
}

function lower(
  bytes: Uint8Array | undefined,
  maxPages: number,
  maxElements: number,
): Uint8Array<ArrayBuffer> {
  const decoded = bytes === undefined ? undefined : decodeModule(bytes);
  if (decoded?.kind !== "module") {
    const message = "the module may grow beyond the store's limits, and its maxima cannot be lowered";
    throw new LinkError("limitExceeded", message);
  }
  const out = new ByteSink(decoded.bytes.length + 64).bytes(moduleHeader);
  for (const { id, content } of decoded.sections) {
    if (id === SectionId.memory) out.u8(id).sized(memories(decoded, maxPages));
    else if (id === SectionId.table) out.u8(id).sized(tables(decoded, maxElements));
    else out.u8(id).sized(decoded.bytes.subarray(content.start, content.end));
  }
  return out.toBytes();
}

function memories(decoded: DecodedModule, most: number): Uint8Array {
  const out = new ByteSink().u32(decoded.memories.length);
  for (const type of decoded.memories) writeLimits(out, { ...type, ...lowered(type, most) });
  return out.view();
}

function tables(decoded: DecodedModule, most: number): Uint8Array {
  const out = new ByteSink().u32(decoded.tables.length);
  for (const type of decoded.tables) writeTableType(out, { ...type, ...lowered(type, most) });
  return out.view();
}
