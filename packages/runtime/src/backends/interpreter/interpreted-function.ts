// Functions and instances as the machine sees them while it runs.
import type { FuncType } from "../../descriptor.ts";
import { Trap } from "../../errors.ts";
import { slotsOf } from "../../value.ts";
import type { InterpretedGlobal, InterpretedTable } from "./interpreted-externs.ts";
import type { InterpretedMemory } from "./interpreted-memory.ts";
import type { InterpretedModule } from "./interpreted-module.ts";

/** A translated function body. Sizes are in 32-bit words. */
export interface Body {
  readonly code: Int32Array;
  readonly parameterWords: number;
  /** Parameters and locals; what is not a parameter starts as zero. */
  readonly localWords: number;
  readonly frameWords: number;
  /** Entering costs fuel. */
  readonly entryCosts: boolean;
}

/** What a frame is entered with before there is any. */
export const noCode: Int32Array = new Int32Array(1);

/** A function as the machine calls it: a guest's, translated at its first call, or a host's. */
export class InterpretedFunction {
  readonly type: FuncType;
  /** Equal for equal types within an engine. */
  readonly typeId: number;
  readonly instance: InterpretedInstance;
  /** Index among the functions that the module defines. */
  readonly definedIndex: number;
  body: Body | undefined;
  /** A host function, working on the slots at a word. */
  readonly host: ((word: number) => void) | undefined;
  /** Words that a host function's arguments and results take. */
  readonly frameWords: number;
  /** The handle that shows this function outside, once somebody asked for it. */
  handle: unknown;

  constructor(
    type: FuncType,
    typeId: number,
    instance: InterpretedInstance,
    definedIndex: number,
    host: ((word: number) => void) | undefined,
  ) {
    this.type = type;
    this.typeId = typeId;
    this.instance = instance;
    this.definedIndex = definedIndex;
    this.host = host;
    this.frameWords = host === undefined ? 0 : 2 * Math.max(slotsOf(type.params), slotsOf(type.results));
    this.body = undefined;
    this.handle = undefined;
  }

  translate(): Body {
    this.body = this.instance.module.body(this.definedIndex);
    return this.body;
  }
}

/** An instance at run time: its index spaces, imports first. */
export interface InterpretedInstance {
  readonly module: InterpretedModule;
  readonly functions: InterpretedFunction[];
  readonly globals: InterpretedGlobal[];
  readonly tables: InterpretedTable[];
  /** Its memory, or an empty one. */
  readonly memory: InterpretedMemory;
  /** Element segments as references; emptied when dropped. */
  readonly elements: unknown[][];
  /** Data segments; emptied when dropped. */
  readonly data: Uint8Array[];
}

/** The function that an indirect call reaches. Throws the traps of `call_indirect`. */
export function indirectCallee(
  instance: InterpretedInstance,
  typeIndex: number,
  tableIndex: number,
  element: number,
): InterpretedFunction {
  const { elements } = instance.tables[tableIndex]!;
  const index = element >>> 0;
  if (index >= elements.length) throw new Trap("tableOutOfBounds");
  const callee = elements[index] as InterpretedFunction | null;
  if (callee === null) throw new Trap("indirectCallToNull");
  if (callee.typeId !== instance.module.typeIds[typeIndex]) throw new Trap("badSignature");
  return callee;
}
