// Checks a module against the typing rules of the specification. Two parts: what the module declares (here)
// and the code of each function (validate-function.ts). A module that passes can be run without any check but
// the traps: translators and interpreters rely on that.

import { BinaryReader } from "./binary-reader.ts";
import type {
  ByteRange,
  DataSegment,
  DecodedModule,
  ElementSegment,
  Export,
  Import,
  IndexSpaces,
} from "./decoded-module.ts";
import { catchFailure, Proposal, type WasmFailure, WasmFailureSignal } from "./failure.ts";
import { Op } from "./generated/opcodes.ts";
import { indexSpaces } from "./index-spaces.ts";
import { InstructionReader } from "./instruction-reader.ts";
import { proposalOfType } from "./type-reader.ts";
import { FunctionValidator } from "./validate-function.ts";
import { ExternalKind, type Limits, ValueType, valueTypeName } from "./value-type.ts";

/** Pages of 64 KiB that 32-bit addresses reach. */
const maxMemoryPages = 65_536;

/** What bodies are checked against. */
export interface ValidationContext extends IndexSpaces {
  readonly module: DecodedModule;
  /** Functions whose references code may take, because something outside code mentions them. */
  readonly declaredReferences: ReadonlySet<number>;
}

/** Checks a decoded module; undefined if it is valid. Never throws. */
export function validateModule(module: DecodedModule): WasmFailure | undefined {
  return catchFailure(() => new ModuleValidator(module).validate());
}

class ModuleValidator {
  readonly #module: DecodedModule;
  readonly #spaces: IndexSpaces;
  readonly #references = new Set<number>();

  constructor(module: DecodedModule) {
    this.#module = module;
    this.#spaces = indexSpaces(module);
  }

  validate(): undefined {
    const module = this.#module;
    for (const entry of module.imports) this.#import(entry);
    for (const type of module.functions) this.#knownType(type, 0);
    for (const table of this.#spaces.tables) this.#limits(table, 0xffff_ffff, "table size");
    for (const memory of this.#spaces.memories) this.#memory(memory);
    if (this.#spaces.memories.length > 1)
      throw new WasmFailureSignal("unsupported", 0, `the module uses the proposal "${Proposal.multiMemory}"`);
    module.globals.forEach((global, index) => {
      const visible = this.#spaces.importedGlobalCount + index;
      this.#constant(global.initial, global.type.type, visible);
    });
    this.#exports(module.exports);
    this.#start();
    for (const segment of module.elements) this.#element(segment);
    for (const segment of module.data) this.#data(segment);
    this.#code();
  }

  #invalid(message: string, offset: number): never {
    throw new WasmFailureSignal("invalid", offset, message);
  }

  #knownType(index: number, offset: number): void {
    if (this.#module.types[index] === undefined) this.#invalid(`unknown type ${index}`, offset);
  }

  #import({ import: wanted, offset }: Import): void {
    if (wanted.kind === "function") this.#knownType(wanted.type, offset);
  }

  #memory(limits: Limits): void {
    this.#limits(limits, maxMemoryPages, "memory size must be at most 65536 pages (4GiB)");
    if (limits.shared && limits.maximum === undefined) this.#invalid("shared memory must have maximum", 0);
  }

  #limits({ minimum, maximum }: Limits, most: number, message: string): void {
    if (minimum > most || (maximum ?? 0) > most) this.#invalid(message, 0);
    if (maximum !== undefined && maximum < minimum)
      this.#invalid("size minimum must not be greater than maximum", 0);
  }

  #exports(entries: readonly Export[]): void {
    const names = new Set<string>();
    for (const { name, kind, index, offset } of entries) {
      if (names.has(name)) this.#invalid(`duplicate export name "${name}"`, offset);
      names.add(name);
      if (index >= this.#spaceSize(kind)) this.#invalid(`unknown ${spaceNames[kind]} ${index}`, offset);
      if (kind === ExternalKind.function) this.#references.add(index);
    }
  }

  #spaceSize(kind: ExternalKind): number {
    const { functions, tables, memories, globals, tagTypeIndices } = this.#spaces;
    return [functions, tables, memories, globals, tagTypeIndices][kind]!.length;
  }

  #start(): void {
    const { start } = this.#module;
    if (start === undefined) return;
    const type = this.#spaces.functions[start];
    if (type === undefined) this.#invalid(`unknown function ${start}`, 0);
    else if (type.parameters.length + type.results.length > 0) this.#invalid("start function", 0);
  }

  #element(segment: ElementSegment): void {
    const { mode, items, type, offset } = segment;
    const globals = this.#spaces.globals.length;
    if (mode.kind === "active") {
      const table = this.#spaces.tables[mode.index];
      if (table === undefined) this.#invalid(`unknown table ${mode.index}`, offset);
      else if (table.element !== type) this.#invalid("type mismatch", offset);
      this.#constant(mode.offset, ValueType.i32, globals);
    }
    if (items.kind === "expressions")
      for (const range of items.expressions) this.#constant(range, type, globals);
    else for (const index of items.indices) this.#reference(index, offset);
  }

  #reference(index: number, offset: number): void {
    if (index >= this.#spaces.functions.length) this.#invalid(`unknown function ${index}`, offset);
    this.#references.add(index);
  }

  #data({ mode, offset }: DataSegment): void {
    if (mode.kind !== "active") return;
    if (mode.index >= this.#spaces.memories.length) this.#invalid(`unknown memory ${mode.index}`, offset);
    this.#constant(mode.offset, ValueType.i32, this.#spaces.globals.length);
  }

  // An expression of constants, and additions and the like of them. `globals` is how many of them it may look at.
  #constant(range: ByteRange, wanted: ValueType, globals: number): void {
    const code = new InstructionReader(new BinaryReader(this.#module.bytes, range.start, range.end));
    const types: ValueType[] = [];
    while (code.next() !== Op.End) {
      const operand = constantArithmetic.get(code.op);
      if (operand === undefined) types.push(this.#constantType(code, globals));
      else if (types.pop() !== operand || types.at(-1) !== operand)
        this.#invalid("type mismatch in a constant expression", code.offset);
    }
    if (types.length !== 1 || types[0] !== wanted) {
      const found = types.map(valueTypeName).join(" ");
      this.#invalid(`type mismatch: expected ${valueTypeName(wanted)}, found (${found})`, range.start);
    }
  }

  #constantType(code: InstructionReader, globals: number): ValueType {
    switch (code.op) {
      case Op.I32Const:
        return ValueType.i32;
      case Op.I64Const:
        return ValueType.i64;
      case Op.F32Const:
        return ValueType.f32;
      case Op.F64Const:
        return ValueType.f64;
      case Op.V128Const:
        return ValueType.v128;
      case Op.RefNull:
        return this.#nullType(code);
      case Op.RefFunc:
        this.#reference(code.index, code.offset);
        return ValueType.funcref;
      case Op.GlobalGet:
        return this.#constantGlobal(code, globals);
      default:
        return this.#invalid("constant expression required", code.offset);
    }
  }

  #nullType({ blockType, offset, reader }: InstructionReader): ValueType {
    const proposal = proposalOfType(blockType);
    return proposal === undefined ? (blockType as ValueType) : reader.unsupported(proposal, offset);
  }

  #constantGlobal(code: InstructionReader, globals: number): ValueType {
    const global = this.#spaces.globals[code.index];
    if (global === undefined || code.index >= globals)
      return this.#invalid(`unknown global ${code.index}`, code.offset);
    if (global.mutable) this.#invalid("constant expression required", code.offset);
    return global.type;
  }

  #code(): void {
    const context: ValidationContext = {
      ...this.#spaces,
      module: this.#module,
      declaredReferences: this.#references,
    };
    const validator = new FunctionValidator(context);
    const first = this.#spaces.importedFunctionCount;
    this.#module.code.forEach((body, index) => {
      validator.validate(this.#spaces.functions[first + index]!, body);
    });
  }
}

/** Type of the operands and of the result of arithmetic in constant expressions. */
const constantArithmetic: ReadonlyMap<number, ValueType> = new Map([
  ...[Op.I32Add, Op.I32Sub, Op.I32Mul].map((op) => [op, ValueType.i32] as const),
  ...[Op.I64Add, Op.I64Sub, Op.I64Mul].map((op) => [op, ValueType.i64] as const),
]);

const spaceNames = ["function", "table", "memory", "global", "tag"] as const;
