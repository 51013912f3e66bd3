/**
 * Gives a host its missing `WebAssembly`: `node --jitless --import tyara-runtime/polyfill program.js`. Where the host
 * compiles WebAssembly nothing changes.
 *
 * @packageDocumentation
 */
import { installWebAssembly } from "@tyara/runtime/webassembly";

installWebAssembly();
