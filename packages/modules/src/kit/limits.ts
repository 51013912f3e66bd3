/**
 * What the limits of parsers cut off. A parser notes each limit that it meets, and the result of the scan tells them.
 * Parsers run one at a time and to their end, so whoever starts one collects what is noted meanwhile. Rejected: a
 * collector handed down through every function of every parser.
 */
let met: Set<string> | undefined;

/** Limit: notes that one collection keeps; they are for people. */
const MAX_NOTES = 100;

/** Notes what a parser left out, in words that follow the module's name: `more than 96 sections`. Notes are kept once. */
export function noteLimit(what: string): void {
  if (met !== undefined && met.size < MAX_NOTES) met.add(what);
}

/** `count`, or `most` where it is greater, which is noted: `atMost(MAX_SECTIONS, count, "sections")`. */
export function atMost(most: number, count: number, things: string): number {
  if (count <= most) return count;
  noteLimit(`more than ${most} ${things}`);
  return most;
}

/** Whether a list has `most` items when one more is there to be read, which then is noted. */
export function isFull(most: number, count: number, things: string): boolean {
  if (count < most) return false;
  noteLimit(`more than ${most} ${things}`);
  return true;
}

/** The first `most` items; that there were more is noted. */
export function firstOf<T>(most: number, items: readonly T[], things: string): readonly T[] {
  return items.length <= most ? items : items.slice(0, atMost(most, items.length, things));
}

/** Runs what may meet limits, and adds what they cut off to `into`. */
export function collectLimits<T>(into: Set<string>, run: () => T): T {
  const outer = noteLimitsIn(into);
  try {
    return run();
  } finally {
    noteLimitsIn(outer);
  }
}

/** Where notes go from now on; returns where they went. {@link collectLimits} without a function to run. */
export function noteLimitsIn(into: Set<string> | undefined): Set<string> | undefined {
  const outer = met;
  met = into;
  return outer;
}
