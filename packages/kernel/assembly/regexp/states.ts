// States that a sweep has met before, in a hash table. On a long stretch of similar bytes a step is then one look-up, however
// many positions are live. In effect this builds a deterministic automaton as needed, in bounded memory: a full table is
// cleared as a whole.
//
// A row begins with its key, which identifies the state. The rest of the row belongs to the user and is zero at first.
// Addresses of rows are multiples of 16, so a reference to a row has four bits for flags of the user.
import { spendFuel } from "../memory/fuel";
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

/** The bits of a reference that may be flags; the others are the address of the row. */
export const ROW_FLAGS: u32 = 15;

/** Whether the last call for a row or for room found the table full and cleared it: all earlier rows are gone. */
export let isCleared: bool = false;

/** Allocates a table; 0 without memory. */
export function allocateTable(): usize {
  const table = allocate(TABLE_BYTES);
  if (table) store<u32>(table, 0, Table_owner);
  return table;
}

/**
 * Opens a table for the program form at the address `owner`. Clears it unless it was opened for the same owner last. Rows have
 * `rowSize` bytes, a multiple of 16; keys have `keySize` bytes, a multiple of 8.
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

/** Takes `size` bytes of the table, which are lost when it is cleared. Sets {@link isCleared}. */
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

/** Where users write the key before they call {@link rowWithKey}. */
// @ts-ignore: decorator
@inline
export function keyOf(table: usize): usize {
  return table + Table_key;
}

/** Finds the row with the key at {@link keyOf}, or adds it. Sets {@link isCleared}. */
export function rowWithKey(table: usize): usize {
  const row = findRow(table);
  isCleared = !row;
  if (row) return row;
  clearTable(table);
  return findRow(table);
}

// Finds or adds the row; 0 if there is no room for it.
function findRow(table: usize): usize {
  const key = keyOf(table);
  const keySize = min<u32>(load<u32>(table, Table_keySize), MAX_KEY_SIZE);
  let place = slotAt(table, hashOf(key, keySize));
  let row = load<u32>(place);
  for (let next = hashOf(key, keySize) + 1; row && !areEqual(row, key, keySize); next++) {
    spendFuel(1);
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
  spendFuel(rowSize >> 5);
  memory.fill(row, 0, rowSize);
  memory.copy(row, keyOf(table), min<u32>(load<u32>(table, Table_keySize), MAX_KEY_SIZE));
  store<u32>(slot, <u32>row);
  store<u32>(table, count + 1, Table_rowCount);
  return row;
}

// Bounded: MAX_KEY_SIZE.
function hashOf(key: usize, size: u32): u32 {
  let hash: u32 = 0;
  for (let at: u32 = 0; at < size; at += 4) hash = rotl((hash ^ load<u32>(key + at)) * 0x9e3779b1, 13);
  return (hash * 0x9e3779b1) >> (32 - SLOT_BITS);
}

// Bounded: MAX_KEY_SIZE.
function areEqual(one: usize, other: usize, size: u32): bool {
  for (let at: u32 = 0; at < size; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
  return true;
}
