// A second test before a regexp is verified. The run of a regexp may be common (`c7 44 24` in programs), and verifying costs a
// hundred times as much as a candidate. But most regexps contain another rare pair of bytes within a bounded distance of
// the run. Where that pair is missing, there is no match.
import { spendFuel, spendOnWalk } from "../memory/fuel";
import { dataAddress, dataLength } from "../memory/data";
import { NO_COMPANION, User_companion, User_companionFrom, User_companionTo } from "../generated/search-layout";

/** The compiler asks for no pair farther away than this; damaged tables may. */
const ORDINARY_DISTANCE: usize = 512;

/** Whether the pair that must be near the user's run is there, the run being at `start`. */
export function hasCompanion(user: usize, start: u32): bool {
  const bytes = load<u32>(user, User_companion);
  if (bytes == NO_COMPANION) return true;
  const from = max<i64>(<i64>start + load<i32>(user, User_companionFrom), 0);
  const to = min<i64>(<i64>start + load<i32>(user, User_companionTo), <i64>dataLength - 2);
  if (from > to) return false;
  return hasPair(bytes, dataAddress + <usize>from, dataAddress + <usize>to);
}

// Whether the two bytes stand at one of the addresses [from, last].
function hasPair(bytes: u32, from: usize, last: usize): bool {
  if (last - from > ORDINARY_DISTANCE) spendFuel(<u32>(last - from) >> 4);
  if (ASC_FEATURE_SIMD) return hasPairInBlocks(bytes, from, last);
  for (let address = from; address <= last; address++) {
    spendOnWalk(address, 1);
    if (load<u16>(address, 0, 1) == <u16>bytes) return true;
  }
  return false;
}

function hasPairInBlocks(bytes: u32, from: usize, last: usize): bool {
  const first = i8x16.splat(<i8>bytes);
  const second = i8x16.splat(<i8>(bytes >> 8));
  // Bounded: the end of the memory; fuel is spent above for long distances.
  for (let address = from; address <= last; address += 16) {
    const both = v128.and(i8x16.eq(v128.load(address), first), i8x16.eq(v128.load(address, 1), second));
    const bits = i8x16.bitmask(both);
    if (bits && address + ctz(bits) <= last) return true;
  }
  return false;
}
