// What the sweeps over one-word sets have worked out before: a small cache for each direction, so that on long stretches
// of similar bytes a step costs a look-up however many positions are live. In effect an automaton of sets, built as
// needed, with bounded memory: an entry is overwritten by whatever needs its place next.
import { allocate } from "./heap";

const ENTRY_COUNT_BITS: u32 = 6;

// An entry of the forward cache: generation, set of positions, set of their followers.
const Follows_size: u32 = 24;
const Follows_generation: u32 = 0;
const Follows_taken: u32 = 8;
const Follows_set: u32 = 16;

// An entry of the backward cache: generation, its two keys, and the recipe: which positions get an end, and from where.
const Recipe_size: u32 = 160;
const Recipe_generation: u32 = 0;
export const Recipe_moveCount: u32 = 4;
const Recipe_live: u32 = 8;
const Recipe_mask: u32 = 16;
export const Recipe_set: u32 = 24;
/** Pairs of bytes: a position, and the follower whose end it takes. */
export const Recipe_moves: u32 = 32;

const FOLLOWS_BYTES: u32 = Follows_size << ENTRY_COUNT_BITS;
const BYTES: u32 = FOLLOWS_BYTES + (Recipe_size << ENTRY_COUNT_BITS);

let memo: usize = 0;
// Entries of other programs are told by an older generation.
let generation: u32 = 0;

/** Whether the last question had no answer. */
export let isForgotten: bool = false;

/** The heap was forgotten, and the caches with it. */
export function forgetMemo(): void {
  memo = 0;
}

/** Makes room for the caches; false when there is no memory for them. */
export function openMemo(): bool {
  if (memo) return true;
  memo = allocate(BYTES);
  if (memo) memory.fill(memo, 0, BYTES);
  generation = 0;
  return memo != 0;
}

/** A program has been opened: what is remembered of others is void. */
export function newGeneration(): void {
  generation++;
}

// @ts-ignore: decorator
@inline
function slotOf(key: u64): u32 {
  return <u32>((key * 0x9e3779b97f4a7c15) >> (64 - ENTRY_COUNT_BITS));
}

/** The followers of a set of positions, unless {@link isForgotten}. */
// @ts-ignore: decorator
@inline
export function rememberedFollows(taken: u64): u64 {
  const entry = memo + slotOf(taken) * Follows_size;
  isForgotten = load<u64>(entry, Follows_taken) != taken || load<u32>(entry, Follows_generation) != generation;
  return load<u64>(entry, Follows_set);
}

export function rememberFollows(taken: u64, set: u64): void {
  const entry = memo + slotOf(taken) * Follows_size;
  store<u32>(entry, generation, Follows_generation);
  store<u64>(entry, taken, Follows_taken);
  store<u64>(entry, set, Follows_set);
}

/** The recipe for these live positions before a byte of these; to be written by the caller if {@link isForgotten}. */
export function recipeFor(live: u64, mask: u64): usize {
  const recipe = memo + FOLLOWS_BYTES + slotOf(live ^ (mask << 1)) * Recipe_size;
  isForgotten =
    load<u64>(recipe, Recipe_live) != live || load<u64>(recipe, Recipe_mask) != mask || load<u32>(recipe, Recipe_generation) != generation;
  if (isForgotten) {
    store<u32>(recipe, generation, Recipe_generation);
    store<u64>(recipe, live, Recipe_live);
    store<u64>(recipe, mask, Recipe_mask);
  }
  return recipe;
}
