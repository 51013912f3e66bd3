export {
  type AbortSignalLike,
  type KnownOptions,
  requireAmount,
  requireBoolean,
  requireFunction,
  requireList,
  requireObject,
  requireOptions,
  requireSignal,
  requireString,
  requireTextOrBytes,
  requireWhole,
  type UrlLike,
} from "./arguments.ts";
export { assert, InternalError, unreachable } from "./assert.ts";
export { type ByteOrder, ByteReader, type ByteReaderOptions } from "./byte-reader.ts";
export { ByteSink } from "./byte-sink.ts";
export { compareBytes } from "./compare-bytes.ts";
export { compiledMagic } from "./compiled-magic.ts";
export { concatenate } from "./concatenate.ts";
export { hasBytesAt } from "./has-bytes-at.ts";
export { isOrdinaryBuffer, plainBytes } from "./plain-bytes.ts";
export { escapeUnprintable, isPrintable, printable, printableJson, printableLines } from "./printable.ts";
export { Ration } from "./ration.ts";
export { joinSpans, type Span } from "./span.ts";
export { isSameShape, typeOfValue, VariableError, type VariableProblem } from "./types/external-value.ts";
export { Float, float, type GlobalValue, plainValue } from "./types/float.ts";
export {
  BOOL,
  type Deprecation,
  type FeatureGuard,
  type Field,
  type FieldFormat,
  FLOAT,
  type FunctionSignature,
  type FunctionType,
  INTEGER,
  type MapType,
  type Parameter,
  REGEXP,
  type ResultConstraint,
  STRING,
  type StructType,
  sameType,
  type Type,
  typeName,
} from "./types/type.ts";
export type { ArrayValue, MapValue, RuleMeta, ScalarValue, StructValue, Value } from "./types/value.ts";
export {
  Interruption,
  meterWork,
  spendMemory,
  spendWork,
  tellMeter,
  WorkExhausted,
  type WorkLimits,
  WorkMeter,
} from "./work.ts";
