export {
  requireAmount,
  requireBoolean,
  requireFunction,
  requireList,
  requireObject,
  requireSignal,
  requireString,
  requireTextOrBytes,
  requireWhole,
} from "./arguments.ts";
export { assert, InternalError, unreachable } from "./assert.ts";
export { type ByteOrder, ByteReader, type ByteReaderOptions } from "./byte-reader.ts";
export { compareBytes } from "./compare-bytes.ts";
export { compiledMagic } from "./compiled-magic.ts";
export { concatenate } from "./concatenate.ts";
export {
  DATA_SLACK,
  GuardClass,
  GuardEntry,
  GuardTable,
  GuardValue,
  MatchRecord,
  MemoryMap,
  NEVER_SELECT,
  PatternState,
  PROBE_SLACK,
  ScanLimit,
  SLOT_SIZE,
} from "./memory-map.ts";
export { isOrdinaryBuffer, plainBytes } from "./plain-bytes.ts";
export { escapeUnprintable, isPrintable, printable, printableJson, printableLines } from "./printable.ts";
export { Ration } from "./ration.ts";
export { joinSpans, type Span } from "./span.ts";
export {
  Interruption,
  meterWork,
  spendMemory,
  spendWork,
  WorkExhausted,
  type WorkLimits,
  WorkMeter,
} from "./work.ts";
