/** Rules as the workers of a pool read them. */

import { requireList, requireObject } from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { Rules } from "./rules.ts";

/** What the workers of a pool know. */
export interface ServePoolOptions {
  /** Modules beside the built-in ones: those that the rules were compiled with. */
  readonly modules?: readonly Module[];
}

/** Reads serialised rules. Nobody writes to their bytes, so the tables are used where they are. */
export function rulesReader(options: ServePoolOptions): (bytes: Uint8Array) => Rules {
  const { modules: own = [] } = requireObject("options", options);
  requireList("modules", own, requireObject);
  const modules = new Map([...builtinModules(), ...own.map((one) => [one.name, one] as const)]);
  return (bytes) => Rules.deserialize(bytes, { keepBytes: true, modules });
}
