/**
 * Everything that the functions of one rule module share: indices of imports, constants, layouts of module values, and
 * functions that the host calls. Each item is created at its first use, so a module contains only what its rules need.
 */

import type { StructType } from "@tyara/base";
import { assert } from "@tyara/base";
import {
  type FunctionUse,
  type HostImport,
  importAll,
  type KernelImport,
  MemoryMap,
  type ModuleUse,
  PatternState,
  RootHeader,
  SharedSlot,
  Slot,
} from "@tyara/contract";
import {
  type CheckedProgram,
  GLOBALS_MODULE,
  type Ir,
  type IrOf,
  type PatternId,
  type RegexpId,
  type RuleId,
} from "@tyara/language/ir";
import { ModuleBuilder } from "@tyara/wasm";
import { compileProgram } from "../regexp-programs/index.ts";
import { kernelFunctionOf } from "./built-in-functions.ts";
import { ConstantPool } from "./constant-pool.ts";
import { LayoutBuilder, storageType, structLayoutOf } from "./layout-builder.ts";

/** Addresses of the state of a scan. */
export interface StateAddresses {
  readonly ruleStates: number;
  readonly patternStates: number;
  readonly sharedSlots: number;
}

/** A module's root structure. */
export interface Root {
  /** Index into `RuleSet.modules`; −1 for the external variables, which the scanner writes before rules run. */
  readonly index: number;
  readonly address: number;
  readonly layout: LayoutBuilder;
}

/** The function that evaluates a shared value. */
export interface SharedFunction {
  readonly index: number;
  readonly slot: number;
  readonly value: Ir;
}

interface CalledFunction {
  readonly index: number;
  readonly use: Omit<FunctionUse, "resultLayout">;
  readonly resultLayout: LayoutBuilder | undefined;
}

export class LinkedModule {
  readonly builder: ModuleBuilder = new ModuleBuilder();
  readonly pool: ConstantPool;
  readonly program: CheckedProgram;
  readonly #state: StateAddresses;
  readonly #imports: ReadonlyMap<string, number>;
  readonly #roots = new Map<string, Root>();
  readonly #functions = new Map<string, CalledFunction>();
  readonly #regexps = new Map<RegexpId, number>();
  readonly #shared = new Map<number, SharedFunction>();
  readonly #patternTables = new Map<readonly PatternId[], number>();
  #headLength = 0;
  #readsAnywhere = false;

  /** How many of the first bytes of the data the code may read at fixed offsets. */
  get headLength(): number {
    return this.#headLength;
  }

  /** Whether the code reads the data at offsets that it computes. */
  get readsAnywhere(): boolean {
    return this.#readsAnywhere;
  }

  /** Records that the code reads data below the constant offset `end`. */
  noteRead(end: number): void {
    this.#headLength = Math.max(this.#headLength, end);
  }

  /** Records that the code reads data at a computed offset. */
  noteReadAnywhere(): void {
    this.#readsAnywhere = true;
  }

  /** @param poolStart the address of the first constant. */
  constructor(program: CheckedProgram, state: StateAddresses, poolStart: number) {
    this.program = program;
    this.#state = state;
    this.pool = new ConstantPool(poolStart);
    this.#imports = importAll(this.builder);
  }

  /** The function index of a kernel function. */
  kernel(name: KernelImport): number {
    return this.#imports.get(`kernel.${name}`)!;
  }

  /** The function index of a function of the scanner. */
  host(name: HostImport): number {
    return this.#imports.get(`host.${name}`)!;
  }

  ruleState(rule: RuleId): number {
    return this.#state.ruleStates + rule;
  }

  patternState(pattern: PatternId): number {
    return this.#state.patternStates + pattern * PatternState.size;
  }

  /** The root structure of a module or of the external variables. It has room for every field of the schema. */
  root(module: string, type: StructType): Root {
    let root = this.#roots.get(module);
    if (root === undefined) {
      const address = this.pool.reserve(RootHeader.size + type.fields.size * Slot.size) + RootHeader.size;
      const index = module === GLOBALS_MODULE ? -1 : this.#moduleCount();
      root = { index, address, layout: new LayoutBuilder(type) };
      this.#roots.set(module, root);
    }
    return root;
  }

  /** The address of the flag that is 1 once the root is in memory. */
  rootFlag(root: Root): number {
    return root.address - RootHeader.size + RootHeader.isWritten;
  }

  /** The address of the slot of a shared value. */
  sharedSlot(slot: number): number {
    return this.#state.sharedSlots + slot * SharedSlot.size;
  }

  /** The index of the function that fills the slot of a shared value. */
  sharedFunction(slot: number, value: Ir): number {
    let shared = this.#shared.get(slot);
    if (shared === undefined) {
      shared = { index: this.builder.declareFunction([], []), slot, value };
      this.#shared.set(slot, shared);
    }
    return shared.index;
  }

  /** The shared values in use. The iteration also returns those that are added while it runs. */
  sharedFunctions(): Iterable<SharedFunction> {
    return this.#shared.values();
  }

  /** Whether a module is the engine's own. */
  isBuiltIn(module: string): boolean {
    return this.program.customModules?.has(module) !== true;
  }

  /** A function that the code calls through the host. The receiver of a method is the first argument. */
  function({ module, signature, args }: IrOf<"call">): CalledFunction {
    const key = `${module}:${signature.id}`;
    let called = this.#functions.get(key);
    if (called === undefined) {
      assert(args.length < MemoryMap.argumentSlotCount, `${key} has too many parameters`);
      const parameters = args.map(({ type }) => storageType(type));
      const result = storageType(signature.result);
      const kernelFunction = this.isBuiltIn(module) ? kernelFunctionOf(module, signature.id) : 0;
      const use = { module, id: signature.id, parameters, result, kernelFunction };
      called = { index: this.#functions.size, use, resultLayout: structLayoutOf(signature.result) };
      this.#functions.set(key, called);
    }
    return called;
  }

  /** The address of the packed program of a regular expression. */
  regexp(id: RegexpId): number {
    let address = this.#regexps.get(id);
    if (address === undefined) {
      const regexp = this.program.regexps[id];
      assert(regexp !== undefined, `there is no regexp ${id}`);
      address = this.pool.append(compileProgram(regexp.hir, { isWide: false }), 16);
      this.#regexps.set(id, address);
    }
    return address;
  }

  /** The address of a table of pattern ids. Equal tables are stored once. */
  patternTable(patterns: readonly PatternId[]): number {
    let address = this.#patternTables.get(patterns);
    if (address === undefined) {
      address = this.pool.intern(new Uint8Array(Uint32Array.from(patterns).buffer));
      this.#patternTables.set(patterns, address);
    }
    return address;
  }

  regexpAddresses(): number[] {
    return this.program.regexps.map((_, id) => this.#regexps.get(id) ?? 0);
  }

  moduleUses(): ModuleUse[] {
    const uses: ModuleUse[] = [];
    for (const [name, { index, address, layout }] of this.#roots) {
      if (index >= 0) uses.push({ name, root: address, layout: layout.finish() });
    }
    return uses;
  }

  functionUses(): FunctionUse[] {
    return [...this.#functions.values()].map(({ use, resultLayout }) =>
      resultLayout === undefined ? use : { ...use, resultLayout: resultLayout.finish() },
    );
  }

  #moduleCount(): number {
    return this.#roots.size - (this.#roots.has(GLOBALS_MODULE) ? 1 : 0);
  }
}
