/** Inflating in small steps: a few bytes may become a thousand times as many. */

import { spendMemory, spendWork } from "@tyara/base";
import { Inflate } from "fflate";

/** Compressed bytes of a step, which can give a megabyte. */
const STEP = 1024;
/** What a step costs beside what it gives. */
const STEP_WORK = 1000;

/** The plain bytes, part by part, up to the first damage. Whoever has enough stops asking. */
export function* inflated(body: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  const stream = new Inflate((part) => parts.push(part));
  for (let at = 0; at < body.length; at += STEP) {
    const isSound = push(stream, body.subarray(at, at + STEP), at + STEP >= body.length);
    spendWork(STEP_WORK);
    for (const part of parts) {
      spendMemory(part.length);
      // Copying what repeats is most of it: four bytes a unit.
      spendWork(part.length >>> 2);
      if (part.length > 0) yield part;
    }
    parts = [];
    if (!isSound) return;
  }
}

function push(stream: Inflate, bytes: Uint8Array, isLast: boolean): boolean {
  try {
    stream.push(bytes, isLast);
    return true;
  } catch {
    // Damaged data are all that the library throws for.
    return false;
  }
}
