// States that a sweep has come by before, found by what they are: on long stretches of similar bytes a step is then a
// look-up, however many positions are live. In effect deterministic automata, built as needed, in bounded memory: when
// a table is full, all of it is forgotten.
//
// A row begins with its key, what the state is; what else it holds is its user's, and zero at first. Addresses of rows
// are multiples of 16, so that users have four bits for flags.
import { allocate } from "../memory/heap";

const SLOT_BITS: u32 = 9;
const SLOT_BYTES: u32 = 4 << SLOT_BITS;
const MAX_ROWS: u32 = 1 << (SLOT_BITS - 1);

const MAX_KEY_SIZE: u32 = 80;

const TABLE_BYTES: u32 = 1 << 17;
const Table_owner: u32 = 0;
const Table_keySize: u32 = 4;
const Table_rowSize: u32 = 8;
const Table_rowCount: u32 = 12;
const Table_next: u32 = 16;
const Table_key: u32 = 32;
const Table_slots: u32 = Table_key + MAX_KEY_SIZE;
const Table_rows: u32 = Table_slots + SLOT_BYTES;

/** Of the flags that a reference to a row may have, all; the rest is its address. */
export const ROW_FLAGS: u32 = 15;

/** Whether a table was full when a row of it or room in it was asked for last: everything before is forgotten. */
export let isCleared: bool = false;

/** Memory for a table; 0 when there is none. */
export function allocateTable(): usize {
  const table = allocate(TABLE_BYTES);
  if (table) store<u32>(table, 0, Table_owner);
  return table;
}

/**
 * Opens a table for what is at the address `owner`: empty unless it was opened for that last. Rows have `rowSize` bytes, a multiple of
 * 16, and keys of `keySize`, a multiple of 8.
 */
export function openTable(table: usize, owner: usize, keySize: u32, rowSize: u32): void {
  if (load<u32>(table, Table_owner) == owner) return;
  store<u32>(table, <u32>owner, Table_owner);
  store<u32>(table, keySize, Table_keySize);
  store<u32>(table, rowSize, Table_rowSize);
  clearTable(table);
}

function clearTable(table: usize): void {
  store<u32>(table, 0, Table_rowCount);
  store<u32>(table, <u32>table + Table_rows, Table_next);
  memory.fill(table + Table_slots, 0, SLOT_BYTES);
}

/** `size` bytes of the table, to be forgotten with its rows. Sets {@link isCleared}. */
export function reserveInTable(table: usize, size: u32): usize {
  const address = takeRoom(table, size);
  isCleared = !address;
  if (address) return address;
  clearTable(table);
  return takeRoom(table, size);
}

function takeRoom(table: usize, size: u32): usize {
  const address = load<u32>(table, Table_next);
  const next = (address + size + 15) & ~15;
  if (next > <u32>table + TABLE_BYTES) return 0;
  store<u32>(table, next, Table_next);
  return address;
}

/** Where the key is put of what is looked for. */
// @ts-ignore: decorator
@inline
export function keyOf(table: usize): usize {
  return table + Table_key;
}

/** The row with the key that has been put there, a new one when there is none. Sets {@link isCleared}. */
export function rowWithKey(table: usize): usize {
  const row = findRow(table);
  isCleared = !row;
  if (row) return row;
  clearTable(table);
  return findRow(table);
}

// 0 when there is no such row and no room for one.
function findRow(table: usize): usize {
  const key = keyOf(table);
  const keySize = load<u32>(table, Table_keySize);
  let place = slotAt(table, hashOf(key, keySize));
  let row = load<u32>(place);
  for (let next = hashOf(key, keySize) + 1; row && !areEqual(row, key, keySize); next++) {
    place = slotAt(table, next);
    row = load<u32>(place);
  }
  return row ? row : addRow(table, place);
}

// @ts-ignore: decorator
@inline
function slotAt(table: usize, index: u32): usize {
  return table + Table_slots + ((index << 2) & (SLOT_BYTES - 1));
}

function addRow(table: usize, slot: usize): usize {
  const count = load<u32>(table, Table_rowCount);
  const rowSize = load<u32>(table, Table_rowSize);
  const row: usize = count < MAX_ROWS ? takeRoom(table, rowSize) : 0;
  if (!row) return 0;
  memory.fill(row, 0, rowSize);
  memory.copy(row, keyOf(table), load<u32>(table, Table_keySize));
  store<u32>(slot, <u32>row);
  store<u32>(table, count + 1, Table_rowCount);
  return row;
}

function hashOf(key: usize, size: u32): u32 {
  let hash: u32 = 0;
  for (let at: u32 = 0; at < size; at += 4) hash = rotl((hash ^ load<u32>(key + at)) * 0x9e3779b1, 13);
  return (hash * 0x9e3779b1) >> (32 - SLOT_BITS);
}

function areEqual(one: usize, other: usize, size: u32): bool {
  for (let at: u32 = 0; at < size; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
  return true;
}
