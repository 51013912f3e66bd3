// Probes: a quick look around a hit of a byte run of a regexp, before any sweep. Can a match go on to its end after the hit, and
// where may it have begun before it? Most hits of most patterns are rejected here, within a few bytes.
//
// A probe follows sets of positions of the automaton and ignores conditions and the bounds of counted runs. So it may answer
// yes wrongly, never no. When its credit is used up it answers yes. The credit grows with the distance between hits
// (run-hits.ts), so that neighbouring hits do not probe the same bytes again and again.
import { dataAddress, dataLength } from "../memory/data";
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
import { ACCEPT_BIT } from "./positions";
import { ProbeResult } from "./probe-result";
import { MAX_PROBED_WORDS, probeWidePrefix, probeWideSuffix } from "./wide-probe";

/** Whether a match that is at one of the positions of the set `entry` before the byte at `place` may reach its end. */
export function probeSuffix(program: usize, entry: usize, place: u32, credit: u32): bool {
  const form = program + load<u32>(program, Program_positions);
  const words = load<u32>(form, Positions_wordCount);
  if (words > 1) return words > MAX_PROBED_WORDS || probeWideSuffix(program, entry, place, credit);
  const masks = form + Positions_size;
  const follows = form + load<u32>(form, Positions_follows);
  const runSet = load<u64>(form + load<u32>(form, Positions_runSet));
  const from = dataAddress + place;
  const end = from + min(credit, dataLength - place);
  let live = load<u64>(entry);
  let at = from;
  // Bounded: the credit, at most MAX_CREDIT bytes (run-hits.ts).
  for (; at < end; at++) {
    const taken = live & load<u64>(masks + (<usize>load<u8>(program + CLASS_MAP + <usize>load<u8>(at)) << 3));
    live = taken & runSet;
    for (let rest = taken; rest; rest &= rest - 1) live |= load<u64>(follows + (<usize>ctz(rest) << 3));
    if (!live || live & ACCEPT_BIT) break;
  }
  ProbeResult.byteCount = <u32>(at - from);
  return (live & ACCEPT_BIT) != 0 || (live != 0 && at - from == credit);
}

/**
 * Whether a match that is at one of the positions of `entry` before the byte at `place` may have begun there or before,
 * down to `low`.
 */
export function probePrefix(program: usize, entry: usize, place: u32, low: u32, credit: u32): bool {
  const form = program + load<u32>(program, Program_positions);
  const words = load<u32>(form, Positions_wordCount);
  if (words > MAX_PROBED_WORDS) {
    ProbeResult.byteCount = 0;
    ProbeResult.isComplete = false;
    return true;
  }
  if (words > 1) return probeWidePrefix(program, entry, place, low, credit);
  const masks = form + Positions_size;
  const precedes = form + load<u32>(form, Positions_precedes);
  const runSet = load<u64>(form + load<u32>(form, Positions_runSet));
  const startSet = load<u64>(form + load<u32>(form, Positions_startSet));
  const end = place - min(credit, place - low);
  let live = load<u64>(entry);
  let at = place;
  let found = false;
  // Bounded: the credit, at most MAX_CREDIT bytes (run-hits.ts).
  while (true) {
    if (live & startSet) {
      if (!found) ProbeResult.highestStart = at;
      ProbeResult.lowestStart = at;
      found = true;
    }
    if (at == end) break;
    let before = live & runSet;
    for (let rest = live; rest; rest &= rest - 1) before |= load<u64>(precedes + (<usize>ctz(rest) << 3));
    live = before & load<u64>(masks + (<usize>load<u8>(program + CLASS_MAP + <usize>load<u8>(dataAddress + --at)) << 3));
    if (!live) break;
  }
  ProbeResult.byteCount = place - at;
  ProbeResult.isComplete = !live || at == low;
  return found || !ProbeResult.isComplete;
}
