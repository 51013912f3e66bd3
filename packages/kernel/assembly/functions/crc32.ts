// CRC-32 as in zip. Registers are raw: neither inverted before nor after.
//
// Long ranges are folded first, without tables. The polynomial of CRC-32 divides y^300 + y^155 + y^117 + y^89 + 1, where
// y is x^128: so a block of 16 bytes may be replaced by itself 145, 183, 211 and 300 blocks later. What is left are the
// last 300 blocks of the data.
import { spendFuel } from "../memory/fuel";
import { MemoryMap_crcTables, MemoryMap_scratch, MemoryMap_scratchEnd } from "../generated/memory-map";

const POLYNOMIAL: u32 = 0xedb88320;
const TABLE_SIZE: u32 = 0x400;
const TABLES_SIZE: u32 = 8 * TABLE_SIZE;
const STEP: u32 = 0x4000;
const BLOCK: u32 = 16;
/** How far a block moves at most, in bytes. */
const REACH: u32 = 300 * BLOCK;
const FIRST: u32 = 145 * BLOCK;
const SECOND: u32 = 183 * BLOCK;
const THIRD: u32 = 211 * BLOCK;
/** Below so many bytes, what folding leaves costs more than it saves. */
const LEAST_FOLDED: u32 = 4 * REACH;

/** The tables are the same for every scan; the memory is this instance's. */
let hasTables: bool = false;

export function crc32(from: usize, length: u32): u32 {
  if (!hasTables) fillTables();
  const register: u32 = 0xffffffff;
  if (ASC_FEATURE_SIMD && length >= LEAST_FOLDED) return ~folded(register, from, length);
  return ~sliced(register, from, length);
}

/** Of each byte the remainder, and behind that, table by table, the remainder with one more zero byte behind it. */
function fillTables(): void {
  for (let byte: u32 = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (POLYNOMIAL & -(value & 1));
    store<u32>(MemoryMap_crcTables + (byte << 2), value);
  }
  for (let at = TABLE_SIZE; at < TABLES_SIZE; at += 4) {
    const shorter = load<u32>(MemoryMap_crcTables + at - TABLE_SIZE);
    store<u32>(MemoryMap_crcTables + at, (shorter >>> 8) ^ remainder(shorter, 0));
  }
  hasTables = true;
}

/** Of the lowest byte, with so many zero bytes behind it. */
// @ts-ignore: decorator
@inline
function remainder(byte: u32, zeros: u32): u32 {
  return load<u32>(((byte & 0xff) << 2) + (MemoryMap_crcTables + zeros * TABLE_SIZE));
}

function sliced(register: u32, from: usize, length: u32): u32 {
  let crc = register;
  let at = from;
  const end = from + length;
  while (end - at >= 8) {
    const size = min<u32>(<u32>(end - at), STEP) & ~7;
    spendFuel(size >> 3);
    for (const last = at + size; at < last; at += 8) {
      const low = load<u32>(at, 0, 1) ^ crc;
      const high = load<u32>(at, 4, 1);
      crc =
        remainder(low, 7) ^
        remainder(low >>> 8, 6) ^
        remainder(low >>> 16, 5) ^
        remainder(low >>> 24, 4) ^
        remainder(high, 3) ^
        remainder(high >>> 8, 2) ^
        remainder(high >>> 16, 1) ^
        remainder(high >>> 24, 0);
    }
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ remainder(crc ^ load<u8>(at), 0);
  return crc;
}

/** The scratch holds what the last blocks became, `REACH` bytes, and then what the next ones become. */
function folded(register: u32, from: usize, length: u32): u32 {
  const history = <usize>MemoryMap_scratch;
  const next = history + REACH;
  const rest = from + (length & ~(BLOCK - 1)) - REACH;
  memory.fill(history, 0, REACH);
  let first = i32x4.replace_lane(i64x2.splat(0), 0, register);
  for (let at = from; at < rest; ) {
    const size = min<u32>(<u32>(rest - at), MemoryMap_scratchEnd - <u32>next);
    spendFuel(size >> 4);
    for (let to = next; to < next + size; to += BLOCK) {
      let block = v128.xor(v128.load(at, 0, 1), first);
      block = v128.xor(block, v128.load(to - FIRST));
      block = v128.xor(block, v128.load(to - SECOND));
      block = v128.xor(block, v128.load(to - THIRD));
      block = v128.xor(block, v128.load(to - REACH));
      v128.store(to, block);
      first = i64x2.splat(0);
      at += BLOCK;
    }
    memory.copy(history, history + size, REACH);
  }
  for (let offset: u32 = 0; offset < REACH; offset += BLOCK) {
    const to = next + offset;
    let block = v128.xor(v128.load(rest + offset, 0, 1), v128.load(to - REACH));
    if (offset < FIRST) block = v128.xor(block, v128.load(to - FIRST));
    if (offset < SECOND) block = v128.xor(block, v128.load(to - SECOND));
    if (offset < THIRD) block = v128.xor(block, v128.load(to - THIRD));
    v128.store(to, block);
  }
  return sliced(sliced(0, next, REACH), rest + REACH, length & (BLOCK - 1));
}
