/**
 * Emits one function: its code and its locals.
 *
 * **The undefined value is a branch.** `undefinedLabel` is the target of that branch for the expression that is being
 * emitted. Code that handles the undefined value opens a block and sets the label for its operand. A branch discards the
 * stack above the label, so an expression may leave from its middle.
 *
 * **First need.** A scan runs the pattern search and each module's parser when a condition first needs them. Emitters call
 * `ensureSearch` and `ensureLoaded` before each use. These emit a check, unless `alreadyRun` shows that the check cannot
 * fail here. `forgetting` emits code that may not run; `alreadyRun` ignores what happens in there.
 */

import type { Type } from "@tyara/base";
import { assert } from "@tyara/base";
import { MemoryMap } from "@tyara/contract";
import type { Ir, VariableId } from "@tyara/language/ir";
import { UndefinedAnalysis } from "@tyara/language/ir";
import { BlockType, CodeBuilder, ValueType } from "@tyara/wasm";
import type { LayoutBuilder } from "./layout-builder.ts";
import type { LinkedModule, Root } from "./linked-module.ts";

/** The target of a branch, as the depth of its block. */
export type Label = number;

/** The locals of a variable of a loop or of `with`. */
export interface VariableSlot {
  readonly local: number;
  /** An i32 local that is 1 while the variable is defined; absent if it always is. */
  readonly definedLocal: number | undefined;
  /** The layout of its structure, or of the structures that its array or map holds. */
  readonly layout: LayoutBuilder | undefined;
}

/** The current pattern of the innermost `for … of`. */
export interface CurrentPattern {
  /** An i32 local: its id. */
  readonly id: number;
  /** An i32 local: the address of its state. */
  readonly state: number;
}

/** What every scan has done before it reaches the code that is being emitted. */
export interface AlreadyRun {
  readonly isSearched: boolean;
  /** Indices of the modules whose values are in memory. */
  readonly loaded: ReadonlySet<number>;
}

const nothingRun: AlreadyRun = { isSearched: false, loaded: new Set() };

export class FunctionEmitter {
  readonly code: CodeBuilder = new CodeBuilder();
  readonly linked: LinkedModule;
  readonly variables: Map<VariableId, VariableSlot> = new Map();
  analysis: UndefinedAnalysis = new UndefinedAnalysis();
  undefinedLabel: Label = 0;
  current: CurrentPattern | undefined;
  alreadyRun: AlreadyRun = nothingRun;
  readonly #free = new Map<ValueType, number[]>();
  readonly #emitValue: (fn: FunctionEmitter, ir: Ir) => void;

  /** @param emitValue writes any expression; handed in, because the files of single kinds need it and it needs them. */
  constructor(linked: LinkedModule, emitValue: (fn: FunctionEmitter, ir: Ir) => void) {
    this.linked = linked;
    this.#emitValue = emitValue;
  }

  /**
   * Leaves the value of an expression on the stack, in the form of {@link valueTypeOf}; bools are 0 or 1. Leaves for the
   * undefined label when it turns out undefined.
   */
  value(ir: Ir): void {
    this.#emitValue(this, ir);
  }

  canBeUndefined(ir: Ir): boolean {
    return this.analysis.of(ir);
  }

  /** Starts another function in the same buffers. */
  reset(parameterCount: number): void {
    this.code.reset(parameterCount);
    this.variables.clear();
    this.analysis = new UndefinedAnalysis();
    this.current = undefined;
    this.alreadyRun = nothingRun;
    this.#free.clear();
  }

  /** Opens a block and returns the label that leads to its end. */
  block(type: number = BlockType.empty): Label {
    this.code.block(type);
    return this.code.depth;
  }

  /** Opens a loop and returns the label that leads to its start. */
  loop(): Label {
    this.code.loop();
    return this.code.depth;
  }

  branch(label: Label): void {
    this.code.br(this.code.depth - label);
  }

  branchIf(label: Label): void {
    this.code.brIf(this.code.depth - label);
  }

  /** Runs `write` with `label` as the target of undefined values. */
  catching(label: Label, write: () => void): void {
    const outer = this.undefinedLabel;
    this.undefinedLabel = label;
    write();
    this.undefinedLabel = outer;
  }

  /** Emits a branch to `undefinedLabel`, taken if the i32 on the stack is not zero. */
  undefinedIf(): void {
    this.branchIf(this.undefinedLabel);
  }

  /** Reserves a local while `write` runs. */
  withLocal(type: ValueType, write: (local: number) => void): void {
    const local = this.takeLocal(type);
    write(local);
    this.releaseLocal(type, local);
  }

  takeLocal(type: ValueType): number {
    return this.#free.get(type)?.pop() ?? this.code.local(type);
  }

  releaseLocal(type: ValueType, local: number): void {
    const free = this.#free.get(type);
    if (free === undefined) this.#free.set(type, [local]);
    else free.push(local);
  }

  /** Emits an expression and stores its value in a local, which is reserved while `write` runs. */
  withValue(ir: Ir, write: (local: number) => void): void {
    const type = valueTypeOf(ir.type);
    this.value(ir);
    this.withLocal(type, (local) => {
      this.code.localSet(local);
      write(local);
    });
  }

  /** Emits the load of an i32 from a fixed address. */
  loadI32(address: number): void {
    this.code.i32Const(0).i32Load(address);
  }

  callKernel(name: Parameters<LinkedModule["kernel"]>[0]): void {
    this.code.call(this.linked.kernel(name));
  }

  callHost(name: Parameters<LinkedModule["host"]>[0]): void {
    this.code.call(this.linked.host(name));
  }

  /** Emits code that runs the pattern search, unless it has already run. */
  ensureSearch(): void {
    if (this.alreadyRun.isSearched) return;
    this.loadI32(MemoryMap.searchDone);
    this.code.i32Eqz().if();
    this.callHost("search");
    this.code.end();
    this.alreadyRun = { ...this.alreadyRun, isSearched: true };
  }

  /** Emits code that loads a module's value, unless it is already in memory. */
  ensureLoaded(root: Root): void {
    if (root.index < 0 || this.alreadyRun.loaded.has(root.index)) return;
    this.loadI32(this.linked.rootFlag(root));
    this.code.i32Eqz().if().i32Const(root.index);
    this.callHost("loadModule");
    this.code.end();
    this.alreadyRun = { ...this.alreadyRun, loaded: new Set(this.alreadyRun.loaded).add(root.index) };
  }

  /** Emits code that may not run to its end, and restores `alreadyRun` after it. */
  forgetting(write: () => void): void {
    const { alreadyRun } = this;
    write();
    this.alreadyRun = alreadyRun;
  }

  variable(id: VariableId): VariableSlot {
    const slot = this.variables.get(id);
    assert(slot !== undefined, `variable ${id} is not in scope`);
    return slot;
  }
}

/** The WebAssembly type of a value on the stack and in locals. Structures are addresses. */
export function valueTypeOf(type: Type): ValueType {
  switch (type.kind) {
    case "bool":
    case "struct":
      return ValueType.i32;
    case "float":
      return ValueType.f64;
    case "integer":
    case "string":
    case "array":
    case "map":
    case "regexp":
    case "function":
      return ValueType.i64;
  }
}
