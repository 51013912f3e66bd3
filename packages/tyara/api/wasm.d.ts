// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
declare class ByteSink {
  #private;
  /** @param capacity bytes reserved at first; grows by doubling. */
  constructor(capacity?: number);
  /** Bytes written so far. */
  get length(): number;
  /** Forgets what was written and keeps the capacity. */
  clear(): void;
  /** What was written, as a view that the next write may invalidate. */
  view(): Uint8Array;
  /** What was written, as a copy that the caller owns. */
  toBytes(): Uint8Array<ArrayBuffer>;
  u8(value: number): this;
  /** Unsigned LEB128 of a number below 2^32. */
  u32(value: number): this;
  /** Signed LEB128 of the low 32 bits of `value`; 0xffffffff and -1 are written alike. */
  s32(value: number): this;
  /** Signed LEB128 of the low 64 bits of `value`; a number must be a safe integer. */
  s64(value: bigint | number): this;
  /** Four bytes, little-endian. */
  bits32(value: number): this;
  f32(value: number): this;
  f64(value: number): this;
  /** Sixteen bytes, the lowest lane first. */
  v128(value: Uint8Array): this;
  /** The sixteen lane numbers of a shuffle. */
  lanes(lanes: readonly number[] | Uint8Array): this;
  /** Raw bytes. */
  bytes(bytes: Uint8Array): this;
  /** The bytes `[start, end)` of others. */
  range(bytes: Uint8Array, start: number, end: number): this;
  /** Raw bytes behind their length: a section, a function body, a data segment. */
  sized(bytes: Uint8Array): this;
  /** A name in UTF-8 behind its length. */
  name(text: string): this;
  /** Numbers behind their count. */
  u32List(values: readonly number[]): this;
}
declare class BinaryReader {
  #private;
  readonly bytes: Uint8Array;
  /** Offset of the next byte, from the start of the module. */
  offset: number;
  /** Offset just behind the last byte that may be read. */
  readonly end: number;
  /** High half of what {@link s64} read last. */
  high: number;
  constructor(bytes: Uint8Array, start?: number, end?: number);
  get isAtEnd(): boolean;
  malformed(message: string, offset?: number): never;
  /** Signals that the module needs a proposal. */
  unsupported(proposal: string, offset?: number): never;
  u8(): number;
  /** Unsigned LEB128, at most 32 bits. */
  u32(): number;
  /** Unsigned LEB128, at most 64 bits, as a number: rounded beyond 2^53. */
  u64Number(): number;
  /** Signed LEB128, at most 32 bits. */
  s32(): number;
  /** Signed LEB128 of 33 bits, as block types are written; beyond 32 bits it is malformed for every use. */
  s33(): number;
  /** Signed LEB128, at most 64 bits. Returns the low half; the high half is left in {@link high}. */
  s64(): number;
  /** Four bytes, little-endian. */
  bits32(): number;
  /** A name: UTF-8 behind its length. */
  name(): string;
  /** Moves past `count` bytes and returns where they start. */
  skip(count: number, message?: string): number;
}
/** Value types of the binary format, as the signed numbers that it encodes. */
declare const ValueType: {
  readonly i32: -1;
  readonly i64: -2;
  readonly f32: -3;
  readonly f64: -4;
  readonly v128: -5;
  readonly funcref: -16;
  readonly externref: -17; /** Written by no module: stands in interfaces for the references that this package has no code for. */
  readonly opaque: -256;
};
type ValueType = (typeof ValueType)[keyof typeof ValueType];
/** Types of blocks: none, one value (any {@link ValueType}), or the index of a function type. */
declare const BlockType: typeof ValueType & {
  readonly empty: -64;
};
/** Parameters and results of a function, in order. */
interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}
/** Sizes of a memory (in pages of 64 KiB) or a table (in elements). */
interface Limits {
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Memories only: shared between threads; needs a maximum. */
  readonly shared?: boolean | undefined;
  /** Addresses, or indices, are 64-bit integers. */
  readonly is64?: boolean | undefined;
}
/** A table of references. */
interface TableType extends Limits {
  readonly element: typeof ValueType.funcref | typeof ValueType.externref | typeof ValueType.opaque;
}
/** A global variable. */
interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}
/** Kinds of imports and exports, as the binary format numbers them. */
declare const ExternalKind: {
  readonly function: 0;
  readonly table: 1;
  readonly memory: 2;
  readonly global: 3;
  readonly tag: 4;
};
type ExternalKind = (typeof ExternalKind)[keyof typeof ExternalKind];
/** The text format's name of a value type. */
declare function valueTypeName(type: ValueType): string;
/** A byte sink with one chainable method for each instruction. */
declare class InstructionSink extends ByteSink {
  /** Blocks opened and not yet ended: the depth that a branch to the function's own label has. */
  depth: number;
  /** `unreachable` */
  unreachable(): this;
  /** `nop` */
  nop(): this;
  /** `block` */
  block(type?: number): this;
  /** `loop` */
  loop(type?: number): this;
  /** `if` */
  if(type?: number): this;
  /** `else` */
  else(): this;
  /** `end` */
  end(): this;
  /** `br` */
  br(depth: number): this;
  /** `br_if` */
  brIf(depth: number): this;
  /** `br_table` */
  brTable(depths: readonly number[], otherwise: number): this;
  /** `return` */
  return(): this;
  /** `call` */
  call(index: number): this;
  /** `call_indirect` */
  callIndirect(type: number, table?: number): this;
  /** `return_call` */
  returnCall(index: number): this;
  /** `return_call_indirect` */
  returnCallIndirect(type: number, table?: number): this;
  /** `drop` */
  drop(): this;
  /** `select` */
  select(): this;
  /** `select_typed` */
  selectTyped(type: ValueType): this;
  /** `local.get` */
  localGet(index: number): this;
  /** `local.set` */
  localSet(index: number): this;
  /** `local.tee` */
  localTee(index: number): this;
  /** `global.get` */
  globalGet(index: number): this;
  /** `global.set` */
  globalSet(index: number): this;
  /** `table.get` */
  tableGet(index?: number): this;
  /** `table.set` */
  tableSet(index?: number): this;
  /** `i32.load` */
  i32Load(offset?: number, align?: number): this;
  /** `i64.load` */
  i64Load(offset?: number, align?: number): this;
  /** `f32.load` */
  f32Load(offset?: number, align?: number): this;
  /** `f64.load` */
  f64Load(offset?: number, align?: number): this;
  /** `i32.load8_s` */
  i32Load8S(offset?: number, align?: number): this;
  /** `i32.load8_u` */
  i32Load8U(offset?: number, align?: number): this;
  /** `i32.load16_s` */
  i32Load16S(offset?: number, align?: number): this;
  /** `i32.load16_u` */
  i32Load16U(offset?: number, align?: number): this;
  /** `i64.load8_s` */
  i64Load8S(offset?: number, align?: number): this;
  /** `i64.load8_u` */
  i64Load8U(offset?: number, align?: number): this;
  /** `i64.load16_s` */
  i64Load16S(offset?: number, align?: number): this;
  /** `i64.load16_u` */
  i64Load16U(offset?: number, align?: number): this;
  /** `i64.load32_s` */
  i64Load32S(offset?: number, align?: number): this;
  /** `i64.load32_u` */
  i64Load32U(offset?: number, align?: number): this;
  /** `i32.store` */
  i32Store(offset?: number, align?: number): this;
  /** `i64.store` */
  i64Store(offset?: number, align?: number): this;
  /** `f32.store` */
  f32Store(offset?: number, align?: number): this;
  /** `f64.store` */
  f64Store(offset?: number, align?: number): this;
  /** `i32.store8` */
  i32Store8(offset?: number, align?: number): this;
  /** `i32.store16` */
  i32Store16(offset?: number, align?: number): this;
  /** `i64.store8` */
  i64Store8(offset?: number, align?: number): this;
  /** `i64.store16` */
  i64Store16(offset?: number, align?: number): this;
  /** `i64.store32` */
  i64Store32(offset?: number, align?: number): this;
  /** `memory.size` */
  memorySize(): this;
  /** `memory.grow` */
  memoryGrow(): this;
  /** `i32.const` */
  i32Const(value: number): this;
  /** `i64.const` */
  i64Const(value: bigint | number): this;
  /** `f32.const` */
  f32Const(value: number): this;
  /** `f64.const` */
  f64Const(value: number): this;
  /** `i32.eqz` */
  i32Eqz(): this;
  /** `i32.eq` */
  i32Eq(): this;
  /** `i32.ne` */
  i32Ne(): this;
  /** `i32.lt_s` */
  i32LtS(): this;
  /** `i32.lt_u` */
  i32LtU(): this;
  /** `i32.gt_s` */
  i32GtS(): this;
  /** `i32.gt_u` */
  i32GtU(): this;
  /** `i32.le_s` */
  i32LeS(): this;
  /** `i32.le_u` */
  i32LeU(): this;
  /** `i32.ge_s` */
  i32GeS(): this;
  /** `i32.ge_u` */
  i32GeU(): this;
  /** `i64.eqz` */
  i64Eqz(): this;
  /** `i64.eq` */
  i64Eq(): this;
  /** `i64.ne` */
  i64Ne(): this;
  /** `i64.lt_s` */
  i64LtS(): this;
  /** `i64.lt_u` */
  i64LtU(): this;
  /** `i64.gt_s` */
  i64GtS(): this;
  /** `i64.gt_u` */
  i64GtU(): this;
  /** `i64.le_s` */
  i64LeS(): this;
  /** `i64.le_u` */
  i64LeU(): this;
  /** `i64.ge_s` */
  i64GeS(): this;
  /** `i64.ge_u` */
  i64GeU(): this;
  /** `f32.eq` */
  f32Eq(): this;
  /** `f32.ne` */
  f32Ne(): this;
  /** `f32.lt` */
  f32Lt(): this;
  /** `f32.gt` */
  f32Gt(): this;
  /** `f32.le` */
  f32Le(): this;
  /** `f32.ge` */
  f32Ge(): this;
  /** `f64.eq` */
  f64Eq(): this;
  /** `f64.ne` */
  f64Ne(): this;
  /** `f64.lt` */
  f64Lt(): this;
  /** `f64.gt` */
  f64Gt(): this;
  /** `f64.le` */
  f64Le(): this;
  /** `f64.ge` */
  f64Ge(): this;
  /** `i32.clz` */
  i32Clz(): this;
  /** `i32.ctz` */
  i32Ctz(): this;
  /** `i32.popcnt` */
  i32Popcnt(): this;
  /** `i32.add` */
  i32Add(): this;
  /** `i32.sub` */
  i32Sub(): this;
  /** `i32.mul` */
  i32Mul(): this;
  /** `i32.div_s` */
  i32DivS(): this;
  /** `i32.div_u` */
  i32DivU(): this;
  /** `i32.rem_s` */
  i32RemS(): this;
  /** `i32.rem_u` */
  i32RemU(): this;
  /** `i32.and` */
  i32And(): this;
  /** `i32.or` */
  i32Or(): this;
  /** `i32.xor` */
  i32Xor(): this;
  /** `i32.shl` */
  i32Shl(): this;
  /** `i32.shr_s` */
  i32ShrS(): this;
  /** `i32.shr_u` */
  i32ShrU(): this;
  /** `i32.rotl` */
  i32Rotl(): this;
  /** `i32.rotr` */
  i32Rotr(): this;
  /** `i64.clz` */
  i64Clz(): this;
  /** `i64.ctz` */
  i64Ctz(): this;
  /** `i64.popcnt` */
  i64Popcnt(): this;
  /** `i64.add` */
  i64Add(): this;
  /** `i64.sub` */
  i64Sub(): this;
  /** `i64.mul` */
  i64Mul(): this;
  /** `i64.div_s` */
  i64DivS(): this;
  /** `i64.div_u` */
  i64DivU(): this;
  /** `i64.rem_s` */
  i64RemS(): this;
  /** `i64.rem_u` */
  i64RemU(): this;
  /** `i64.and` */
  i64And(): this;
  /** `i64.or` */
  i64Or(): this;
  /** `i64.xor` */
  i64Xor(): this;
  /** `i64.shl` */
  i64Shl(): this;
  /** `i64.shr_s` */
  i64ShrS(): this;
  /** `i64.shr_u` */
  i64ShrU(): this;
  /** `i64.rotl` */
  i64Rotl(): this;
  /** `i64.rotr` */
  i64Rotr(): this;
  /** `f32.abs` */
  f32Abs(): this;
  /** `f32.neg` */
  f32Neg(): this;
  /** `f32.ceil` */
  f32Ceil(): this;
  /** `f32.floor` */
  f32Floor(): this;
  /** `f32.trunc` */
  f32Trunc(): this;
  /** `f32.nearest` */
  f32Nearest(): this;
  /** `f32.sqrt` */
  f32Sqrt(): this;
  /** `f32.add` */
  f32Add(): this;
  /** `f32.sub` */
  f32Sub(): this;
  /** `f32.mul` */
  f32Mul(): this;
  /** `f32.div` */
  f32Div(): this;
  /** `f32.min` */
  f32Min(): this;
  /** `f32.max` */
  f32Max(): this;
  /** `f32.copysign` */
  f32Copysign(): this;
  /** `f64.abs` */
  f64Abs(): this;
  /** `f64.neg` */
  f64Neg(): this;
  /** `f64.ceil` */
  f64Ceil(): this;
  /** `f64.floor` */
  f64Floor(): this;
  /** `f64.trunc` */
  f64Trunc(): this;
  /** `f64.nearest` */
  f64Nearest(): this;
  /** `f64.sqrt` */
  f64Sqrt(): this;
  /** `f64.add` */
  f64Add(): this;
  /** `f64.sub` */
  f64Sub(): this;
  /** `f64.mul` */
  f64Mul(): this;
  /** `f64.div` */
  f64Div(): this;
  /** `f64.min` */
  f64Min(): this;
  /** `f64.max` */
  f64Max(): this;
  /** `f64.copysign` */
  f64Copysign(): this;
  /** `i32.wrap_i64` */
  i32WrapI64(): this;
  /** `i32.trunc_f32_s` */
  i32TruncF32S(): this;
  /** `i32.trunc_f32_u` */
  i32TruncF32U(): this;
  /** `i32.trunc_f64_s` */
  i32TruncF64S(): this;
  /** `i32.trunc_f64_u` */
  i32TruncF64U(): this;
  /** `i64.extend_i32_s` */
  i64ExtendI32S(): this;
  /** `i64.extend_i32_u` */
  i64ExtendI32U(): this;
  /** `i64.trunc_f32_s` */
  i64TruncF32S(): this;
  /** `i64.trunc_f32_u` */
  i64TruncF32U(): this;
  /** `i64.trunc_f64_s` */
  i64TruncF64S(): this;
  /** `i64.trunc_f64_u` */
  i64TruncF64U(): this;
  /** `f32.convert_i32_s` */
  f32ConvertI32S(): this;
  /** `f32.convert_i32_u` */
  f32ConvertI32U(): this;
  /** `f32.convert_i64_s` */
  f32ConvertI64S(): this;
  /** `f32.convert_i64_u` */
  f32ConvertI64U(): this;
  /** `f32.demote_f64` */
  f32DemoteF64(): this;
  /** `f64.convert_i32_s` */
  f64ConvertI32S(): this;
  /** `f64.convert_i32_u` */
  f64ConvertI32U(): this;
  /** `f64.convert_i64_s` */
  f64ConvertI64S(): this;
  /** `f64.convert_i64_u` */
  f64ConvertI64U(): this;
  /** `f64.promote_f32` */
  f64PromoteF32(): this;
  /** `i32.reinterpret_f32` */
  i32ReinterpretF32(): this;
  /** `i64.reinterpret_f64` */
  i64ReinterpretF64(): this;
  /** `f32.reinterpret_i32` */
  f32ReinterpretI32(): this;
  /** `f64.reinterpret_i64` */
  f64ReinterpretI64(): this;
  /** `i32.extend8_s` */
  i32Extend8S(): this;
  /** `i32.extend16_s` */
  i32Extend16S(): this;
  /** `i64.extend8_s` */
  i64Extend8S(): this;
  /** `i64.extend16_s` */
  i64Extend16S(): this;
  /** `i64.extend32_s` */
  i64Extend32S(): this;
  /** `ref.null` */
  refNull(type: ValueType): this;
  /** `ref.is_null` */
  refIsNull(): this;
  /** `ref.func` */
  refFunc(index: number): this;
  /** `i32.trunc_sat_f32_s` */
  i32TruncSatF32S(): this;
  /** `i32.trunc_sat_f32_u` */
  i32TruncSatF32U(): this;
  /** `i32.trunc_sat_f64_s` */
  i32TruncSatF64S(): this;
  /** `i32.trunc_sat_f64_u` */
  i32TruncSatF64U(): this;
  /** `i64.trunc_sat_f32_s` */
  i64TruncSatF32S(): this;
  /** `i64.trunc_sat_f32_u` */
  i64TruncSatF32U(): this;
  /** `i64.trunc_sat_f64_s` */
  i64TruncSatF64S(): this;
  /** `i64.trunc_sat_f64_u` */
  i64TruncSatF64U(): this;
  /** `memory.init` */
  memoryInit(segment: number): this;
  /** `data.drop` */
  dataDrop(segment: number): this;
  /** `memory.copy` */
  memoryCopy(): this;
  /** `memory.fill` */
  memoryFill(): this;
  /** `table.init` */
  tableInit(segment: number, table?: number): this;
  /** `elem.drop` */
  elemDrop(segment: number): this;
  /** `table.copy` */
  tableCopy(destination?: number, source?: number): this;
  /** `table.grow` */
  tableGrow(index?: number): this;
  /** `table.size` */
  tableSize(index?: number): this;
  /** `table.fill` */
  tableFill(index?: number): this;
  /** `v128.load` */
  v128Load(offset?: number, align?: number): this;
  /** `v128.load8x8_s` */
  v128Load8x8S(offset?: number, align?: number): this;
  /** `v128.load8x8_u` */
  v128Load8x8U(offset?: number, align?: number): this;
  /** `v128.load16x4_s` */
  v128Load16x4S(offset?: number, align?: number): this;
  /** `v128.load16x4_u` */
  v128Load16x4U(offset?: number, align?: number): this;
  /** `v128.load32x2_s` */
  v128Load32x2S(offset?: number, align?: number): this;
  /** `v128.load32x2_u` */
  v128Load32x2U(offset?: number, align?: number): this;
  /** `v128.load8_splat` */
  v128Load8Splat(offset?: number, align?: number): this;
  /** `v128.load16_splat` */
  v128Load16Splat(offset?: number, align?: number): this;
  /** `v128.load32_splat` */
  v128Load32Splat(offset?: number, align?: number): this;
  /** `v128.load64_splat` */
  v128Load64Splat(offset?: number, align?: number): this;
  /** `v128.store` */
  v128Store(offset?: number, align?: number): this;
  /** `v128.const` */
  v128Const(value: Uint8Array): this;
  /** `i8x16.shuffle` */
  i8x16Shuffle(lanes: readonly number[] | Uint8Array): this;
  /** `i8x16.swizzle` */
  i8x16Swizzle(): this;
  /** `i8x16.splat` */
  i8x16Splat(): this;
  /** `i16x8.splat` */
  i16x8Splat(): this;
  /** `i32x4.splat` */
  i32x4Splat(): this;
  /** `i64x2.splat` */
  i64x2Splat(): this;
  /** `f32x4.splat` */
  f32x4Splat(): this;
  /** `f64x2.splat` */
  f64x2Splat(): this;
  /** `i8x16.extract_lane_s` */
  i8x16ExtractLaneS(lane: number): this;
  /** `i8x16.extract_lane_u` */
  i8x16ExtractLaneU(lane: number): this;
  /** `i8x16.replace_lane` */
  i8x16ReplaceLane(lane: number): this;
  /** `i16x8.extract_lane_s` */
  i16x8ExtractLaneS(lane: number): this;
  /** `i16x8.extract_lane_u` */
  i16x8ExtractLaneU(lane: number): this;
  /** `i16x8.replace_lane` */
  i16x8ReplaceLane(lane: number): this;
  /** `i32x4.extract_lane` */
  i32x4ExtractLane(lane: number): this;
  /** `i32x4.replace_lane` */
  i32x4ReplaceLane(lane: number): this;
  /** `i64x2.extract_lane` */
  i64x2ExtractLane(lane: number): this;
  /** `i64x2.replace_lane` */
  i64x2ReplaceLane(lane: number): this;
  /** `f32x4.extract_lane` */
  f32x4ExtractLane(lane: number): this;
  /** `f32x4.replace_lane` */
  f32x4ReplaceLane(lane: number): this;
  /** `f64x2.extract_lane` */
  f64x2ExtractLane(lane: number): this;
  /** `f64x2.replace_lane` */
  f64x2ReplaceLane(lane: number): this;
  /** `i8x16.eq` */
  i8x16Eq(): this;
  /** `i8x16.ne` */
  i8x16Ne(): this;
  /** `i8x16.lt_s` */
  i8x16LtS(): this;
  /** `i8x16.lt_u` */
  i8x16LtU(): this;
  /** `i8x16.gt_s` */
  i8x16GtS(): this;
  /** `i8x16.gt_u` */
  i8x16GtU(): this;
  /** `i8x16.le_s` */
  i8x16LeS(): this;
  /** `i8x16.le_u` */
  i8x16LeU(): this;
  /** `i8x16.ge_s` */
  i8x16GeS(): this;
  /** `i8x16.ge_u` */
  i8x16GeU(): this;
  /** `i16x8.eq` */
  i16x8Eq(): this;
  /** `i16x8.ne` */
  i16x8Ne(): this;
  /** `i16x8.lt_s` */
  i16x8LtS(): this;
  /** `i16x8.lt_u` */
  i16x8LtU(): this;
  /** `i16x8.gt_s` */
  i16x8GtS(): this;
  /** `i16x8.gt_u` */
  i16x8GtU(): this;
  /** `i16x8.le_s` */
  i16x8LeS(): this;
  /** `i16x8.le_u` */
  i16x8LeU(): this;
  /** `i16x8.ge_s` */
  i16x8GeS(): this;
  /** `i16x8.ge_u` */
  i16x8GeU(): this;
  /** `i32x4.eq` */
  i32x4Eq(): this;
  /** `i32x4.ne` */
  i32x4Ne(): this;
  /** `i32x4.lt_s` */
  i32x4LtS(): this;
  /** `i32x4.lt_u` */
  i32x4LtU(): this;
  /** `i32x4.gt_s` */
  i32x4GtS(): this;
  /** `i32x4.gt_u` */
  i32x4GtU(): this;
  /** `i32x4.le_s` */
  i32x4LeS(): this;
  /** `i32x4.le_u` */
  i32x4LeU(): this;
  /** `i32x4.ge_s` */
  i32x4GeS(): this;
  /** `i32x4.ge_u` */
  i32x4GeU(): this;
  /** `f32x4.eq` */
  f32x4Eq(): this;
  /** `f32x4.ne` */
  f32x4Ne(): this;
  /** `f32x4.lt` */
  f32x4Lt(): this;
  /** `f32x4.gt` */
  f32x4Gt(): this;
  /** `f32x4.le` */
  f32x4Le(): this;
  /** `f32x4.ge` */
  f32x4Ge(): this;
  /** `f64x2.eq` */
  f64x2Eq(): this;
  /** `f64x2.ne` */
  f64x2Ne(): this;
  /** `f64x2.lt` */
  f64x2Lt(): this;
  /** `f64x2.gt` */
  f64x2Gt(): this;
  /** `f64x2.le` */
  f64x2Le(): this;
  /** `f64x2.ge` */
  f64x2Ge(): this;
  /** `v128.not` */
  v128Not(): this;
  /** `v128.and` */
  v128And(): this;
  /** `v128.andnot` */
  v128Andnot(): this;
  /** `v128.or` */
  v128Or(): this;
  /** `v128.xor` */
  v128Xor(): this;
  /** `v128.bitselect` */
  v128Bitselect(): this;
  /** `v128.any_true` */
  v128AnyTrue(): this;
  /** `v128.load8_lane` */
  v128Load8Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.load16_lane` */
  v128Load16Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.load32_lane` */
  v128Load32Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.load64_lane` */
  v128Load64Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.store8_lane` */
  v128Store8Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.store16_lane` */
  v128Store16Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.store32_lane` */
  v128Store32Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.store64_lane` */
  v128Store64Lane(lane: number, offset?: number, align?: number): this;
  /** `v128.load32_zero` */
  v128Load32Zero(offset?: number, align?: number): this;
  /** `v128.load64_zero` */
  v128Load64Zero(offset?: number, align?: number): this;
  /** `f32x4.demote_f64x2_zero` */
  f32x4DemoteF64x2Zero(): this;
  /** `f64x2.promote_low_f32x4` */
  f64x2PromoteLowF32x4(): this;
  /** `i8x16.abs` */
  i8x16Abs(): this;
  /** `i8x16.neg` */
  i8x16Neg(): this;
  /** `i8x16.popcnt` */
  i8x16Popcnt(): this;
  /** `i8x16.all_true` */
  i8x16AllTrue(): this;
  /** `i8x16.bitmask` */
  i8x16Bitmask(): this;
  /** `i8x16.narrow_i16x8_s` */
  i8x16NarrowI16x8S(): this;
  /** `i8x16.narrow_i16x8_u` */
  i8x16NarrowI16x8U(): this;
  /** `f32x4.ceil` */
  f32x4Ceil(): this;
  /** `f32x4.floor` */
  f32x4Floor(): this;
  /** `f32x4.trunc` */
  f32x4Trunc(): this;
  /** `f32x4.nearest` */
  f32x4Nearest(): this;
  /** `i8x16.shl` */
  i8x16Shl(): this;
  /** `i8x16.shr_s` */
  i8x16ShrS(): this;
  /** `i8x16.shr_u` */
  i8x16ShrU(): this;
  /** `i8x16.add` */
  i8x16Add(): this;
  /** `i8x16.add_sat_s` */
  i8x16AddSatS(): this;
  /** `i8x16.add_sat_u` */
  i8x16AddSatU(): this;
  /** `i8x16.sub` */
  i8x16Sub(): this;
  /** `i8x16.sub_sat_s` */
  i8x16SubSatS(): this;
  /** `i8x16.sub_sat_u` */
  i8x16SubSatU(): this;
  /** `f64x2.ceil` */
  f64x2Ceil(): this;
  /** `f64x2.floor` */
  f64x2Floor(): this;
  /** `i8x16.min_s` */
  i8x16MinS(): this;
  /** `i8x16.min_u` */
  i8x16MinU(): this;
  /** `i8x16.max_s` */
  i8x16MaxS(): this;
  /** `i8x16.max_u` */
  i8x16MaxU(): this;
  /** `f64x2.trunc` */
  f64x2Trunc(): this;
  /** `i8x16.avgr_u` */
  i8x16AvgrU(): this;
  /** `i16x8.extadd_pairwise_i8x16_s` */
  i16x8ExtaddPairwiseI8x16S(): this;
  /** `i16x8.extadd_pairwise_i8x16_u` */
  i16x8ExtaddPairwiseI8x16U(): this;
  /** `i32x4.extadd_pairwise_i16x8_s` */
  i32x4ExtaddPairwiseI16x8S(): this;
  /** `i32x4.extadd_pairwise_i16x8_u` */
  i32x4ExtaddPairwiseI16x8U(): this;
  /** `i16x8.abs` */
  i16x8Abs(): this;
  /** `i16x8.neg` */
  i16x8Neg(): this;
  /** `i16x8.q15mulr_sat_s` */
  i16x8Q15mulrSatS(): this;
  /** `i16x8.all_true` */
  i16x8AllTrue(): this;
  /** `i16x8.bitmask` */
  i16x8Bitmask(): this;
  /** `i16x8.narrow_i32x4_s` */
  i16x8NarrowI32x4S(): this;
  /** `i16x8.narrow_i32x4_u` */
  i16x8NarrowI32x4U(): this;
  /** `i16x8.extend_low_i8x16_s` */
  i16x8ExtendLowI8x16S(): this;
  /** `i16x8.extend_high_i8x16_s` */
  i16x8ExtendHighI8x16S(): this;
  /** `i16x8.extend_low_i8x16_u` */
  i16x8ExtendLowI8x16U(): this;
  /** `i16x8.extend_high_i8x16_u` */
  i16x8ExtendHighI8x16U(): this;
  /** `i16x8.shl` */
  i16x8Shl(): this;
  /** `i16x8.shr_s` */
  i16x8ShrS(): this;
  /** `i16x8.shr_u` */
  i16x8ShrU(): this;
  /** `i16x8.add` */
  i16x8Add(): this;
  /** `i16x8.add_sat_s` */
  i16x8AddSatS(): this;
  /** `i16x8.add_sat_u` */
  i16x8AddSatU(): this;
  /** `i16x8.sub` */
  i16x8Sub(): this;
  /** `i16x8.sub_sat_s` */
  i16x8SubSatS(): this;
  /** `i16x8.sub_sat_u` */
  i16x8SubSatU(): this;
  /** `f64x2.nearest` */
  f64x2Nearest(): this;
  /** `i16x8.mul` */
  i16x8Mul(): this;
  /** `i16x8.min_s` */
  i16x8MinS(): this;
  /** `i16x8.min_u` */
  i16x8MinU(): this;
  /** `i16x8.max_s` */
  i16x8MaxS(): this;
  /** `i16x8.max_u` */
  i16x8MaxU(): this;
  /** `i16x8.avgr_u` */
  i16x8AvgrU(): this;
  /** `i16x8.extmul_low_i8x16_s` */
  i16x8ExtmulLowI8x16S(): this;
  /** `i16x8.extmul_high_i8x16_s` */
  i16x8ExtmulHighI8x16S(): this;
  /** `i16x8.extmul_low_i8x16_u` */
  i16x8ExtmulLowI8x16U(): this;
  /** `i16x8.extmul_high_i8x16_u` */
  i16x8ExtmulHighI8x16U(): this;
  /** `i32x4.abs` */
  i32x4Abs(): this;
  /** `i32x4.neg` */
  i32x4Neg(): this;
  /** `i32x4.all_true` */
  i32x4AllTrue(): this;
  /** `i32x4.bitmask` */
  i32x4Bitmask(): this;
  /** `i32x4.extend_low_i16x8_s` */
  i32x4ExtendLowI16x8S(): this;
  /** `i32x4.extend_high_i16x8_s` */
  i32x4ExtendHighI16x8S(): this;
  /** `i32x4.extend_low_i16x8_u` */
  i32x4ExtendLowI16x8U(): this;
  /** `i32x4.extend_high_i16x8_u` */
  i32x4ExtendHighI16x8U(): this;
  /** `i32x4.shl` */
  i32x4Shl(): this;
  /** `i32x4.shr_s` */
  i32x4ShrS(): this;
  /** `i32x4.shr_u` */
  i32x4ShrU(): this;
  /** `i32x4.add` */
  i32x4Add(): this;
  /** `i32x4.sub` */
  i32x4Sub(): this;
  /** `i32x4.mul` */
  i32x4Mul(): this;
  /** `i32x4.min_s` */
  i32x4MinS(): this;
  /** `i32x4.min_u` */
  i32x4MinU(): this;
  /** `i32x4.max_s` */
  i32x4MaxS(): this;
  /** `i32x4.max_u` */
  i32x4MaxU(): this;
  /** `i32x4.dot_i16x8_s` */
  i32x4DotI16x8S(): this;
  /** `i32x4.extmul_low_i16x8_s` */
  i32x4ExtmulLowI16x8S(): this;
  /** `i32x4.extmul_high_i16x8_s` */
  i32x4ExtmulHighI16x8S(): this;
  /** `i32x4.extmul_low_i16x8_u` */
  i32x4ExtmulLowI16x8U(): this;
  /** `i32x4.extmul_high_i16x8_u` */
  i32x4ExtmulHighI16x8U(): this;
  /** `i64x2.abs` */
  i64x2Abs(): this;
  /** `i64x2.neg` */
  i64x2Neg(): this;
  /** `i64x2.all_true` */
  i64x2AllTrue(): this;
  /** `i64x2.bitmask` */
  i64x2Bitmask(): this;
  /** `i64x2.extend_low_i32x4_s` */
  i64x2ExtendLowI32x4S(): this;
  /** `i64x2.extend_high_i32x4_s` */
  i64x2ExtendHighI32x4S(): this;
  /** `i64x2.extend_low_i32x4_u` */
  i64x2ExtendLowI32x4U(): this;
  /** `i64x2.extend_high_i32x4_u` */
  i64x2ExtendHighI32x4U(): this;
  /** `i64x2.shl` */
  i64x2Shl(): this;
  /** `i64x2.shr_s` */
  i64x2ShrS(): this;
  /** `i64x2.shr_u` */
  i64x2ShrU(): this;
  /** `i64x2.add` */
  i64x2Add(): this;
  /** `i64x2.sub` */
  i64x2Sub(): this;
  /** `i64x2.mul` */
  i64x2Mul(): this;
  /** `i64x2.eq` */
  i64x2Eq(): this;
  /** `i64x2.ne` */
  i64x2Ne(): this;
  /** `i64x2.lt_s` */
  i64x2LtS(): this;
  /** `i64x2.gt_s` */
  i64x2GtS(): this;
  /** `i64x2.le_s` */
  i64x2LeS(): this;
  /** `i64x2.ge_s` */
  i64x2GeS(): this;
  /** `i64x2.extmul_low_i32x4_s` */
  i64x2ExtmulLowI32x4S(): this;
  /** `i64x2.extmul_high_i32x4_s` */
  i64x2ExtmulHighI32x4S(): this;
  /** `i64x2.extmul_low_i32x4_u` */
  i64x2ExtmulLowI32x4U(): this;
  /** `i64x2.extmul_high_i32x4_u` */
  i64x2ExtmulHighI32x4U(): this;
  /** `f32x4.abs` */
  f32x4Abs(): this;
  /** `f32x4.neg` */
  f32x4Neg(): this;
  /** `f32x4.sqrt` */
  f32x4Sqrt(): this;
  /** `f32x4.add` */
  f32x4Add(): this;
  /** `f32x4.sub` */
  f32x4Sub(): this;
  /** `f32x4.mul` */
  f32x4Mul(): this;
  /** `f32x4.div` */
  f32x4Div(): this;
  /** `f32x4.min` */
  f32x4Min(): this;
  /** `f32x4.max` */
  f32x4Max(): this;
  /** `f32x4.pmin` */
  f32x4Pmin(): this;
  /** `f32x4.pmax` */
  f32x4Pmax(): this;
  /** `f64x2.abs` */
  f64x2Abs(): this;
  /** `f64x2.neg` */
  f64x2Neg(): this;
  /** `f64x2.sqrt` */
  f64x2Sqrt(): this;
  /** `f64x2.add` */
  f64x2Add(): this;
  /** `f64x2.sub` */
  f64x2Sub(): this;
  /** `f64x2.mul` */
  f64x2Mul(): this;
  /** `f64x2.div` */
  f64x2Div(): this;
  /** `f64x2.min` */
  f64x2Min(): this;
  /** `f64x2.max` */
  f64x2Max(): this;
  /** `f64x2.pmin` */
  f64x2Pmin(): this;
  /** `f64x2.pmax` */
  f64x2Pmax(): this;
  /** `i32x4.trunc_sat_f32x4_s` */
  i32x4TruncSatF32x4S(): this;
  /** `i32x4.trunc_sat_f32x4_u` */
  i32x4TruncSatF32x4U(): this;
  /** `f32x4.convert_i32x4_s` */
  f32x4ConvertI32x4S(): this;
  /** `f32x4.convert_i32x4_u` */
  f32x4ConvertI32x4U(): this;
  /** `i32x4.trunc_sat_f64x2_s_zero` */
  i32x4TruncSatF64x2SZero(): this;
  /** `i32x4.trunc_sat_f64x2_u_zero` */
  i32x4TruncSatF64x2UZero(): this;
  /** `f64x2.convert_low_i32x4_s` */
  f64x2ConvertLowI32x4S(): this;
  /** `f64x2.convert_low_i32x4_u` */
  f64x2ConvertLowI32x4U(): this;
}
declare class CodeBuilder extends InstructionSink {
  #private;
  /** @param parameterCount parameters of the function; they are its first locals. */
  constructor(parameterCount?: number);
  /** Starts another function in the same buffer; what was written before is gone. */
  reset(parameterCount: number): this;
  /** Declares a local variable, zero at first, and returns its index. Possible at any point of the body. */
  local(type: ValueType): number;
  /** How many locals the function has beside its parameters. */
  get localCount(): number;
  /** Writes the body with its size as the code section has it; the function's final `end` is added here. */
  writeBody(out: ByteSink, locals: ByteSink): void;
}
/** What an import asks for. */
type ImportType = {
  readonly kind: "function";
  readonly type: number;
} | {
  readonly kind: "table";
  readonly type: TableType;
} | {
  readonly kind: "memory";
  readonly type: Limits;
} | {
  readonly kind: "global";
  readonly type: GlobalType;
} | {
  readonly kind: "tag";
  readonly type: number;
};
interface Import {
  readonly module: string;
  readonly name: string;
  readonly import: ImportType;
  readonly offset: number;
}
interface Export {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
  readonly offset: number;
}
/** Byte offsets `[start, end)` in the module. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}
interface GlobalDefinition {
  readonly type: GlobalType;
  /** The initial value's expression, its `end` included. */
  readonly initial: ByteRange;
}
/** Where a segment goes: copied at instantiation, by an instruction, or nowhere. */
type SegmentMode = {
  readonly kind: "active";
  readonly index: number;
  readonly offset: ByteRange;
} | {
  readonly kind: "passive";
} | {
  readonly kind: "declarative";
};
interface ElementSegment {
  readonly mode: SegmentMode;
  readonly type: ValueType;
  /** Functions by index, or one expression an element. */
  readonly items: {
    readonly kind: "functions";
    readonly indices: readonly number[];
  } | {
    readonly kind: "expressions";
    readonly expressions: readonly ByteRange[];
  };
  readonly offset: number;
}
interface DataSegment {
  readonly mode: SegmentMode;
  readonly bytes: ByteRange;
  readonly offset: number;
}
/** A function body: runs of locals, then instructions. */
interface FunctionBody {
  readonly locals: readonly {
    readonly count: number;
    readonly type: ValueType;
  }[];
  readonly localCount: number;
  /** The instructions, the final `end` included. */
  readonly code: ByteRange;
}
interface CustomSection {
  readonly name: string;
  readonly content: ByteRange;
}
/** A module taken apart. Function bodies and expressions stay byte ranges; nothing of their meaning is checked. */
interface DecodedModule {
  readonly kind: "module";
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  /** Type index of each function that the module defines. */
  readonly functions: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly Limits[];
  /** Type index of each tag that the module defines. */
  readonly tags: readonly number[];
  readonly globals: readonly GlobalDefinition[];
  readonly exports: readonly Export[];
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly dataCount: number | undefined;
  readonly code: readonly FunctionBody[];
  readonly data: readonly DataSegment[];
  readonly customs: readonly CustomSection[];
  /** Every section in its place, contents without header; for tools that copy what they do not change. */
  readonly sections: readonly {
    readonly id: number;
    readonly header: number;
    readonly content: ByteRange;
  }[];
}
/** Types of everything in an index space: imports first, then definitions. */
interface IndexSpaces {
  readonly functions: readonly FunctionType[];
  readonly functionTypeIndices: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly Limits[];
  readonly globals: readonly GlobalType[];
  readonly tagTypeIndices: readonly number[];
  readonly importedFunctionCount: number;
  readonly importedGlobalCount: number;
}
/** What is wrong with a module's bytes, and where. */
interface WasmFailure {
  /**
  * `malformed`: the bytes are no module; `invalid`: a module that breaks a typing rule or a limit; `unsupported`: it may
  * be sound, but it uses a proposal that this package has no code for.
  */
  readonly kind: "malformed" | "invalid" | "unsupported";
  /** Byte offset in the module. */
  readonly offset: number;
  readonly message: string;
}
/** Runs `work`; a failure that it signals becomes its result. */
declare function catchFailure<T>(work: () => T): T | WasmFailure;
/** Takes a module apart, or says where it is malformed. Never throws. Keeps `bytes`; does not copy them. */
declare function decodeModule(bytes: Uint8Array): DecodedModule | WasmFailure;
/**
* Takes apart only what a module shows to the outside (types, imports, definitions, exports) and leaves
* bodies and segments empty: quick on megabytes of code. Types that this package has no code for are
* `ValueType.opaque`, since whoever runs the module may know them. Never throws.
*/
declare function decodeInterface(bytes: Uint8Array): DecodedModule | WasmFailure;
/** An instruction: name, opcode, immediates, size of the immediates, signature, feature. */
type OpcodeRow = readonly [string, number, Immediate, number, string, Feature];
/**
* Opcodes by name, of those that are encoded; an instruction behind a prefix byte is `prefix << 8 | number`, and
* `prefix << 12 | number` where the number is more than a byte.
*/
declare const Op: {
  readonly Unreachable: 0x00;
  readonly Nop: 0x01;
  readonly Block: 0x02;
  readonly Loop: 0x03;
  readonly If: 0x04;
  readonly Else: 0x05;
  readonly End: 0x0b;
  readonly Br: 0x0c;
  readonly BrIf: 0x0d;
  readonly BrTable: 0x0e;
  readonly Return: 0x0f;
  readonly Call: 0x10;
  readonly CallIndirect: 0x11;
  readonly ReturnCall: 0x12;
  readonly ReturnCallIndirect: 0x13;
  readonly Drop: 0x1a;
  readonly Select: 0x1b;
  readonly SelectTyped: 0x1c;
  readonly LocalGet: 0x20;
  readonly LocalSet: 0x21;
  readonly LocalTee: 0x22;
  readonly GlobalGet: 0x23;
  readonly GlobalSet: 0x24;
  readonly TableGet: 0x25;
  readonly TableSet: 0x26;
  readonly I32Load: 0x28;
  readonly I64Load: 0x29;
  readonly F32Load: 0x2a;
  readonly F64Load: 0x2b;
  readonly I32Load8S: 0x2c;
  readonly I32Load8U: 0x2d;
  readonly I32Load16S: 0x2e;
  readonly I32Load16U: 0x2f;
  readonly I64Load8S: 0x30;
  readonly I64Load8U: 0x31;
  readonly I64Load16S: 0x32;
  readonly I64Load16U: 0x33;
  readonly I64Load32S: 0x34;
  readonly I64Load32U: 0x35;
  readonly I32Store: 0x36;
  readonly I64Store: 0x37;
  readonly F32Store: 0x38;
  readonly F64Store: 0x39;
  readonly I32Store8: 0x3a;
  readonly I32Store16: 0x3b;
  readonly I64Store8: 0x3c;
  readonly I64Store16: 0x3d;
  readonly I64Store32: 0x3e;
  readonly MemorySize: 0x3f;
  readonly MemoryGrow: 0x40;
  readonly I32Const: 0x41;
  readonly I64Const: 0x42;
  readonly F32Const: 0x43;
  readonly F64Const: 0x44;
  readonly I32Eqz: 0x45;
  readonly I32Eq: 0x46;
  readonly I32Ne: 0x47;
  readonly I32LtS: 0x48;
  readonly I32LtU: 0x49;
  readonly I32GtS: 0x4a;
  readonly I32GtU: 0x4b;
  readonly I32LeS: 0x4c;
  readonly I32LeU: 0x4d;
  readonly I32GeS: 0x4e;
  readonly I32GeU: 0x4f;
  readonly I64Eqz: 0x50;
  readonly I64Eq: 0x51;
  readonly I64Ne: 0x52;
  readonly I64LtS: 0x53;
  readonly I64LtU: 0x54;
  readonly I64GtS: 0x55;
  readonly I64GtU: 0x56;
  readonly I64LeS: 0x57;
  readonly I64LeU: 0x58;
  readonly I64GeS: 0x59;
  readonly I64GeU: 0x5a;
  readonly F32Eq: 0x5b;
  readonly F32Ne: 0x5c;
  readonly F32Lt: 0x5d;
  readonly F32Gt: 0x5e;
  readonly F32Le: 0x5f;
  readonly F32Ge: 0x60;
  readonly F64Eq: 0x61;
  readonly F64Ne: 0x62;
  readonly F64Lt: 0x63;
  readonly F64Gt: 0x64;
  readonly F64Le: 0x65;
  readonly F64Ge: 0x66;
  readonly I32Clz: 0x67;
  readonly I32Ctz: 0x68;
  readonly I32Popcnt: 0x69;
  readonly I32Add: 0x6a;
  readonly I32Sub: 0x6b;
  readonly I32Mul: 0x6c;
  readonly I32DivS: 0x6d;
  readonly I32DivU: 0x6e;
  readonly I32RemS: 0x6f;
  readonly I32RemU: 0x70;
  readonly I32And: 0x71;
  readonly I32Or: 0x72;
  readonly I32Xor: 0x73;
  readonly I32Shl: 0x74;
  readonly I32ShrS: 0x75;
  readonly I32ShrU: 0x76;
  readonly I32Rotl: 0x77;
  readonly I32Rotr: 0x78;
  readonly I64Clz: 0x79;
  readonly I64Ctz: 0x7a;
  readonly I64Popcnt: 0x7b;
  readonly I64Add: 0x7c;
  readonly I64Sub: 0x7d;
  readonly I64Mul: 0x7e;
  readonly I64DivS: 0x7f;
  readonly I64DivU: 0x80;
  readonly I64RemS: 0x81;
  readonly I64RemU: 0x82;
  readonly I64And: 0x83;
  readonly I64Or: 0x84;
  readonly I64Xor: 0x85;
  readonly I64Shl: 0x86;
  readonly I64ShrS: 0x87;
  readonly I64ShrU: 0x88;
  readonly I64Rotl: 0x89;
  readonly I64Rotr: 0x8a;
  readonly F32Abs: 0x8b;
  readonly F32Neg: 0x8c;
  readonly F32Ceil: 0x8d;
  readonly F32Floor: 0x8e;
  readonly F32Trunc: 0x8f;
  readonly F32Nearest: 0x90;
  readonly F32Sqrt: 0x91;
  readonly F32Add: 0x92;
  readonly F32Sub: 0x93;
  readonly F32Mul: 0x94;
  readonly F32Div: 0x95;
  readonly F32Min: 0x96;
  readonly F32Max: 0x97;
  readonly F32Copysign: 0x98;
  readonly F64Abs: 0x99;
  readonly F64Neg: 0x9a;
  readonly F64Ceil: 0x9b;
  readonly F64Floor: 0x9c;
  readonly F64Trunc: 0x9d;
  readonly F64Nearest: 0x9e;
  readonly F64Sqrt: 0x9f;
  readonly F64Add: 0xa0;
  readonly F64Sub: 0xa1;
  readonly F64Mul: 0xa2;
  readonly F64Div: 0xa3;
  readonly F64Min: 0xa4;
  readonly F64Max: 0xa5;
  readonly F64Copysign: 0xa6;
  readonly I32WrapI64: 0xa7;
  readonly I32TruncF32S: 0xa8;
  readonly I32TruncF32U: 0xa9;
  readonly I32TruncF64S: 0xaa;
  readonly I32TruncF64U: 0xab;
  readonly I64ExtendI32S: 0xac;
  readonly I64ExtendI32U: 0xad;
  readonly I64TruncF32S: 0xae;
  readonly I64TruncF32U: 0xaf;
  readonly I64TruncF64S: 0xb0;
  readonly I64TruncF64U: 0xb1;
  readonly F32ConvertI32S: 0xb2;
  readonly F32ConvertI32U: 0xb3;
  readonly F32ConvertI64S: 0xb4;
  readonly F32ConvertI64U: 0xb5;
  readonly F32DemoteF64: 0xb6;
  readonly F64ConvertI32S: 0xb7;
  readonly F64ConvertI32U: 0xb8;
  readonly F64ConvertI64S: 0xb9;
  readonly F64ConvertI64U: 0xba;
  readonly F64PromoteF32: 0xbb;
  readonly I32ReinterpretF32: 0xbc;
  readonly I64ReinterpretF64: 0xbd;
  readonly F32ReinterpretI32: 0xbe;
  readonly F64ReinterpretI64: 0xbf;
  readonly I32Extend8S: 0xc0;
  readonly I32Extend16S: 0xc1;
  readonly I64Extend8S: 0xc2;
  readonly I64Extend16S: 0xc3;
  readonly I64Extend32S: 0xc4;
  readonly RefNull: 0xd0;
  readonly RefIsNull: 0xd1;
  readonly RefFunc: 0xd2;
  readonly I32TruncSatF32S: 0xfc00;
  readonly I32TruncSatF32U: 0xfc01;
  readonly I32TruncSatF64S: 0xfc02;
  readonly I32TruncSatF64U: 0xfc03;
  readonly I64TruncSatF32S: 0xfc04;
  readonly I64TruncSatF32U: 0xfc05;
  readonly I64TruncSatF64S: 0xfc06;
  readonly I64TruncSatF64U: 0xfc07;
  readonly MemoryInit: 0xfc08;
  readonly DataDrop: 0xfc09;
  readonly MemoryCopy: 0xfc0a;
  readonly MemoryFill: 0xfc0b;
  readonly TableInit: 0xfc0c;
  readonly ElemDrop: 0xfc0d;
  readonly TableCopy: 0xfc0e;
  readonly TableGrow: 0xfc0f;
  readonly TableSize: 0xfc10;
  readonly TableFill: 0xfc11;
  readonly V128Load: 0xfd00;
  readonly V128Load8x8S: 0xfd01;
  readonly V128Load8x8U: 0xfd02;
  readonly V128Load16x4S: 0xfd03;
  readonly V128Load16x4U: 0xfd04;
  readonly V128Load32x2S: 0xfd05;
  readonly V128Load32x2U: 0xfd06;
  readonly V128Load8Splat: 0xfd07;
  readonly V128Load16Splat: 0xfd08;
  readonly V128Load32Splat: 0xfd09;
  readonly V128Load64Splat: 0xfd0a;
  readonly V128Store: 0xfd0b;
  readonly V128Const: 0xfd0c;
  readonly I8x16Shuffle: 0xfd0d;
  readonly I8x16Swizzle: 0xfd0e;
  readonly I8x16Splat: 0xfd0f;
  readonly I16x8Splat: 0xfd10;
  readonly I32x4Splat: 0xfd11;
  readonly I64x2Splat: 0xfd12;
  readonly F32x4Splat: 0xfd13;
  readonly F64x2Splat: 0xfd14;
  readonly I8x16ExtractLaneS: 0xfd15;
  readonly I8x16ExtractLaneU: 0xfd16;
  readonly I8x16ReplaceLane: 0xfd17;
  readonly I16x8ExtractLaneS: 0xfd18;
  readonly I16x8ExtractLaneU: 0xfd19;
  readonly I16x8ReplaceLane: 0xfd1a;
  readonly I32x4ExtractLane: 0xfd1b;
  readonly I32x4ReplaceLane: 0xfd1c;
  readonly I64x2ExtractLane: 0xfd1d;
  readonly I64x2ReplaceLane: 0xfd1e;
  readonly F32x4ExtractLane: 0xfd1f;
  readonly F32x4ReplaceLane: 0xfd20;
  readonly F64x2ExtractLane: 0xfd21;
  readonly F64x2ReplaceLane: 0xfd22;
  readonly I8x16Eq: 0xfd23;
  readonly I8x16Ne: 0xfd24;
  readonly I8x16LtS: 0xfd25;
  readonly I8x16LtU: 0xfd26;
  readonly I8x16GtS: 0xfd27;
  readonly I8x16GtU: 0xfd28;
  readonly I8x16LeS: 0xfd29;
  readonly I8x16LeU: 0xfd2a;
  readonly I8x16GeS: 0xfd2b;
  readonly I8x16GeU: 0xfd2c;
  readonly I16x8Eq: 0xfd2d;
  readonly I16x8Ne: 0xfd2e;
  readonly I16x8LtS: 0xfd2f;
  readonly I16x8LtU: 0xfd30;
  readonly I16x8GtS: 0xfd31;
  readonly I16x8GtU: 0xfd32;
  readonly I16x8LeS: 0xfd33;
  readonly I16x8LeU: 0xfd34;
  readonly I16x8GeS: 0xfd35;
  readonly I16x8GeU: 0xfd36;
  readonly I32x4Eq: 0xfd37;
  readonly I32x4Ne: 0xfd38;
  readonly I32x4LtS: 0xfd39;
  readonly I32x4LtU: 0xfd3a;
  readonly I32x4GtS: 0xfd3b;
  readonly I32x4GtU: 0xfd3c;
  readonly I32x4LeS: 0xfd3d;
  readonly I32x4LeU: 0xfd3e;
  readonly I32x4GeS: 0xfd3f;
  readonly I32x4GeU: 0xfd40;
  readonly F32x4Eq: 0xfd41;
  readonly F32x4Ne: 0xfd42;
  readonly F32x4Lt: 0xfd43;
  readonly F32x4Gt: 0xfd44;
  readonly F32x4Le: 0xfd45;
  readonly F32x4Ge: 0xfd46;
  readonly F64x2Eq: 0xfd47;
  readonly F64x2Ne: 0xfd48;
  readonly F64x2Lt: 0xfd49;
  readonly F64x2Gt: 0xfd4a;
  readonly F64x2Le: 0xfd4b;
  readonly F64x2Ge: 0xfd4c;
  readonly V128Not: 0xfd4d;
  readonly V128And: 0xfd4e;
  readonly V128Andnot: 0xfd4f;
  readonly V128Or: 0xfd50;
  readonly V128Xor: 0xfd51;
  readonly V128Bitselect: 0xfd52;
  readonly V128AnyTrue: 0xfd53;
  readonly V128Load8Lane: 0xfd54;
  readonly V128Load16Lane: 0xfd55;
  readonly V128Load32Lane: 0xfd56;
  readonly V128Load64Lane: 0xfd57;
  readonly V128Store8Lane: 0xfd58;
  readonly V128Store16Lane: 0xfd59;
  readonly V128Store32Lane: 0xfd5a;
  readonly V128Store64Lane: 0xfd5b;
  readonly V128Load32Zero: 0xfd5c;
  readonly V128Load64Zero: 0xfd5d;
  readonly F32x4DemoteF64x2Zero: 0xfd5e;
  readonly F64x2PromoteLowF32x4: 0xfd5f;
  readonly I8x16Abs: 0xfd60;
  readonly I8x16Neg: 0xfd61;
  readonly I8x16Popcnt: 0xfd62;
  readonly I8x16AllTrue: 0xfd63;
  readonly I8x16Bitmask: 0xfd64;
  readonly I8x16NarrowI16x8S: 0xfd65;
  readonly I8x16NarrowI16x8U: 0xfd66;
  readonly F32x4Ceil: 0xfd67;
  readonly F32x4Floor: 0xfd68;
  readonly F32x4Trunc: 0xfd69;
  readonly F32x4Nearest: 0xfd6a;
  readonly I8x16Shl: 0xfd6b;
  readonly I8x16ShrS: 0xfd6c;
  readonly I8x16ShrU: 0xfd6d;
  readonly I8x16Add: 0xfd6e;
  readonly I8x16AddSatS: 0xfd6f;
  readonly I8x16AddSatU: 0xfd70;
  readonly I8x16Sub: 0xfd71;
  readonly I8x16SubSatS: 0xfd72;
  readonly I8x16SubSatU: 0xfd73;
  readonly F64x2Ceil: 0xfd74;
  readonly F64x2Floor: 0xfd75;
  readonly I8x16MinS: 0xfd76;
  readonly I8x16MinU: 0xfd77;
  readonly I8x16MaxS: 0xfd78;
  readonly I8x16MaxU: 0xfd79;
  readonly F64x2Trunc: 0xfd7a;
  readonly I8x16AvgrU: 0xfd7b;
  readonly I16x8ExtaddPairwiseI8x16S: 0xfd7c;
  readonly I16x8ExtaddPairwiseI8x16U: 0xfd7d;
  readonly I32x4ExtaddPairwiseI16x8S: 0xfd7e;
  readonly I32x4ExtaddPairwiseI16x8U: 0xfd7f;
  readonly I16x8Abs: 0xfd80;
  readonly I16x8Neg: 0xfd81;
  readonly I16x8Q15mulrSatS: 0xfd82;
  readonly I16x8AllTrue: 0xfd83;
  readonly I16x8Bitmask: 0xfd84;
  readonly I16x8NarrowI32x4S: 0xfd85;
  readonly I16x8NarrowI32x4U: 0xfd86;
  readonly I16x8ExtendLowI8x16S: 0xfd87;
  readonly I16x8ExtendHighI8x16S: 0xfd88;
  readonly I16x8ExtendLowI8x16U: 0xfd89;
  readonly I16x8ExtendHighI8x16U: 0xfd8a;
  readonly I16x8Shl: 0xfd8b;
  readonly I16x8ShrS: 0xfd8c;
  readonly I16x8ShrU: 0xfd8d;
  readonly I16x8Add: 0xfd8e;
  readonly I16x8AddSatS: 0xfd8f;
  readonly I16x8AddSatU: 0xfd90;
  readonly I16x8Sub: 0xfd91;
  readonly I16x8SubSatS: 0xfd92;
  readonly I16x8SubSatU: 0xfd93;
  readonly F64x2Nearest: 0xfd94;
  readonly I16x8Mul: 0xfd95;
  readonly I16x8MinS: 0xfd96;
  readonly I16x8MinU: 0xfd97;
  readonly I16x8MaxS: 0xfd98;
  readonly I16x8MaxU: 0xfd99;
  readonly I16x8AvgrU: 0xfd9b;
  readonly I16x8ExtmulLowI8x16S: 0xfd9c;
  readonly I16x8ExtmulHighI8x16S: 0xfd9d;
  readonly I16x8ExtmulLowI8x16U: 0xfd9e;
  readonly I16x8ExtmulHighI8x16U: 0xfd9f;
  readonly I32x4Abs: 0xfda0;
  readonly I32x4Neg: 0xfda1;
  readonly I32x4AllTrue: 0xfda3;
  readonly I32x4Bitmask: 0xfda4;
  readonly I32x4ExtendLowI16x8S: 0xfda7;
  readonly I32x4ExtendHighI16x8S: 0xfda8;
  readonly I32x4ExtendLowI16x8U: 0xfda9;
  readonly I32x4ExtendHighI16x8U: 0xfdaa;
  readonly I32x4Shl: 0xfdab;
  readonly I32x4ShrS: 0xfdac;
  readonly I32x4ShrU: 0xfdad;
  readonly I32x4Add: 0xfdae;
  readonly I32x4Sub: 0xfdb1;
  readonly I32x4Mul: 0xfdb5;
  readonly I32x4MinS: 0xfdb6;
  readonly I32x4MinU: 0xfdb7;
  readonly I32x4MaxS: 0xfdb8;
  readonly I32x4MaxU: 0xfdb9;
  readonly I32x4DotI16x8S: 0xfdba;
  readonly I32x4ExtmulLowI16x8S: 0xfdbc;
  readonly I32x4ExtmulHighI16x8S: 0xfdbd;
  readonly I32x4ExtmulLowI16x8U: 0xfdbe;
  readonly I32x4ExtmulHighI16x8U: 0xfdbf;
  readonly I64x2Abs: 0xfdc0;
  readonly I64x2Neg: 0xfdc1;
  readonly I64x2AllTrue: 0xfdc3;
  readonly I64x2Bitmask: 0xfdc4;
  readonly I64x2ExtendLowI32x4S: 0xfdc7;
  readonly I64x2ExtendHighI32x4S: 0xfdc8;
  readonly I64x2ExtendLowI32x4U: 0xfdc9;
  readonly I64x2ExtendHighI32x4U: 0xfdca;
  readonly I64x2Shl: 0xfdcb;
  readonly I64x2ShrS: 0xfdcc;
  readonly I64x2ShrU: 0xfdcd;
  readonly I64x2Add: 0xfdce;
  readonly I64x2Sub: 0xfdd1;
  readonly I64x2Mul: 0xfdd5;
  readonly I64x2Eq: 0xfdd6;
  readonly I64x2Ne: 0xfdd7;
  readonly I64x2LtS: 0xfdd8;
  readonly I64x2GtS: 0xfdd9;
  readonly I64x2LeS: 0xfdda;
  readonly I64x2GeS: 0xfddb;
  readonly I64x2ExtmulLowI32x4S: 0xfddc;
  readonly I64x2ExtmulHighI32x4S: 0xfddd;
  readonly I64x2ExtmulLowI32x4U: 0xfdde;
  readonly I64x2ExtmulHighI32x4U: 0xfddf;
  readonly F32x4Abs: 0xfde0;
  readonly F32x4Neg: 0xfde1;
  readonly F32x4Sqrt: 0xfde3;
  readonly F32x4Add: 0xfde4;
  readonly F32x4Sub: 0xfde5;
  readonly F32x4Mul: 0xfde6;
  readonly F32x4Div: 0xfde7;
  readonly F32x4Min: 0xfde8;
  readonly F32x4Max: 0xfde9;
  readonly F32x4Pmin: 0xfdea;
  readonly F32x4Pmax: 0xfdeb;
  readonly F64x2Abs: 0xfdec;
  readonly F64x2Neg: 0xfded;
  readonly F64x2Sqrt: 0xfdef;
  readonly F64x2Add: 0xfdf0;
  readonly F64x2Sub: 0xfdf1;
  readonly F64x2Mul: 0xfdf2;
  readonly F64x2Div: 0xfdf3;
  readonly F64x2Min: 0xfdf4;
  readonly F64x2Max: 0xfdf5;
  readonly F64x2Pmin: 0xfdf6;
  readonly F64x2Pmax: 0xfdf7;
  readonly I32x4TruncSatF32x4S: 0xfdf8;
  readonly I32x4TruncSatF32x4U: 0xfdf9;
  readonly F32x4ConvertI32x4S: 0xfdfa;
  readonly F32x4ConvertI32x4U: 0xfdfb;
  readonly I32x4TruncSatF64x2SZero: 0xfdfc;
  readonly I32x4TruncSatF64x2UZero: 0xfdfd;
  readonly F64x2ConvertLowI32x4S: 0xfdfe;
  readonly F64x2ConvertLowI32x4U: 0xfdff;
};
type Op = (typeof Op)[keyof typeof Op];
/** Kinds of immediates; what each means is told in the data file. */
type Immediate = "none" | "block" | "label" | "labels" | "function" | "call-indirect" | "types" | "local" | "global" | "table" | "memory" | "i32" | "i64" | "f32" | "f64" | "heap" | "memory-init" | "data" | "memory-copy" | "table-init" | "element" | "table-copy" | "v128" | "shuffle" | "lane" | "memory-lane" | "atomic" | "fence";
/** The proposal that brought an instruction ("mvp" for the first release). */
type Feature = "mvp" | "tail-calls" | "reference-types" | "sign-extension" | "saturating-conversions" | "bulk-memory" | "simd" | "threads" | "relaxed-simd";
/** Rows of the opcode table, in the order of the opcodes. */
declare const opcodeRows: readonly OpcodeRow[];
/** Lays out the index spaces of a module. A type index that does not exist reads as the empty type. */
declare function indexSpaces(module: DecodedModule): IndexSpaces;
/** What the opcode table says about one instruction. */
interface OpcodeInfo {
  readonly name: string;
  readonly immediate: Immediate;
  /** Natural alignment as a power of two, or how many lanes there are. */
  readonly size: number;
  readonly signature: string;
}
/**
* A dense place for an opcode: plain opcodes, then those behind 0xfc, those behind 0xfd by their lower and their higher numbers, and
* those behind 0xfe. All others share a place.
*/
declare function denseOpcode(op: number): number;
/** What is known of an opcode; undefined for bytes that are no instruction. */
declare function opcodeInfo(op: number): OpcodeInfo | undefined;
declare class InstructionReader {
  #private;
  readonly reader: BinaryReader;
  /** Opcode of the current instruction. */
  op: number;
  /** Byte offset of the current instruction in the module. */
  offset: number;
  info: OpcodeInfo;
  /** The first index, label depth or lane; the value of `i32.const`; the bits of `f32.const`. */
  index: number;
  /** The second index: table of `call_indirect` and `table.init`, source of `table.copy`. */
  second: number;
  /** Alignment as a power of two. */
  align: number;
  /** Constant part of an address. */
  memoryOffset: number;
  /** Low half of `i64.const` and of the bits of `f64.const`. */
  low: number;
  /** High half of `i64.const` and of the bits of `f64.const`. */
  high: number;
  /** Type of a block as in `BlockType`; type of a null reference; first type of a typed select. */
  blockType: number;
  /** Targets of `br_table`, the default last. */
  labels: readonly number[];
  /** Where the sixteen bytes of `v128.const` or a shuffle start. */
  vectorOffset: number;
  constructor(reader: BinaryReader);
  /** Reads the next instruction. */
  next(): number;
}
/** An initial value: of a global, or of the offset of a segment. */
type Constant = {
  readonly kind: "i32";
  readonly value: number;
} | {
  readonly kind: "i64";
  readonly value: bigint | number;
} | {
  readonly kind: "f32";
  readonly value: number;
} | {
  readonly kind: "f64";
  readonly value: number;
} | {
  readonly kind: "v128";
  readonly value: Uint8Array;
} | {
  readonly kind: "global";
  readonly index: number;
} | {
  readonly kind: "function";
  readonly index: number;
} | {
  readonly kind: "null";
  readonly type: ValueType;
};
/** The first eight bytes of every module: magic and version. */
declare const moduleHeader: Uint8Array;
declare class ModuleBuilder {
  #private;
  /** The index of a function type; equal types have one index. */
  type(parameters: readonly ValueType[], results: readonly ValueType[]): number;
  /** Imports a function and returns its index. */
  importFunction(module: string, name: string, parameters: readonly ValueType[], results: readonly ValueType[]): number;
  /** Imports a table and returns its index. */
  importTable(module: string, name: string, type: TableType): number;
  /** Imports a memory and returns its index. */
  importMemory(module: string, name: string, limits: Limits): number;
  /** Imports a global and returns its index. */
  importGlobal(module: string, name: string, type: GlobalType): number;
  /**
  * Declares a function and returns its index, so that bodies can call functions that are written later.
  * Each declared function needs {@link defineFunction} before {@link finish}.
  */
  declareFunction(parameters: readonly ValueType[], results: readonly ValueType[], name?: string): number;
  /** Gives a declared function its body. The code is copied: the builder may be reset and used again. */
  defineFunction(index: number, code: CodeBuilder): void;
  /** Bytes of the instructions of the longest function defined so far. */
  get largestBody(): number;
  /** Locals of the function that has most of them, parameters aside. */
  get mostLocals(): number;
  /** Declares and defines a function in one step and returns its index. */
  addFunction(parameters: readonly ValueType[], results: readonly ValueType[], write: (code: CodeBuilder) => void, name?: string): number;
  /** Adds a table and returns its index. */
  addTable(type: TableType): number;
  /** Adds a memory and returns its index. */
  addMemory(limits: Limits): number;
  /** Adds a global and returns its index. */
  addGlobal(type: GlobalType, initial: Constant): number;
  exportFunction(name: string, index: number): this;
  exportTable(name: string, index: number): this;
  exportMemory(name: string, index: number): this;
  exportGlobal(name: string, index: number): this;
  /** Puts functions into a table at instantiation; returns the segment's index. */
  addElements(table: number, offset: Constant, functions: readonly number[]): number;
  /** Functions for `table.init`; returns the segment's index. */
  addPassiveElements(functions: readonly number[]): number;
  /** Declares functions whose references code takes with `ref.func`. */
  declareReferences(functions: readonly number[]): number;
  /** Puts bytes into memory 0 at instantiation; returns the segment's index. */
  addData(offset: Constant, bytes: Uint8Array): number;
  /** Bytes for `memory.init`; returns the segment's index. */
  addPassiveData(bytes: Uint8Array): number;
  /** The function that runs at the end of each instantiation. */
  setStart(index: number): this;
  /** The module's name in the name section. */
  setName(name: string): this;
  /** A function's name in the name section, imports included. */
  setFunctionName(index: number, name: string): this;
  /** The module's bytes, owned by the caller. */
  finish(): Uint8Array<ArrayBuffer>;
}
/** Section numbers of the binary format. */
declare const SectionId: {
  readonly custom: 0;
  readonly type: 1;
  readonly import: 2;
  readonly function: 3;
  readonly table: 4;
  readonly memory: 5;
  readonly global: 6;
  readonly export: 7;
  readonly start: 8;
  readonly element: 9;
  readonly code: 10;
  readonly data: 11;
  readonly dataCount: 12;
  readonly tag: 13;
};
type SectionId = (typeof SectionId)[keyof typeof SectionId];
/** Lines that show a module; the last one tells where and why reading stopped if the bytes are malformed. */
declare function dumpModule(bytes: Uint8Array): string;
/** Checks a decoded module; undefined if it is valid. Never throws. */
declare function validateModule(module: DecodedModule): WasmFailure | undefined;
export { BinaryReader, BlockType, type ByteRange, ByteSink, CodeBuilder, type Constant, type CustomSection, type DataSegment, type DecodedModule, type ElementSegment, type Export, ExternalKind, type Feature, type FunctionBody, type FunctionType, type GlobalDefinition, type GlobalType, type Immediate, type Import, type ImportType, type IndexSpaces, InstructionReader, InstructionSink, type Limits, ModuleBuilder, Op, type OpcodeInfo, SectionId, type SegmentMode, type TableType, ValueType, type WasmFailure, catchFailure, decodeInterface, decodeModule, denseOpcode, dumpModule, indexSpaces, moduleHeader, opcodeInfo, opcodeRows, validateModule, valueTypeName };