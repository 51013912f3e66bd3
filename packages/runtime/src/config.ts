import type { RuntimeBackend } from "./backend.ts";

/** How hard a backend should work on code. */
export type OptLevel = "none" | "speed" | "speedAndSize";

/** Options of an engine; each is honoured, or named in `Engine.unsupportedOptions`. */
export interface Config {
  /** What executes WebAssembly. Default: chosen by trying, see `chooseBackend`. */
  readonly backend?: RuntimeBackend | undefined;
  /** Default: the backend's own choice. */
  readonly optLevel?: OptLevel | undefined;
  /**
   * Guest code can be stopped by epoch deadlines and by fuel. Default `false`: code runs at full speed, and
   * only what it calls can stop it.
   */
  readonly epochInterruption?: boolean | undefined;
  /**
   * Milliseconds after which the epoch advances by itself while guest code runs. Without it only
   * `incrementEpoch` and `epochCounter` advance it. Needs a clock that moves while code runs.
   */
  readonly epochIntervalMs?: number | undefined;
  /** A counter in shared memory that other threads advance with `Atomics.add(counter, 0, 1)`. */
  readonly epochCounter?: Int32Array | undefined;
  /** Bytes of address space to reserve for each memory. */
  readonly memoryReservation?: number | undefined;
  /** Bytes of address space to reserve behind a memory that had to move. */
  readonly memoryReservationForGrowth?: number | undefined;
  /** Whether a memory may move when it grows. */
  readonly memoryMayMove?: boolean | undefined;
  /** Whether to register unwind information of compiled code with the system. */
  readonly nativeUnwindInfo?: boolean | undefined;
}

const hints = [
  "optLevel",
  "memoryReservation",
  "memoryReservationForGrowth",
  "memoryMayMove",
  "nativeUnwindInfo",
] as const;

/** The options about native code and address space that are set: no executor reachable from JavaScript has a say in them. */
export function nativeOptions(config: Config): readonly string[] {
  return hints.filter((name) => config[name] !== undefined);
}
