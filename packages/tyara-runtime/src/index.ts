/**
 * A Wasmtime-shaped layer over whatever executes WebAssembly.
 *
 * @packageDocumentation
 */
export * from "@tyara/runtime";
