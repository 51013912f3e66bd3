/** What is wrong with a module's bytes, and where. */
export interface WasmFailure {
  /**
   * `malformed`: the bytes are no module; `invalid`: a module that breaks a typing rule or a limit; `unsupported`: it may
   * be sound, but it uses a proposal that this package has no code for.
   */
  readonly kind: "malformed" | "invalid" | "unsupported";
  /** Byte offset in the module. */
  readonly offset: number;
  readonly message: string;
}

/**
 * Carries a failure from the depth of the decoder or the validator to the room's functions, which return it
 * as data: it never leaves the room.
 */
export class WasmFailureSignal extends Error {
  readonly failure: WasmFailure;

  constructor(kind: WasmFailure["kind"], offset: number, message: string) {
    super(message);
    this.failure = { kind, offset, message };
  }
}

/** Runs `work`; a failure that it signals becomes its result. */
export function catchFailure<T>(work: () => T): T | WasmFailure {
  try {
    return work();
  } catch (error) {
    if (error instanceof WasmFailureSignal) return error.failure;
    throw error;
  }
}

/** Proposals that modules may use and this package has no code for, as failures name them. */
export const Proposal = {
  exceptions: "exception handling",
  functionReferences: "typed function references",
  gc: "garbage collection",
  memory64: "64-bit addresses",
  multiMemory: "multiple memories",
  wideArithmetic: "wide arithmetic",
} as const;
