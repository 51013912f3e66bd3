// Verification of regexps: the windows in which a match may begin come in, every match that begins in one of them goes
// out. Windows whose matches may overlap make a region; a forward sweep finds the region's right end, a backward sweep
// from the last possible match end finds all matches. Both are linear in the region, and regions do not overlap.
import { dataAddress, dataLength } from "./data";
import { MemoryMap_heapNext } from "./generated/memory-map";
import { Program_flags, ProgramFlag_anchored } from "./generated/program-layout";
import { emitMatch, isWanted, subPatternAt } from "./matches";
import { beginBackward, closeBackward, injectEnd, matchEnd, stepBackward } from "./regexp-backward";
import { beginForward, closeForward, injectStart, stepForward } from "./regexp-forward";
import { openProgram } from "./regexp-program";
import { forgetScratch, openScratch } from "./regexp-scratch";
import { openText, textLength } from "./regexp-text";

const Window_size: u32 = 8;
const NOWHERE: u32 = 0xffffffff;

// Perf: an engine replaces slow first code by fast code only between calls, so long sweeps are cut into calls.
const SEGMENT: u32 = 16384;

let windows: usize = 0;
let windowCount: u32 = 0;
/** The last place of the region where a match may end. */
let lastEnd: u32 = 0;
/** The window that the forward sweep has reached. */
let window: u32 = 0;
/** Where the current sweep stands. */
let place: u32 = 0;

/** A new search begins: what an earlier one took from the heap is gone. */
export function beginRegexps(): void {
  forgetScratch();
}

/**
 * Reports, through `emitMatch`, each match of the program that begins inside one of `count` windows: pairs of u32
 * offsets, both included, sorted and disjoint. One match an offset, the one that the quantifiers prefer.
 */
export function verifyRegexp(program: usize, subPattern: u32, first: usize, count: u32): void {
  openProgram(program);
  openText(dataAddress, dataLength);
  if (!openScratch(dataLength)) return;
  windows = first;
  windowCount = count;
  window = 0;
  while (window < windowCount && lowOf(window) <= textLength) {
    const firstOfRegion = window;
    sweepForward();
    if (lastEnd == NOWHERE) continue;
    sweepBackward(subPattern, firstOfRegion);
    if (!isWanted(subPatternAt(subPattern))) return;
  }
}

// @ts-ignore: decorator
@inline
function lowOf(index: u32): u32 {
  return load<u32>(windows + index * Window_size);
}

// @ts-ignore: decorator
@inline
function highOf(index: u32): u32 {
  return load<u32>(windows + index * Window_size, 4);
}

/** Sweeps the region that begins with the current window; goes on to the first window behind the region. */
function sweepForward(): void {
  beginForward();
  lastEnd = NOWHERE;
  place = lowOf(window);
  isAlive = false;
  while (sweepForwardSegment(place < textLength - min(SEGMENT, textLength) ? place + SEGMENT : textLength)) {}
}

let isAlive: bool = false;

/** True when the sweep is to go on behind `limit`. */
function sweepForwardSegment(limit: u32): bool {
  while (true) {
    while (window < windowCount && place > highOf(window)) window++;
    if (window < windowCount && place >= lowOf(window)) injectStart();
    else if (!isAlive) return false;
    if (closeForward(place)) lastEnd = place;
    if (place == textLength) {
      window = windowCount;
      return false;
    }
    isAlive = stepForward(place++);
    if (place == limit && limit < textLength) return true;
  }
}

function sweepBackward(subPattern: u32, firstWindow: u32): void {
  const first = lowOf(firstWindow);
  place = lastEnd;
  backWindow = min(window, windowCount - 1);
  beginBackward();
  while (sweepBackwardSegment(subPattern, firstWindow, place > first + SEGMENT ? place - SEGMENT : first)) {}
}

let backWindow: u32 = 0;

function sweepBackwardSegment(subPattern: u32, firstWindow: u32, limit: u32): bool {
  while (true) {
    injectEnd(place);
    if (closeBackward(place)) {
      while (backWindow > firstWindow && place < lowOf(backWindow)) backWindow--;
      if (place >= lowOf(backWindow) && place <= highOf(backWindow)) {
        emitMatch(subPattern, place, matchEnd() - place);
      }
    }
    if (place == limit) return limit > lowOf(firstWindow);
    stepBackward(--place);
  }
}

/** Whether the program matches anywhere in a string, which has nothing before or after it. */
export function regexpMatches(program: usize, stringAddress: usize, length: u32): i32 {
  openProgram(program);
  openText(stringAddress, length);
  // What this takes from the heap is given back: the operator may be used in loops.
  const heap = load<u32>(MemoryMap_heapNext);
  forgetScratch();
  const found = openScratch(length) && matchesAnywhere(load<u32>(program, Program_flags));
  store<u32>(MemoryMap_heapNext, heap);
  forgetScratch();
  return <i32>found;
}

function matchesAnywhere(flags: u32): bool {
  beginForward();
  for (let at: u32 = 0; at <= textLength; at++) {
    if (at == 0 || !(flags & ProgramFlag_anchored)) injectStart();
    if (closeForward(at)) return true;
    if (at < textLength) stepForward(at);
  }
  return false;
}
