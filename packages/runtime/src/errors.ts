// What can go wrong, as three exceptions with codes. Everything else that comes out of a call into a guest is
// what a host function threw, unchanged.

/** Why a guest was stopped. */
export type TrapCode =
  | "unreachable"
  | "memoryOutOfBounds"
  | "tableOutOfBounds"
  | "indirectCallToNull"
  | "badSignature"
  | "integerOverflow"
  | "integerDivisionByZero"
  | "badConversionToInteger"
  | "stackOverflow"
  /** An atomic instruction at an address that is no multiple of its size. */
  | "heapMisaligned"
  /** A guest wanted to wait on memory that no other thread can reach. */
  | "atomicWaitNonSharedMemory"
  /** The store's epoch deadline passed. */
  | "interrupt"
  | "outOfFuel";

const trapMessages: Record<TrapCode, string> = {
  unreachable: "unreachable executed",
  memoryOutOfBounds: "out of bounds memory access",
  tableOutOfBounds: "out of bounds table access",
  indirectCallToNull: "indirect call to a null reference",
  badSignature: "indirect call type mismatch",
  integerOverflow: "integer overflow",
  integerDivisionByZero: "integer divide by zero",
  badConversionToInteger: "invalid conversion to integer",
  stackOverflow: "call stack exhausted",
  heapMisaligned: "unaligned atomic",
  atomicWaitNonSharedMemory: "atomic wait on memory that is not shared",
  interrupt: "interrupted: the epoch deadline passed",
  outOfFuel: "interrupted: all fuel was consumed",
};

/** A function that was running when a guest trapped. */
export interface TrapFrame {
  /** Index among all functions of its module, imported ones first. */
  readonly functionIndex: number;
  /** The name that the module's debug names give it. */
  readonly functionName: string | undefined;
  /** Byte offset in the module of the instruction that it was at. */
  readonly offset: number | undefined;
}

/**
 * A guest did what WebAssembly forbids, or was stopped. The store and its instances stay usable; memories and
 * globals hold what the guest had written until then.
 */
export class Trap extends Error {
  override readonly name = "Trap";
  readonly code: TrapCode;
  #frames: readonly TrapFrame[] = [];

  constructor(code: TrapCode, options?: ErrorOptions) {
    super(trapMessages[code], options);
    this.code = code;
  }

  /**
   * The functions that were running, innermost first; at most the innermost hundred. The interpreter knows them; on other
   * backends there are none, and `cause` has the host's stack.
   */
  get frames(): readonly TrapFrame[] {
    return this.#frames;
  }

  /** @internal Adds frames outside of those that are known. The message names the innermost. */
  addFrames(frames: readonly TrapFrame[]): void {
    const [innermost] = frames;
    if (this.#frames.length === 0 && innermost !== undefined) this.message += ` ${describeFrame(innermost)}`;
    this.#frames = [...this.#frames, ...frames];
  }
}

function describeFrame({ functionIndex, functionName, offset }: TrapFrame): string {
  const name = functionName === undefined ? "" : ` (${functionName})`;
  return `in function ${functionIndex}${name}${offset === undefined ? "" : ` at 0x${offset.toString(16)}`}`;
}

/** Why things do not fit together. */
export type LinkErrorCode =
  | "duplicateDefinition"
  | "unknownImport"
  | "incompatibleImport"
  | "unknownExport"
  | "incompatibleExport"
  | "wrongStore"
  /** A memory or a table of such limits cannot be. */
  | "invalidLimits"
  /** More than the limits of the store allow. */
  | "limitExceeded"
  | "instantiationFailed";

/** An import, an export or a definition is missing, doubled or of another type. */
export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly code: LinkErrorCode;

  constructor(code: LinkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why bytes cannot become a module. */
export type ModuleErrorCode =
  | "malformed"
  | "invalid"
  /** Sound, but it needs what the backend does not have. */
  | "unsupported"
  /** The host forbids compiling here (content security policy, edge worker). */
  | "forbidden"
  /** `deserialize` was given something else, or something of another version. */
  | "incompatible";

/** Bytes that cannot become a module. */
export class ModuleError extends Error {
  override readonly name = "ModuleError";
  readonly code: ModuleErrorCode;
  /** Byte offset of the fault, where it is known. */
  readonly offset: number | undefined;

  constructor(
    code: ModuleErrorCode,
    message: string,
    options?: ErrorOptions & { offset?: number | undefined },
  ) {
    super(message, options);
    this.code = code;
    this.offset = options?.offset;
  }
}
