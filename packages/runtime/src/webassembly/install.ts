// Puts the namespace where programs look for it.
import { keepHostNamespace, namespaceMark } from "../backends/host/host.ts";
import { mayCompile } from "../backends/host/may-compile.ts";
import { compile, compileStreaming, instantiate, instantiateStreaming, validate } from "./compile.ts";
import { CompileError, LinkError, RuntimeError } from "./errors.ts";
import { Global } from "./global.ts";
import { Instance } from "./instance.ts";
import { Memory } from "./memory.ts";
import { Module } from "./module.ts";
import { Table } from "./table.ts";
import { Exception, Tag } from "./tag.ts";

const members = {
  compile,
  compileStreaming,
  instantiate,
  instantiateStreaming,
  validate,
  CompileError,
  Exception,
  Global,
  Instance,
  LinkError,
  Memory,
  Module,
  RuntimeError,
  Table,
  Tag,
};

/**
 * Defines `WebAssembly` where the host has none, or has one that does not compile; returns whether it did. With `force`
 * also where the host's own works. Engines never take it for the host's: they would run on themselves.
 */
export function installWebAssembly(options: { readonly force?: boolean } = {}): boolean {
  if (mayCompile() && options.force !== true) return false;
  const namespace = { ...members };
  Object.defineProperty(namespace, Symbol.toStringTag, { value: "WebAssembly", configurable: true });
  Object.defineProperty(namespace, namespaceMark, { value: true });
  keepHostNamespace();
  Object.defineProperty(globalThis, "WebAssembly", {
    value: namespace,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return true;
}
