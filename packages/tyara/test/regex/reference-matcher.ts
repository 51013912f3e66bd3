/**
 * A matcher written for clarity only: what the sweeps are tested against. It tries the alternatives of HIR in order of
 * preference and goes back when one leads nowhere, but never from one step at one place twice: what led nowhere will again, and
 * an empty turn of a repetition ends where it comes to where it has been.
 */
import { unreachable } from "@tyara/base";
import type { Assertion, Hir } from "@tyara/language/regexp";

/** Goes on at a place; gives the end of the whole match, or undefined when there is none. */
type Step = (search: Search, place: number) => number | undefined;

/** A search from one start. */
interface Search {
  readonly text: Uint8Array;
  /** The places at which each step was tried. */
  readonly tried: Map<Step, Set<number>>;
}

const steps = new WeakMap<Hir, Step>();

/** The end of the preferred match that begins at `start`; undefined when none does. For tests: recursive. */
export function matchAt(hir: Hir, text: Uint8Array, start: number): number | undefined {
  const step = steps.get(hir) ?? stepOf(hir, (_, place) => place);
  steps.set(hir, step);
  return step({ text, tried: new Map() }, start);
}

/** Matches `hir`, then goes on with `then`. */
function stepOf(hir: Hir, then: Step): Step {
  switch (hir.kind) {
    case "empty":
      return then;
    case "literal":
      return (search, place) =>
        hir.bytes.every((byte, i) => search.text[place + i] === byte)
          ? then(search, place + hir.bytes.length)
          : undefined;
    case "class":
      return (search, place) => {
        const byte = search.text[place];
        return byte !== undefined && hir.set.has(byte) ? then(search, place + 1) : undefined;
      };
    case "assertion":
      return (search, place) =>
        holdsAt(hir.assertion, search.text, place) ? then(search, place) : undefined;
    case "concat":
      return hir.items.reduceRight((rest, item) => stepOf(item, rest), then);
    case "alternation":
      return firstOf(hir.branches.map((branch) => stepOf(branch, then)));
    case "repeat":
      return repeat(hir, then);
    default:
      return unreachable(hir);
  }
}

/** Optional turns lie within each other; without a bound, the last of the required turns comes again. */
function repeat({ item, min, max, isGreedy }: Extract<Hir, { kind: "repeat" }>, then: Step): Step {
  const choice = (turn: Step) => firstOf(isGreedy ? [turn, then] : [then, turn]);
  const turns = (count: number, last: Step) => {
    let step = last;
    for (let i = 0; i < count; i++) step = stepOf(item, step);
    return step;
  };
  if (max !== undefined) {
    let optional = then;
    for (let i = min; i < max; i++) optional = choice(stepOf(item, optional));
    return turns(min, optional);
  }
  const turn: Step = once(stepOf(item, (search, place) => again(search, place)));
  const again = choice(turn);
  return min === 0 ? again : turns(min - 1, turn);
}

function firstOf(attempts: readonly Step[]): Step {
  return once((search, place) => {
    for (const attempt of attempts) {
      const end = attempt(search, place);
      if (end !== undefined) return end;
    }
    return undefined;
  });
}

/** Leads nowhere where it was tried before. */
function once(step: Step): Step {
  return (search, place) => {
    const places = search.tried.get(step) ?? new Set();
    if (places.has(place)) return undefined;
    search.tried.set(step, places.add(place));
    return step(search, place);
  };
}

function holdsAt(assertion: Assertion, text: Uint8Array, place: number): boolean {
  const before = text[place - 1];
  const after = text[place];
  const isWordBefore = isWord(before);
  const isWordAfter = isWord(after);
  switch (assertion) {
    case "start":
      return before === undefined;
    case "end":
      return after === undefined;
    case "line-start":
      return before === undefined || before === 10;
    case "line-end":
      return after === undefined || after === 10;
    case "crlf-line-start":
      return before === undefined || before === 10 || (before === 13 && after !== 10);
    case "crlf-line-end":
      return after === undefined || after === 13 || (after === 10 && before !== 13);
    case "word-boundary":
      return isWordBefore !== isWordAfter;
    case "not-word-boundary":
      return isWordBefore === isWordAfter;
    case "word-start":
      return !isWordBefore && isWordAfter;
    case "word-end":
      return isWordBefore && !isWordAfter;
    case "word-start-half":
      return !isWordBefore;
    case "word-end-half":
      return !isWordAfter;
  }
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /^\w$/.test(String.fromCharCode(byte));
}
