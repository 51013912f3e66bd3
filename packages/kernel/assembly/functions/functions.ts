// Functions of built-in modules that rule code calls here instead of asking the host. Arguments and the result are where
// the host would have them: in the argument slots. The answer is 0 where the host must be asked: the range is not in the
// memory, or these are the kernels in JavaScript, which could do nothing better than the host.
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
  MemoryMap_dataAddress,
  MemoryMap_dataLength,
  MemoryMap_nearLength,
  Slot_defined,
  Slot_length,
  Slot_size,
} from "../generated/memory-map";

const askHost: i32 = 0;
const answered: i32 = 1;

/** Behind `nearLength` so many bytes are near. */
const NEAR_SLACK: u32 = 8;

/** Where a range lies. */
const ELSEWHERE: u32 = 0;
const HERE: u32 = 1;
const NOWHERE: u32 = 2;

/** The bytes that a function is asked about. */
let from: usize = 0;
let length: u32 = 0;

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

/** What the data have of a range whose offset is in this slot and whose length is in the next; nowhere when it begins outside. */
function clampedRange(index: u32): u32 {
  return range(index, false);
}

/** Nowhere unless all of the range lies in the data. */
function exactRange(index: u32): u32 {
  return range(index, true);
}

function range(index: u32, isExact: bool): u32 {
  const offset = load<u64>(slot(index));
  const wanted = load<i64>(slot(index + 1));
  const end = <u64>load<u32>(MemoryMap_dataLength);
  if (offset > end || wanted < 0) return NOWHERE;
  const rest = end - offset;
  if (isExact && <u64>wanted > rest) return NOWHERE;
  from = load<u32>(MemoryMap_dataAddress) + <u32>offset;
  length = <u32>min<u64>(wanted, rest);
  return length == 0 || offset + length <= nearEnd() ? HERE : ELSEWHERE;
}

function allData(): u32 {
  from = load<u32>(MemoryMap_dataAddress);
  length = load<u32>(MemoryMap_dataLength);
  return length <= nearEnd() ? HERE : ELSEWHERE;
}

function nearEnd(): u32 {
  const near = load<u32>(MemoryMap_nearLength);
  const end = load<u32>(MemoryMap_dataLength);
  if (near == 0) return end <= NEAR_SLACK ? end : 0;
  return near + NEAR_SLACK;
}

/** The string in the first slot. It is always in the memory, and others may have been at its address before. */
function string(): u32 {
  from = load<u32>(slot(0));
  length = load<u32>(slot(0) + Slot_length);
  store<u32>(MemoryMap_countedLength, 0);
  return HERE;
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

// The functions; each is given where its range lies

function count(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  const byte = load<u64>(slot(0));
  if (place == NOWHERE || byte > 255) return tellUndefined();
  return tell<u64>(occurrences(from, length, <u32>byte));
}

function percentage(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  const byte = load<u64>(slot(0));
  if (place == NOWHERE || byte > 255 || length == 0) return tellUndefined();
  return tell<f64>(<f64>occurrences(from, length, <u32>byte) / <f64>length);
}

function modeOf(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE || length == 0) return tellUndefined();
  countOnce();
  return tell<u64>(mode());
}

function meanOf(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE || length == 0) return tellUndefined();
  return tell<f64>(<f64>sumOf(from, length) / <f64>length);
}

function deviationOf(place: u32, meanSlot: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE || length == 0) return tellUndefined();
  const mean = load<f64>(slot(meanSlot));
  countOnce();
  return tell<f64>(deviation(length, mean));
}

function entropyOf(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE) return tellUndefined();
  if (length == 0) return tell<f64>(0);
  countOnce();
  return tell<f64>(entropy(length));
}

function serialCorrelationOf(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE) return tellUndefined();
  return tell<f64>(serialCorrelation(from, length));
}

function monteCarloPiOf(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  if (place == NOWHERE || length < 6) return tellUndefined();
  return tell<f64>(monteCarloPi(from, length));
}

function crc32Of(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  return place == NOWHERE ? tellUndefined() : tell<u64>(crc32(from, length));
}

function checksum32Of(place: u32): i32 {
  if (place == ELSEWHERE) return askHost;
  return place == NOWHERE ? tellUndefined() : tell<u64>(<u32>sumOf(from, length));
}

/** Counts every byte, unless that was done last: rules ask several questions about one range. The host forgets the range when a scan begins. */
function countOnce(): void {
  const isKnown =
    load<u32>(MemoryMap_countedLength) == length && load<u32>(MemoryMap_countedFrom) == <u32>from;
  if (isKnown) return;
  store<u32>(MemoryMap_countedLength, 0);
  countBytes(from, length);
  store<u32>(MemoryMap_countedFrom, <u32>from);
  store<u32>(MemoryMap_countedLength, length);
}
