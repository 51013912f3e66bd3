/**
 * The `WebAssembly` namespace without the host's.
 *
 * @packageDocumentation
 */
export * from "@tyara/runtime/webassembly";
