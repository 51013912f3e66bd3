// What objects of imports, as programs write them for the JavaScript interface, hold for a linker.
import type { AsContext } from "./as-context.ts";
import { CallbackSync } from "./callback-sync.ts";
import { describeType, type ExternType, type GlobalType } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import type { Extern } from "./extern.ts";
import { Func } from "./func.ts";
import { Global } from "./global.ts";
import type { HostFunc } from "./linker.ts";
import { Memory } from "./memory.ts";
import { Table } from "./table.ts";
import { Tag } from "./tag.ts";

/** A member of an object, or of its classes but for what every object and every class has. */
export function propertyOf(object: object, name: string): unknown {
  if (Object.hasOwn(object, name)) return Reflect.get(object, name);
  if (name === "constructor" || typeof object === "function") return undefined;
  let at: object | null = Object.getPrototypeOf(object);
  for (; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) return Reflect.get(at, name, object);
  }
  return undefined;
}

/** A value as what a module wants. Throws LinkError `incompatibleImport`. */
export function importable(
  context: AsContext<unknown>,
  value: unknown,
  type: ExternType,
  what: string,
): HostFunc | Extern {
  if (isHandle(value)) return value;
  if (type.kind === "func" && typeof value === "function") {
    return {
      kind: "host",
      form: "typed",
      type: type.type,
      sync: CallbackSync.both,
      call: (_caller, ...values) => Reflect.apply(value, undefined, values),
    };
  }
  if (type.kind === "global" && fitsGlobal(value, type.type)) {
    return Global.create(context, type.type, value as never);
  }
  throw new LinkError("incompatibleImport", `${what} is no ${describeType(type)}`);
}

const isHandle = (value: unknown): value is Extern =>
  [Func, Global, Memory, Table, Tag].some((Handle) => value instanceof Handle);

function fitsGlobal(value: unknown, { type, mutability }: GlobalType): boolean {
  if (mutability === "var") return false;
  if (type === "v128") return value instanceof Uint8Array && value.length === 16;
  if (type === "funcref") return value === null;
  if (type === "externref" || type === "opaque") return true;
  return typeof value === (type === "i64" ? "bigint" : "number");
}
