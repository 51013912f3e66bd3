/**
 * WebAssembly's binary format: an encoder that knows bytes and index spaces and nothing else.
 *
 * @example
 * ```ts
 * const { i32, i64 } = ValueType;
 * const module = new ModuleBuilder();
 * const memory = module.importMemory("env", "memory", { minimum: 1 });      // imports first
 * const log = module.importFunction("env", "log", [i32], []);
 * const sum = module.declareFunction([i32, i32], [i64], "sum");             // callable before it is defined
 *
 * const code = new CodeBuilder(2);                                          // two parameters
 * const total = code.local(i64);                                            // index 2
 * code.block().loop();
 * code.localGet(0).localGet(1).i32GeU().brIf(1);
 * code.localGet(total).localGet(0).i64Load8U().i64Add().localSet(total);    // offset 0, natural alignment
 * code.localGet(0).i32Const(1).i32Add().localSet(0).br(0).end().end();
 * code.localGet(total);                                                     // the final `end` is added
 * module.defineFunction(sum, code);                                         // copied; code.reset(n) reuses it
 *
 * module.exportFunction("sum", sum);
 * const bytes = module.finish();
 * ```
 *
 * Each instruction is a chainable method of {@link CodeBuilder}: `i32.load8_s` is `i32Load8S(offset, align)`
 * with `align` as a power of two, `br_if` is `brIf(depth)`, `block` is `block(type)` with a {@link BlockType},
 * a {@link ValueType} or the index from `module.type(parameters, results)`. `code.depth` counts open blocks:
 * remember `const target = code.depth` right after opening a block and branch with `br(code.depth - target)`.
 *
 * @packageDocumentation
 */
export { BinaryReader } from "./binary-reader.ts";
export { CodeBuilder } from "./code-builder.ts";
export { decodeInterface, decodeModule } from "./decode.ts";
export type {
  ByteRange,
  CustomSection,
  DataSegment,
  DecodedModule,
  ElementSegment,
  Export,
  FunctionBody,
  GlobalDefinition,
  Import,
  ImportType,
  IndexSpaces,
  SegmentMode,
} from "./decoded-module.ts";
export { catchFailure, type WasmFailure } from "./failure.ts";
export { functionNames } from "./function-names.ts";
export { InstructionSink } from "./generated/instructions.ts";
export { type Feature, type Immediate, Op, opcodeRows } from "./generated/opcodes.ts";
export { indexSpaces } from "./index-spaces.ts";
export { denseOpcode, InstructionReader, type OpcodeInfo, opcodeInfo } from "./instruction-reader.ts";
export { ModuleBuilder, moduleHeader } from "./module-builder.ts";
export type { Constant } from "./sections/constant.ts";
export { writeLimits, writeTableType } from "./sections/limits.ts";
export { SectionId } from "./sections/section.ts";
export { dumpModule } from "./text-dump.ts";
export { validateModule } from "./validate.ts";
export {
  BlockType,
  ExternalKind,
  type FunctionType,
  type GlobalType,
  type Limits,
  type TableType,
  ValueType,
  valueTypeName,
} from "./value-type.ts";
