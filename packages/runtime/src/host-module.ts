/**
 * The host's own compiled module, `WebAssembly.Module`. Said through the global scope, so that our types also hold in
 * programs that are compiled without a library that declares `WebAssembly`: there it is any object.
 */
export type HostModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;
