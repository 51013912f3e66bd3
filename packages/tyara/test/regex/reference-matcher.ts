/**
 * A matcher written for clarity only: what the sweeps are tested against. It tries the alternatives of HIR in order of
 * preference and goes back when one leads nowhere, exponentially slowly if need be.
 */
import { unreachable } from "../../src/base/index.ts";
import type { Assertion, Hir } from "../../src/regex/index.ts";

/** Goes on behind a partial match; the end of the whole match, or undefined when there is none. */
type Continuation = (place: number) => number | undefined;

/** The end of the preferred match that begins at `start`; undefined when none does. For tests: exponential, recursive. */
export function matchAt(hir: Hir, text: Uint8Array, start: number): number | undefined {
  return match(hir, text, start, (place) => place);
}

function match(hir: Hir, text: Uint8Array, place: number, then: Continuation): number | undefined {
  switch (hir.kind) {
    case "empty":
      return then(place);
    case "literal":
      return hir.bytes.every((byte, i) => text[place + i] === byte)
        ? then(place + hir.bytes.length)
        : undefined;
    case "class": {
      const byte = text[place];
      return byte !== undefined && hir.set.has(byte) ? then(place + 1) : undefined;
    }
    case "assertion":
      return holdsAt(hir.assertion, text, place) ? then(place) : undefined;
    case "concat":
      return matchAll(hir.items, text, place, then);
    case "alternation":
      return firstOf(hir.branches.map((branch) => () => match(branch, text, place, then)));
    case "repeat":
      return matchRepeat(hir, text, place, 0, then);
    default:
      return unreachable(hir);
  }
}

function matchAll(
  items: readonly Hir[],
  text: Uint8Array,
  place: number,
  then: Continuation,
): number | undefined {
  const [first, ...rest] = items;
  if (first === undefined) return then(place);
  return match(first, text, place, (behind) => matchAll(rest, text, behind, then));
}

function matchRepeat(
  hir: Extract<Hir, { kind: "repeat" }>,
  text: Uint8Array,
  place: number,
  count: number,
  then: Continuation,
): number | undefined {
  const stop = () => (count >= hir.min ? then(place) : undefined);
  const goOn = () => {
    if (hir.max !== undefined && count >= hir.max) return undefined;
    // An unbounded repetition that consumed nothing would only repeat itself.
    return match(hir.item, text, place, (behind) =>
      behind === place && hir.max === undefined && count >= hir.min
        ? undefined
        : matchRepeat(hir, text, behind, count + 1, then),
    );
  };
  return firstOf(hir.isGreedy ? [goOn, stop] : [stop, goOn]);
}

function firstOf(attempts: readonly (() => number | undefined)[]): number | undefined {
  for (const attempt of attempts) {
    const end = attempt();
    if (end !== undefined) return end;
  }
  return undefined;
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
