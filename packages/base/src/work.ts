/**
 * The one budget of a scan: whoever does work whose amount hostile bytes decide pays for it here, and whoever runs such
 * work says what may be spent.
 *
 * The counters are variables of this file, not fields of an object that is handed down: paying must cost next to nothing,
 * and every parser would have to pass such an object to each of its functions. One thing runs at a time, so there is one
 * meter at a time; meters nest. All counts are small integers, which engines store without allocating.
 */
import { assert } from "./assert.ts";
import { Ration } from "./ration.ts";

/** Units at first, at least and at most between two looks at the clock; a unit takes about 10 ns. */
const unitRations = [1 << 10, 1 << 7, 1 << 16] as const;

/** Bytes made between two looks at the limit. */
const byteRation = 1 << 20;

/** Where nobody meters. */
const unmetered = 0x3fff_ffff;

/**
 * Thrown by {@link spendWork} and {@link spendMemory} when what a {@link WorkMeter} allows is used up; whoever set the
 * meter catches it. Not an error: it has no stack. Parsers let it through.
 */
export class WorkExhausted {
  readonly what: "work" | "memory";

  constructor(what: "work" | "memory") {
    this.what = what;
  }
}

/**
 * Thrown to end all that runs, not only what spends: a scan's time is up, somebody else's code failed. Who keeps failures
 * of one part from the others lets it through. Not an error either.
 */
export class Interruption {}

/** What may be spent; what is absent has no bound. */
export interface WorkLimits {
  readonly maxUnits?: number;
  readonly maxBytes?: number;
  /** Called about every millisecond; may throw, which ends the work. */
  readonly checkpoint?: (() => void) | undefined;
}

/** Counts what is spent under it, and bounds it. Can be used again after {@link reset}. */
export class WorkMeter {
  /** Units of work spent so far, up to date when no {@link meterWork} with this meter runs. */
  units = 0;
  /** Bytes made so far, likewise. */
  bytes = 0;
  #limits: WorkLimits;
  readonly #ration = new Ration(...unitRations);

  constructor(limits: WorkLimits = {}) {
    this.#limits = limits;
  }

  /** Nothing is spent yet, and this is what may be. */
  reset(limits: WorkLimits): void {
    this.restart();
    this.#limits = limits;
  }

  /** Nothing is spent yet. While work runs, what was spent since the last look at the clock still counts. */
  restart(): void {
    this.units = 0;
    this.bytes = 0;
  }

  /** @internal Units until the next look. Throws when none may follow. */
  nextUnits(): number {
    const { maxUnits = Number.POSITIVE_INFINITY, checkpoint } = this.#limits;
    if (this.units > maxUnits) throw new WorkExhausted("work");
    if (checkpoint === undefined) return unitRations[2];
    checkpoint();
    return this.#ration.next(performance.now());
  }

  /** @internal Bytes until the next look. Throws when none may follow. */
  nextBytes(): number {
    if (this.bytes > (this.#limits.maxBytes ?? Number.POSITIVE_INFINITY)) throw new WorkExhausted("memory");
    return byteRation;
  }
}

let meter: WorkMeter | undefined;
/** What is left until the meter is asked, and what was left when it was last told. */
let unitsLeft = unmetered;
let unitsBefore = unmetered;
let bytesLeft = unmetered;
let bytesBefore = unmetered;

/**
 * Pays for work. A unit is about 10 ns: one read of a `ByteReader`, one item of a list made, 64 bytes walked by built-in
 * code. Now and then looks at the clock, the signal and the limits of whoever meters: throws what ends the work, and what
 * it throws must be let through. Without a meter it does nothing.
 *
 * @param units not negative; a whole number, so that paying stays cheap.
 */
export function spendWork(units: number): void {
  unitsLeft -= units;
  // Not `< 0`: what is not a number must not switch the budget off.
  if (!(unitsLeft >= 0)) refill();
}

/**
 * Pays for so many bytes of memory that are made and kept for a while, and for the work of writing them, 64 bytes a unit.
 * Throws like {@link spendWork}.
 */
export function spendMemory(byteLength: number): void {
  bytesLeft -= byteLength;
  if (!(bytesLeft >= 0)) refill();
  spendWork(byteLength >>> 6);
}

/** Runs what spends under a meter of its own: nothing of it is charged to a meter around. */
export function meterWork<T>(inner: WorkMeter, run: () => T): T {
  tellMeter();
  const outer = meter;
  const outerUnits = unitsLeft;
  const outerBytes = bytesLeft;
  begin(inner, unitRations[0], byteRation);
  try {
    return run();
  } finally {
    tellMeter();
    begin(outer, outerUnits, outerBytes);
  }
}

function begin(next: WorkMeter | undefined, units: number, bytes: number): void {
  meter = next;
  unitsLeft = unitsBefore = units;
  bytesLeft = bytesBefore = bytes;
}

/** Brings the counters of the meter that runs up to date. */
export function tellMeter(): void {
  if (meter !== undefined) {
    meter.units += unitsBefore - unitsLeft;
    meter.bytes += bytesBefore - bytesLeft;
  }
  unitsBefore = unitsLeft;
  bytesBefore = bytesLeft;
}

/** Nothing is left, unless the meter gives more. */
function refill(): void {
  const isCount = !Number.isNaN(unitsLeft) && !Number.isNaN(bytesLeft);
  if (isCount) tellMeter();
  begin(meter, 0, 0);
  assert(isCount, "what is paid for is a number");
  const bytes = meter === undefined ? unmetered : meter.nextBytes();
  const units = meter === undefined ? unmetered : meter.nextUnits();
  begin(meter, units, bytes);
}
