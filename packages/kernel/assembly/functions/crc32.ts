// CRC-32 as in zip. Registers are raw: neither inverted before nor after.
//
// Long ranges are folded first, without tables. The polynomial of CRC-32 divides y^300 + y^155 + y^117 + y^89 + 1, where
// y is x^128: so a block of 16 bytes may be replaced by itself 145, 183, 211 and 300 blocks later. What is left are the
// last 300 blocks of the data.
import { spendFuel } from "../memory/fuel";
import { MemoryMap_crcTables, MemoryMap_scratch } from "../generated/memory-map";
import { length, pieceFrom, pieceLength, takePiece } from "./pieces";

const POLYNOMIAL: u32 = 0xedb88320;
const TABLE_SIZE: u32 = 0x400;
const TABLES_SIZE: u32 = 8 * TABLE_SIZE;
const BLOCK: u32 = 16;
/** How far a block moves at most, in bytes. */
const REACH: u32 = 300 * BLOCK;
const FIRST: u32 = 145 * BLOCK;
const SECOND: u32 = 183 * BLOCK;
const THIRD: u32 = 211 * BLOCK;
/** Bytes that are folded at once. What they read and write fits the nearest cache. */
const FOLDED_STEP: u32 = 0xa000;
/** Below so many bytes, what folding leaves costs more than it saves. */
const LEAST_FOLDED: u32 = 4 * REACH;

/** The tables are the same for every scan; the memory is this instance's. */
let hasTables: bool = false;

export function crc32(): u32 {
  if (!hasTables) fillTables();
  let register: u32 = 0xffffffff;
  if (ASC_FEATURE_SIMD && length >= LEAST_FOLDED) register = folded(register);
  while (takePiece()) register = sliced(register, pieceFrom, pieceLength);
  return ~register;
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

function sliced(register: u32, from: usize, size: u32): u32 {
  spendFuel(size >> 3);
  let crc = register;
  let at = from;
  const end = from + size;
  // Bounded: one piece; its fuel is spent above.
  for (const last = from + (size & ~7); at < last; at += 8) {
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
  // Bounded: at most 7 bytes.
  for (; at < end; at += 1) crc = (crc >>> 8) ^ remainder(crc ^ load<u8>(at), 0);
  return crc;
}

/**
 * Takes all blocks of the range and leaves what is no whole block. The scratch holds what the last blocks became, `REACH`
 * bytes, and then what the next ones become.
 */
function folded(register: u32): u32 {
  const history = <usize>MemoryMap_scratch;
  const next = history + REACH;
  memory.fill(history, 0, REACH);
  let isFirst = true;
  for (let rest = (length & ~(BLOCK - 1)) - REACH; rest > 0; rest -= pieceLength) {
    takePiece(min(rest, FOLDED_STEP));
    spendFuel(pieceLength >> 4);
    foldPiece(next, isFirst ? register : 0);
    isFirst = false;
    memory.copy(history, history + pieceLength, REACH);
  }
  takePiece(REACH);
  foldLast(next);
  return sliced(0, next, REACH);
}

/** The register is added to the first bytes. */
function foldPiece(next: usize, register: u32): void {
  let at = pieceFrom;
  foldBlock(next, v128.xor(v128.load(at, 0, 1), i32x4.replace_lane(i64x2.splat(0), 0, register)));
  const end = next + pieceLength;
  // Bounded: one piece; the caller spends fuel for it.
  for (let to = next + BLOCK; to < end; to += BLOCK) {
    at += BLOCK;
    foldBlock(to, v128.load(at, 0, 1));
  }
}

// @ts-ignore: decorator
@inline
function foldBlock(to: usize, block: v128): void {
  const near = v128.xor(v128.load(to - FIRST), v128.load(to - SECOND));
  const far = v128.xor(v128.load(to - THIRD), v128.load(to - REACH));
  v128.store(to, v128.xor(block, v128.xor(near, far)));
}

/** Blocks that would be moved behind the end stay as they are. */
function foldLast(next: usize): void {
  for (let offset: u32 = 0; offset < REACH; offset += BLOCK) {
    const to = next + offset;
    let block = v128.xor(v128.load(pieceFrom + offset, 0, 1), v128.load(to - REACH));
    if (offset < FIRST) block = v128.xor(block, v128.load(to - FIRST));
    if (offset < SECOND) block = v128.xor(block, v128.load(to - SECOND));
    if (offset < THIRD) block = v128.xor(block, v128.load(to - THIRD));
    v128.store(to, block);
  }
}
