// Functions of built-in modules that rule code calls here instead of asking the host. Arguments and the result are where
// the host would have them: in the argument slots. The kernels in JavaScript answer 0: the host must be asked. They could do
// nothing better than the host.
import {
  countBytes,
  deviation,
  entropy,
  mode,
  monteCarloPi,
  occurrences,
  serialCorrelation,
  sumOf,
} from "./byte-statistics";
import { crc32 } from "./crc32";
import { chooseData, chooseString, first, length } from "./pieces";
import {
  KernelFunction_checksum32,
  KernelFunction_checksum32OfString,
  KernelFunction_count,
  KernelFunction_countOfData,
  KernelFunction_crc32,
  KernelFunction_crc32OfString,
  KernelFunction_deviation,
  KernelFunction_deviationOfString,
  KernelFunction_entropy,
  KernelFunction_entropyOfString,
  KernelFunction_mean,
  KernelFunction_meanOfString,
  KernelFunction_mode,
  KernelFunction_modeOfData,
  KernelFunction_monteCarloPi,
  KernelFunction_monteCarloPiOfString,
  KernelFunction_percentage,
  KernelFunction_percentageOfData,
  KernelFunction_serialCorrelation,
  KernelFunction_serialCorrelationOfString,
} from "../generated/kernel-functions";
import {
  MemoryMap_argumentSlots,
  MemoryMap_countedFrom,
  MemoryMap_countedLength,
  MemoryMap_dataLength,
  Slot_defined,
  Slot_length,
  Slot_size,
} from "../generated/memory-map";

const askHost: i32 = 0;
const answered: i32 = 1;

export function callFunction(number: u32): i32 {
  if (!HAS_WORDS) return askHost;
  switch (number) {
    case KernelFunction_count:
      return count(clampedRange(1));
    case KernelFunction_countOfData:
      return count(allData());
    case KernelFunction_percentage:
      return percentage(clampedRange(1));
    case KernelFunction_percentageOfData:
      return percentage(allData());
    case KernelFunction_mode:
      return modeOf(clampedRange(0));
    case KernelFunction_modeOfData:
      return modeOf(allData());
    case KernelFunction_mean:
      return meanOf(clampedRange(0));
    case KernelFunction_meanOfString:
      return meanOf(string());
    case KernelFunction_deviation:
      return deviationOf(clampedRange(0), 2);
    case KernelFunction_deviationOfString:
      return deviationOf(string(), 1);
    case KernelFunction_entropy:
      return entropyOf(clampedRange(0));
    case KernelFunction_entropyOfString:
      return entropyOf(string());
    case KernelFunction_serialCorrelation:
      return serialCorrelationOf(clampedRange(0));
    case KernelFunction_serialCorrelationOfString:
      return serialCorrelationOf(string());
    case KernelFunction_monteCarloPi:
      return monteCarloPiOf(clampedRange(0));
    case KernelFunction_monteCarloPiOfString:
      return monteCarloPiOf(string());
    case KernelFunction_crc32:
      return crc32Of(exactRange(0));
    case KernelFunction_crc32OfString:
      return crc32Of(string());
    case KernelFunction_checksum32:
      return checksum32Of(exactRange(0));
    case KernelFunction_checksum32OfString:
      return checksum32Of(string());
    default:
      return askHost;
  }
}

// Arguments and results

function slot(index: u32): usize {
  return MemoryMap_argumentSlots + index * Slot_size;
}

/** What the data have of a range whose offset is in this slot and whose length is in the next. False when it begins outside. */
function clampedRange(index: u32): bool {
  return range(index, false);
}

/** False unless all of the range lies in the data. */
function exactRange(index: u32): bool {
  return range(index, true);
}

function range(index: u32, isExact: bool): bool {
  const offset = load<u64>(slot(index));
  const wanted = load<i64>(slot(index + 1));
  const end = <u64>load<u32>(MemoryMap_dataLength);
  if (offset > end || wanted < 0) return false;
  const rest = end - offset;
  if (isExact && <u64>wanted > rest) return false;
  chooseData(<u32>offset, <u32>min<u64>(wanted, rest));
  return true;
}

function allData(): bool {
  chooseData(0, load<u32>(MemoryMap_dataLength));
  return true;
}

/** The string in the first slot. Others may have been at its address before. */
function string(): bool {
  chooseString(load<u32>(slot(0)), load<u32>(slot(0) + Slot_length));
  store<u32>(MemoryMap_countedLength, 0);
  return true;
}

// @ts-ignore: decorator
@inline
function tellUndefined(): i32 {
  store<u32>(MemoryMap_argumentSlots + Slot_defined, 0);
  return answered;
}

// @ts-ignore: decorator
@inline
function tell<T>(value: T): i32 {
  store<T>(MemoryMap_argumentSlots, value);
  store<u32>(MemoryMap_argumentSlots + Slot_defined, 1);
  return answered;
}

// The functions; each is told whether its range lies in the data

function count(isInData: bool): i32 {
  const byte = load<u64>(slot(0));
  if (!isInData || byte > 255) return tellUndefined();
  return tell<u64>(occurrences(<u32>byte));
}

function percentage(isInData: bool): i32 {
  const byte = load<u64>(slot(0));
  if (!isInData || byte > 255 || length == 0) return tellUndefined();
  return tell<f64>(<f64>occurrences(<u32>byte) / <f64>length);
}

function modeOf(isInData: bool): i32 {
  if (!isInData || length == 0) return tellUndefined();
  countOnce();
  return tell<u64>(mode());
}

function meanOf(isInData: bool): i32 {
  if (!isInData || length == 0) return tellUndefined();
  return tell<f64>(<f64>sumOf() / <f64>length);
}

function deviationOf(isInData: bool, meanSlot: u32): i32 {
  if (!isInData || length == 0) return tellUndefined();
  const mean = load<f64>(slot(meanSlot));
  countOnce();
  return tell<f64>(deviation(length, mean));
}

function entropyOf(isInData: bool): i32 {
  if (!isInData) return tellUndefined();
  if (length == 0) return tell<f64>(0);
  countOnce();
  return tell<f64>(entropy(length));
}

function serialCorrelationOf(isInData: bool): i32 {
  if (!isInData) return tellUndefined();
  return tell<f64>(serialCorrelation());
}

function monteCarloPiOf(isInData: bool): i32 {
  if (!isInData || length < 6) return tellUndefined();
  return tell<f64>(monteCarloPi());
}

function crc32Of(isInData: bool): i32 {
  return !isInData ? tellUndefined() : tell<u64>(crc32());
}

function checksum32Of(isInData: bool): i32 {
  return !isInData ? tellUndefined() : tell<u64>(<u32>sumOf());
}

/** Counts every byte, unless that was done last: rules ask several questions about one range. The host forgets the range when a scan begins. */
function countOnce(): void {
  const isKnown =
    load<u32>(MemoryMap_countedLength) == length && load<u32>(MemoryMap_countedFrom) == first;
  if (isKnown) return;
  store<u32>(MemoryMap_countedLength, 0);
  countBytes();
  store<u32>(MemoryMap_countedFrom, first);
  store<u32>(MemoryMap_countedLength, length);
}
