// A quick look around a hit of a regexp's byte run, before any sweep: can a match go on to its end behind the hit, and
// where may it have begun before it? Most hits of most patterns end here, within a few bytes.
//
// Probes walk over the automaton's positions as sets, ignoring conditions and the bounds of counted runs: they may say
// yes wrongly, never no. They give up after a while and say yes then; how long a while, the caller's credit says, which
// grows with the distance between hits, so that hits in a row do not probe the same stretch again and again.
import { dataAddress, dataLength } from "./data";
import {
  CLASS_MAP,
  Program_small,
  SMALL_ACCEPT,
  Small_follows,
  Small_precedes,
  Small_runSet,
  Small_size,
  Small_startSet,
} from "./generated/program-layout";

const ACCEPT_BIT: u64 = <u64>1 << SMALL_ACCEPT;

/** How many bytes the last probe looked at. */
export let probedBytes: u32 = 0;
/** After {@link probePrefix} said yes: whether it came to an end; if so, the range in which the match may begin. */
export let isPrefixKnown: bool = false;
export let lowestStart: u32 = 0;
export let highestStart: u32 = 0;

/** Whether a match that is at one of the positions `entry` before the byte at `place` may reach its end. */
export function probeSuffix(program: usize, entry: u64, place: u32, credit: u32): bool {
  const small = program + load<u32>(program, Program_small);
  const masks = small + Small_size;
  const follows = small + load<u32>(small, Small_follows);
  const runSet = load<u64>(small, Small_runSet);
  const from = dataAddress + place;
  const end = from + min(credit, dataLength - place);
  let live = entry;
  let at = from;
  for (; at < end; at++) {
    const taken = live & load<u64>(masks + (<usize>load<u8>(program + CLASS_MAP + <usize>load<u8>(at)) << 3));
    live = taken & runSet;
    for (let rest = taken; rest; rest &= rest - 1) live |= load<u64>(follows + (<usize>ctz(rest) << 3));
    if (!live || live & ACCEPT_BIT) break;
  }
  probedBytes = <u32>(at - from);
  return (live & ACCEPT_BIT) != 0 || (live != 0 && probedBytes == credit);
}

/** Whether a match that is at one of the positions `entry` before the byte at `place` may have begun at it or before. */
export function probePrefix(program: usize, entry: u64, place: u32, credit: u32): bool {
  const small = program + load<u32>(program, Program_small);
  const masks = small + Small_size;
  const precedes = small + load<u32>(small, Small_precedes);
  const runSet = load<u64>(small, Small_runSet);
  const startSet = load<u64>(small, Small_startSet);
  const end = place - min(credit, place);
  let live = entry;
  let at = place;
  let found = false;
  while (true) {
    if (live & startSet) {
      if (!found) highestStart = at;
      lowestStart = at;
      found = true;
    }
    if (at == end) break;
    let before = live & runSet;
    for (let rest = live; rest; rest &= rest - 1) before |= load<u64>(precedes + (<usize>ctz(rest) << 3));
    live = before & load<u64>(masks + (<usize>load<u8>(program + CLASS_MAP + <usize>load<u8>(dataAddress + --at)) << 3));
    if (!live) break;
  }
  probedBytes = place - at;
  isPrefixKnown = !live || at == 0;
  return found || !isPrefixKnown;
}
