/**
 * What the first scanner of many rules scans before it is handed out. Hosts compile WebAssembly function by function, each
 * when it is first called, and memory costs most when it is first touched: the first scan of 100 KB would take ten times as
 * long as the next. A few milliseconds, beside a second of compilation, take most of that off it.
 */
import type { Module } from "@tyara/language/modules";

/** Limit: rules with less are compiled in milliseconds, of which the rehearsal would be many. */
const leastTables = 1 << 20;

/** Data is taken from so many places of the tables, so many bytes each. */
const stretchCount = 16;
const stretchSize = 1 << 12;

/** How often the data is scanned: once to compile code, once to run it as later scans do. */
export const rehearsalScans = 2;

/** Milliseconds that one of these scans may take. */
export const rehearsalMs = 5;

/** Whether rules with search tables of so many bytes are so many that a rehearsal is little beside making them ready. */
export function deservesRehearsal(tablesLength: number, selectionSize: number): boolean {
  return selectionSize > 0 && tablesLength >= leastTables;
}

/** The modules that come with the engine: others shall hear of scans only that somebody asked for. */
export function withoutCustom(modules: ReadonlyMap<string, Module>): ReadonlyMap<string, Module> {
  return new Map([...modules].filter(([, module]) => module.isBuiltin));
}

/** The tables hold what is looked for, so there is something to find in them for every part of the search. */
export function rehearsalData(tables: Uint8Array): Uint8Array {
  const data = new Uint8Array(stretchCount * stretchSize);
  for (let i = 0; i < stretchCount; i++) {
    const start = Math.floor((i / stretchCount) * tables.length);
    data.set(tables.subarray(start, start + stretchSize), i * stretchSize);
  }
  return data;
}
