// Look-ups in maps of module values. A map is one i64: the address of its entries in the low half, their count in the high half.
// An entry is a key slot and a value slot. Entries are sorted by key, so a look-up is a binary search.
import { MapEntry_size, MapEntry_value } from "../generated/memory-map";
import { stringCompare } from "./strings";

/** The address of the value slot of an integer key; 0 if the map lacks the key. Keys are in signed order. */
export function mapFindInteger(map: i64, key: i64): usize {
  const entries = <usize>(<u32>map);
  let low: u32 = 0;
  let high = <u32>(map >>> 32);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries + middle * MapEntry_size;
    const found = load<i64>(entry);
    if (found == key) return entry + MapEntry_value;
    if (found < key) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/** The address of the value slot of a string key; 0 if the map lacks the key. Keys are in bytewise order. */
export function mapFindString(map: i64, key: i64): usize {
  const entries = <usize>(<u32>map);
  let low: u32 = 0;
  let high = <u32>(map >>> 32);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries + middle * MapEntry_size;
    const order = stringCompare(load<i64>(entry), key);
    if (order == 0) return entry + MapEntry_value;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return 0;
}
