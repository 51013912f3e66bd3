import type { ExternType } from "./descriptor.ts";
import type { Func } from "./func.ts";
import type { Global } from "./global.ts";
import type { Memory } from "./memory.ts";
import type { Table } from "./table.ts";
import type { Tag } from "./tag.ts";

/** Anything that instances import and export. Each belongs to one store. */
export type Extern = Func | Global | Memory | Table | Tag;

/** The description of a handle, with current sizes. */
export function externType(item: Extern): ExternType {
  switch (item.kind) {
    case "func":
      return { kind: "func", type: item.type };
    case "global":
      return { kind: "global", type: item.type };
    case "memory":
      return { kind: "memory", type: item.type };
    case "table":
      return { kind: "table", type: item.type };
    case "tag":
      return { kind: "tag", type: item.type };
  }
}
