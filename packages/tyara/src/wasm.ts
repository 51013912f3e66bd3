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

export { ByteSink } from "@tyara/base";
export {
  BinaryReader,
  BlockType,
  type ByteRange,
  CodeBuilder,
  type Constant,
  type CustomSection,
  catchFailure,
  type DataSegment,
  type DecodedModule,
  decodeInterface,
  decodeModule,
  denseOpcode,
  dumpModule,
  type ElementSegment,
  type Export,
  ExternalKind,
  type Feature,
  type FunctionBody,
  type FunctionType,
  type GlobalDefinition,
  type GlobalType,
  type Immediate,
  type Import,
  type ImportType,
  type IndexSpaces,
  InstructionReader,
  InstructionSink,
  indexSpaces,
  type Limits,
  ModuleBuilder,
  moduleHeader,
  Op,
  type OpcodeInfo,
  opcodeInfo,
  opcodeRows,
  SectionId,
  type SegmentMode,
  type TableType,
  ValueType,
  validateModule,
  valueTypeName,
  type WasmFailure,
} from "@tyara/wasm";
