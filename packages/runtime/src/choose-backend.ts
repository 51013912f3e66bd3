import type { RuntimeBackend } from "./backend.ts";
import { HostBackend } from "./backends/host/host-backend.ts";
import { mayCompile } from "./backends/host/may-compile.ts";
import { InterpreterBackend } from "./backends/interpreter/interpreter-backend.ts";

/** A backend, and why it was chosen. */
export interface BackendChoice {
  readonly backend: RuntimeBackend;
  readonly reason: string;
}

/** Backends that can be asked for by name. */
export type BackendName = "host" | "interpreter";

/**
 * Picks a backend by trying what the host allows, never by guessing from its name. The argument or, without
 * one, the environment variable TYARA_BACKEND overrides the choice.
 */
export function chooseBackend(override: string | undefined = environmentOverride()): BackendChoice {
  if (override !== undefined)
    return { backend: backendNamed(override), reason: `"${override}" was asked for` };
  if (mayCompile()) return { backend: new HostBackend(), reason: "the host compiles WebAssembly" };
  return { backend: new InterpreterBackend(), reason: "the host does not compile WebAssembly" };
}

function backendNamed(name: string): RuntimeBackend {
  switch (name) {
    case "host":
      return new HostBackend();
    case "interpreter":
      return new InterpreterBackend();
    default:
      throw new RangeError(`there is no backend "${name}"`);
  }
}

function environmentOverride(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.TYARA_BACKEND || undefined;
}
