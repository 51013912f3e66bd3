// The probes of probe.ts for programs whose sets of positions have several words.
import { dataAddress, dataLength } from "../memory/data";
import { MemoryMap_probeSets } from "../generated/memory-map";
import {
  CLASS_MAP,
  Positions_follows,
  Positions_precedes,
  Positions_runSet,
  Positions_size,
  Positions_startSet,
  Positions_wordCount,
  Program_positions,
} from "../generated/program-layout";
import { ProbeResult } from "./probe-result";

/** Programs with larger sets are not probed: the fixed place of two sets has room for these. */
export const MAX_PROBED_WORDS: u32 = 4;
const SET_SIZE: usize = MAX_PROBED_WORDS << 3;
const live: usize = MemoryMap_probeSets;
const next: usize = MemoryMap_probeSets + SET_SIZE;

/** See `probeSuffix`. Bounded: the credit, at most MAX_CREDIT bytes (run-hits.ts), and SET_SIZE. */
export function probeWideSuffix(program: usize, entry: usize, place: u32, credit: u32): bool {
  const form = program + load<u32>(program, Program_positions);
  const setSize = load<u32>(form, Positions_wordCount) << 3;
  const follows = form + load<u32>(form, Positions_follows);
  const end = place + min(credit, dataLength - place);
  memory.copy(live, entry, setSize);
  ProbeResult.byteCount = 0;
  for (let at = place; at < end; at++) {
    const mask = maskAt(program, form, setSize, at);
    for (let word: u32 = 0; word < setSize; word += 8) store<u64>(live + word, load<u64>(live + word) & load<u64>(mask + word));
    if (!step(follows, form + load<u32>(form, Positions_runSet), setSize)) return false;
    if (<i64>load<u64>(live + setSize - 8) < 0) return true;
    ProbeResult.byteCount++;
  }
  return ProbeResult.byteCount == credit;
}

/** See `probePrefix`. Bounded: the credit, at most MAX_CREDIT bytes (run-hits.ts), and SET_SIZE. */
export function probeWidePrefix(program: usize, entry: usize, place: u32, low: u32, credit: u32): bool {
  const form = program + load<u32>(program, Program_positions);
  const setSize = load<u32>(form, Positions_wordCount) << 3;
  const precedes = form + load<u32>(form, Positions_precedes);
  const startSet = form + load<u32>(form, Positions_startSet);
  const end = place - min(credit, place - low);
  memory.copy(live, entry, setSize);
  let found = false;
  let isAlive = true;
  let at = place;
  while (true) {
    if (meets(startSet, setSize)) {
      if (!found) ProbeResult.highestStart = at;
      ProbeResult.lowestStart = at;
      found = true;
    }
    if (at == end) break;
    step(precedes, form + load<u32>(form, Positions_runSet), setSize);
    const mask = maskAt(program, form, setSize, --at);
    let union: u64 = 0;
    for (let word: u32 = 0; word < setSize; word += 8) {
      const kept = load<u64>(live + word) & load<u64>(mask + word);
      store<u64>(live + word, kept);
      union |= kept;
    }
    isAlive = union != 0;
    if (!isAlive) break;
  }
  ProbeResult.byteCount = place - at;
  ProbeResult.isComplete = !isAlive || at == low;
  return found || !ProbeResult.isComplete;
}

function maskAt(program: usize, form: usize, setSize: u32, at: u32): usize {
  return form + Positions_size + <usize>load<u8>(program + CLASS_MAP + <usize>load<u8>(dataAddress + at)) * setSize;
}

// Replaces each member of the live set by its row of `table`. Counted repetitions stay live too. Returns false if the new set
// is empty. Bounded: SET_SIZE.
function step(table: usize, runSet: usize, setSize: u32): bool {
  for (let word: u32 = 0; word < setSize; word += 8) {
    store<u64>(next + word, load<u64>(live + word) & load<u64>(runSet + word));
  }
  for (let word: u32 = 0; word < setSize; word += 8) {
    for (let rest = load<u64>(live + word); rest; rest &= rest - 1) {
      const row = table + ((word << 3) + <u32>ctz(rest)) * setSize;
      for (let other: u32 = 0; other < setSize; other += 8) {
        store<u64>(next + other, load<u64>(next + other) | load<u64>(row + other));
      }
    }
  }
  let union: u64 = 0;
  for (let word: u32 = 0; word < setSize; word += 8) {
    const reached = load<u64>(next + word);
    store<u64>(live + word, reached);
    union |= reached;
  }
  return union != 0;
}

// Bounded: SET_SIZE.
function meets(set: usize, setSize: u32): bool {
  for (let word: u32 = 0; word < setSize; word += 8) if (load<u64>(live + word) & load<u64>(set + word)) return true;
  return false;
}
