// Verifies regexps. Input: the windows in which a match may begin. Output: every match that begins in one of them.
//
// Windows whose matches may overlap make a region. A forward sweep finds the last place in the region where a match may end.
// A backward sweep from there finds all matches. Both are linear in the region, and regions do not overlap.
import { dataAddress, dataLength } from "../memory/data";
import { spendFuel } from "../memory/fuel";
import { MemoryMap_heapNext, MemoryMap_probeSets } from "../generated/memory-map";
import { SubPattern_program } from "../generated/search-layout";
import { Program_flags, ProgramFlag_anchored } from "../generated/program-layout";
import { ONLY_WHETHER, beginOnlyWhether, emitMatch, isReported, isWantedFrom, subPatternAt } from "../matches/matches";
import { beginBackward, closeBackward, injectEnd, matchEnd, stepBackward } from "./backward";
import { beginForward, closeForward, injectStart, isForwardAlive, stepForward } from "./forward";
import { summaryCount } from "./live-set";
import { openProgram, reach } from "./program";
import { forgetWalks } from "./backward-states";
import { forgetScratch, openScratch } from "./scratch";
import { forgetForward } from "./small-forward";
import { beginSmallBackward, sweepSmallBackward } from "./small-backward";
import {
  beginSmallForward,
  endCount as smallEndCount,
  isSmallAlive,
  lastEnd as smallLastEnd,
  sweepSmallForward,
} from "./small-forward";
import { isPlain, openPositions } from "./positions";
import { openText, textLength } from "./text";

const Window_size: u32 = 8;

// Perf: WebAssembly engines switch from baseline to optimised code only between calls. So a long sweep is a series of calls,
// one for each segment of this many bytes. Fuel is spent between them.
const SEGMENT: u32 = 2048;

// Windows with gaps of at most this many bytes are swept as one. That is always right, because no match starts in a gap.
const CLOSE: u32 = 64;
/** The forward sweep joins close windows once its region has this length. */
const LONG_REGION: u32 = 256;

// Where a single window is kept: in the memory of the probes' sets, which are not in use while a sweep runs.
const ONE_WINDOW: usize = MemoryMap_probeSets;

let windows: usize = 0;
let windowCount: u32 = 0;
/** The index of the window that the forward sweep has reached. */
let window: u32 = 0;
let subPattern: u32 = 0;
/** Matches end here at the latest. */
let sweepEnd: u32 = 0;
/** Whether the opened program is in its small form. */
let isSmall: bool = false;
/** Bytes swept, forwards and backwards. */
let swept: u32 = 0;
/** The last place in the region where a match may end, and the number of such places. */
let lastEnd: u32 = 0;
let endCount: u32 = 0;

/** Call this after the heap was reset: the sweeps have lost their memory. */
function forgetTables(): void {
  forgetScratch();
  forgetForward();
  forgetWalks();
}

/** Call this at the start of a search, after the heap was reset. */
export function beginRegexps(): void {
  forgetTables();
}

/**
 * Reports, through `emitMatch`, each match of the program that begins in one of `count` windows. A window is a pair of u32
 * offsets, both included; windows are sorted and disjoint. Of the matches at one offset it reports the one that the
 * quantifiers prefer.
 */
export function verifyRegexp(program: usize, index: u32, first: usize, count: u32): void {
  openText(dataAddress, dataLength);
  if (!open(program)) return;
  windows = first;
  windowCount = count;
  window = 0;
  subPattern = index;
  while (window < windowCount && lowOf(window) <= textLength) {
    spendFuel(8);
    if (!isWantedFrom(subPatternAt(subPattern), lowOf(window))) return;
    verifyRegion(window);
  }
}

/**
 * Compat: reports the matches that begin in [low, high] as if the data ended at `end`, except that conditions on places see
 * the bytes after it. Returns the number of bytes swept.
 */
export function verifyWithin(index: u32, low: u32, high: u32, end: u32): u32 {
  openText(dataAddress, dataLength);
  if (!open(load<u32>(subPatternAt(index), SubPattern_program))) return 0;
  sweepEnd = min(sweepEnd, end);
  swept = 0;
  verifyWindow(index, low, high);
  return swept;
}

function verifyWindow(index: u32, low: u32, high: u32): void {
  store<u32>(ONE_WINDOW, low);
  store<u32>(ONE_WINDOW, high, 4);
  windows = ONE_WINDOW;
  windowCount = 1;
  window = 0;
  subPattern = index;
  verifyRegion(0);
}

function open(program: usize): bool {
  sweepEnd = textLength;
  openProgram(program);
  isSmall = openPositions(program);
  return openScratch(textLength);
}

// @ts-ignore: decorator
@inline
function lowOf(index: u32): u32 {
  return load<u32>(windows + index * Window_size);
}

// @ts-ignore: decorator
@inline
function highOf(index: u32): u32 {
  return min(load<u32>(windows + index * Window_size, 4), textLength);
}

function verifyRegion(first: u32): void {
  if (isSmall) beginSmallForward();
  else beginForward();
  endCount = 0;
  sweepRegionForward(first);
  if (isSmall) {
    endCount = smallEndCount;
    lastEnd = smallLastEnd;
  }
  if (!endCount) return;
  const start = lowOf(first);
  // One possible start and one certain end: that is the match.
  const isSure = !isSmall || isPlain;
  if (isSure && endCount == 1 && window == first + 1 && start == highOf(first)) emitMatch(subPattern, start, lastEnd - start);
  else sweepRegionBackward(first);
}

// A step of the small form costs about as much as two turns of a loop. A step of the general form costs many more, among them
// one for each word of the summary; what depends on the nodes that are live, the steps spend themselves.
function spendOnSweep(length: u32): void {
  swept += length;
  spendFuel(isSmall ? length << 1 : length * (16 + summaryCount()));
}

function isAlive(): bool {
  return isSmall ? isSmallAlive() : isForwardAlive();
}

/** Sweeps the region that begins with the window `first`. Leaves `window` at the first window after the region. */
function sweepRegionForward(first: u32): void {
  let place = lowOf(first);
  while (place <= sweepEnd) {
    while (window < windowCount && place > highOf(window)) {
      spendFuel(1);
      window++;
    }
    const isInside = window < windowCount && place >= lowOf(window);
    const isBeyond = !isInside && <u64>place > farthestEnd();
    if ((!isAlive() || isBeyond) && (!isInside || (place == lowOf(window) && window != first))) return;
    const border = isInside ? innerBorder(place - lowOf(first) >= LONG_REGION) : outerBorder();
    const to = min(border, place + SEGMENT);
    spendOnSweep(to - place);
    place = isSmall ? sweepSmallForward(place, to, isInside) : sweepForward(place, to, isInside);
    if (place < to) return;
  }
  window = windowCount;
}

// The end of the stretch, from here on, in which starts are injected.
function innerBorder(isLong: bool): u32 {
  let last = window;
  while (isLong && last + 1 < windowCount && isCloseBehind(last + 1)) {
    spendFuel(1);
    last++;
  }
  return min(highOf(last), sweepEnd) + 1;
}

// @ts-ignore: decorator
@inline
function isCloseBehind(index: u32): bool {
  return lowOf(index) - highOf(index - 1) <= CLOSE;
}

// The last place where a match can end that begins in a window that the sweep has passed.
function farthestEnd(): u64 {
  return <u64>highOf(window - 1) + <u64>reach;
}

// The end of the stretch between two windows, or of what matches can reach.
function outerBorder(): u32 {
  const end = <u32>min<u64>(<u64>sweepEnd, farthestEnd()) + 1;
  return window < windowCount ? min(lowOf(window), end) : end;
}

/** The general form of `sweepSmallForward`. */
function sweepForward(from: u32, to: u32, injects: bool): u32 {
  // Bounded: one segment of the sweep; spendOnSweep spends fuel for it.
  for (let place = from; place < to; place++) {
    if (injects) injectStart();
    else if (!isForwardAlive()) return place;
    if (closeForward(place)) {
      lastEnd = place;
      endCount++;
    }
    if (place < textLength) stepForward(place);
  }
  return to;
}

/** Sweeps from the last end in the region back to its first window. */
function sweepRegionBackward(first: u32): void {
  if (isSmall) beginSmallBackward();
  else beginBackward();
  let place = lastEnd;
  for (let index = min(window, windowCount) - 1; ; index--) {
    spendFuel(4);
    const high = highOf(index);
    while (index > first && isCloseBehind(index)) {
      spendFuel(1);
      index--;
    }
    const low = lowOf(index);
    if (place > high) {
      sweepBackwardTo(place, high + 1, false);
      place = high;
    }
    // A window after the last end has no match.
    if (place >= low) sweepBackwardTo(place, low, true);
    if (index == first) return;
    if (place >= low) place = low - 1;
  }
}

function sweepBackwardTo(from: u32, to: u32, reports: bool): void {
  let place = from;
  while (place - to >= SEGMENT) {
    sweepSegmentBackward(place, place - SEGMENT + 1, reports);
    place -= SEGMENT;
  }
  sweepSegmentBackward(place, to, reports);
}

function sweepSegmentBackward(from: u32, to: u32, reports: bool): void {
  spendOnSweep(from - to);
  if (isSmall) sweepSmallBackward(from, to, subPattern, reports);
  else sweepBackward(from, to, reports);
}

/** The general form of `sweepSmallBackward`. */
function sweepBackward(from: u32, to: u32, reports: bool): void {
  // Bounded: one segment of the sweep; spendOnSweep spends fuel for it.
  for (let place = from; ; place--) {
    stepBackward(place);
    injectEnd(place);
    if (closeBackward(place) && reports) emitMatch(subPattern, place, matchEnd() - place);
    if (place == to) return;
  }
}

/** The operator `matches`: 1 if the program matches anywhere in the string. Nothing precedes or follows the string. */
export function regexpMatches(program: usize, stringAddress: usize, length: u32): i32 {
  openText(stringAddress, length);
  // The operator may run in loops, so it returns what it takes from the heap.
  const heap = load<u32>(MemoryMap_heapNext);
  forgetTables();
  const isAnchored = (load<u32>(program, Program_flags) & ProgramFlag_anchored) != 0;
  const found = open(program) && (isSmall && !isPlain ? matchesSurely(isAnchored) : matchesAnywhere(isAnchored));
  store<u32>(MemoryMap_heapNext, heap);
  forgetTables();
  return <i32>found;
}

// The small forward sweep may find an end where there is none. The backward sweep decides.
function matchesSurely(isAnchored: bool): bool {
  beginOnlyWhether();
  verifyWindow(ONLY_WHETHER, 0, isAnchored ? 0 : textLength);
  return isReported;
}

function matchesAnywhere(isAnchored: bool): bool {
  if (isSmall) beginSmallForward();
  else beginForward();
  endCount = 0;
  for (let place: u32 = 0; place <= textLength; ) {
    const injects = place == 0 || !isAnchored;
    const to: u32 = min<u32>(injects && isAnchored ? 1 : place + 256, textLength + 1);
    spendOnSweep(to - place);
    const reached = isSmall ? sweepSmallForward(place, to, injects) : sweepForward(place, to, injects);
    if (isSmall ? smallEndCount : endCount) return true;
    if (reached < to) return false;
    place = reached;
  }
  return false;
}
