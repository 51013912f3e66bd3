/**
 * Writes one function: its code, its locals, and what is known at the place where code is being written.
 *
 * The undefined value is a branch. While an expression is written, `undefinedLabel` is where to go when it turns out
 * undefined; whoever catches the undefined value opens a block and sets the label for its operand. Branching discards
 * what lies on the stack above the label, so an expression may leave from its middle.
 *
 * Facts: the pattern search and the parsing of modules happen at the first need in a scan. Code asks `ensureSearch` and
 * `ensureLoaded` before each use; the question is written only where the answer is not known from code that must have
 * run before (`facts`). `forgetting` writes code that does not always run.
 */

import type { Type } from "@tyara/base";
import { assert } from "@tyara/base";
import { MemoryMap } from "@tyara/contract";
import type { Ir, VariableId } from "@tyara/language/ir";
import { UndefinedAnalysis } from "@tyara/language/ir";
import { BlockType, CodeBuilder, ValueType } from "@tyara/wasm";
import type { LayoutBuilder } from "./layout-builder.ts";
import type { LinkedModule, Root } from "./linked-module.ts";

/** A place to branch to: how many blocks were open inside its own block. */
export type Label = number;

/** Where a variable of a loop or of `with` is kept. */
export interface VariableSlot {
  readonly local: number;
  /** An i32 local that is 1 while the variable is defined; absent when it always is. */
  readonly definedLocal: number | undefined;
  /** The layout of the structures that it leads to. */
  readonly layout: LayoutBuilder | undefined;
}

/** The pattern that the innermost `for … of` is at. */
export interface CurrentPattern {
  /** An i32 local: its id. */
  readonly id: number;
  /** An i32 local: the address of its state. */
  readonly state: number;
}

/** What has certainly happened in this scan when the code being written runs. */
export interface Facts {
  readonly isSearched: boolean;
  readonly loaded: ReadonlySet<number>;
}

const noFacts: Facts = { isSearched: false, loaded: new Set() };

export class FunctionEmitter {
  readonly code: CodeBuilder = new CodeBuilder();
  readonly linked: LinkedModule;
  readonly variables: Map<VariableId, VariableSlot> = new Map();
  analysis: UndefinedAnalysis = new UndefinedAnalysis();
  undefinedLabel: Label = 0;
  current: CurrentPattern | undefined;
  facts: Facts = noFacts;
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
    this.facts = noFacts;
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

  /** Writes something whose undefined value leads to `label`. */
  catching(label: Label, write: () => void): void {
    const outer = this.undefinedLabel;
    this.undefinedLabel = label;
    write();
    this.undefinedLabel = outer;
  }

  /** Leaves for the place where undefined is caught when the i32 on the stack is not zero. */
  undefinedIf(): void {
    this.branchIf(this.undefinedLabel);
  }

  /** Lends a local for the time of `write`. */
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

  /** Writes an expression into a new local, lent for the time of `write`. */
  withValue(ir: Ir, write: (local: number) => void): void {
    const type = valueTypeOf(ir.type);
    this.value(ir);
    this.withLocal(type, (local) => {
      this.code.localSet(local);
      write(local);
    });
  }

  /** Loads an i32 from a fixed address. */
  loadI32(address: number): void {
    this.code.i32Const(0).i32Load(address);
  }

  callKernel(name: Parameters<LinkedModule["kernel"]>[0]): void {
    this.code.call(this.linked.kernel(name));
  }

  callHost(name: Parameters<LinkedModule["host"]>[0]): void {
    this.code.call(this.linked.host(name));
  }

  /** Sees to it that the pattern search has run. */
  ensureSearch(): void {
    if (this.facts.isSearched) return;
    this.loadI32(MemoryMap.searchDone);
    this.code.i32Eqz().if();
    this.callHost("search");
    this.code.end();
    this.facts = { ...this.facts, isSearched: true };
  }

  /** Sees to it that a module's value is in memory. */
  ensureLoaded(root: Root): void {
    if (root.index < 0 || this.facts.loaded.has(root.index)) return;
    this.loadI32(this.linked.rootFlag(root));
    this.code.i32Eqz().if().i32Const(root.index);
    this.callHost("loadModule");
    this.code.end();
    this.facts = { ...this.facts, loaded: new Set(this.facts.loaded).add(root.index) };
  }

  /** Writes code that may not run, or not to its end: what it learns is forgotten. */
  forgetting(write: () => void): void {
    const { facts } = this;
    write();
    this.facts = facts;
  }

  variable(id: VariableId): VariableSlot {
    const slot = this.variables.get(id);
    assert(slot !== undefined, `variable ${id} is not in scope`);
    return slot;
  }
}

/** How values of a type are kept on the stack and in locals. */
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
