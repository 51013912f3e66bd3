/** What stays in this browser from one visit to the next. */
import type { Shared } from "./share.ts";

const KEY = "tyara-playground";
/** Browsers keep some five million characters for a page. */
const MAX_KEPT = 4_000_000;

export interface Kept extends Shared {
  readonly theme: Theme;
}

export type Theme = "auto" | "light" | "dark";

/** Undefined where nothing was kept, or where the browser keeps nothing. */
export function restore(): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept === null ? undefined : (kept as Kept);
  } catch {
    return undefined;
  }
}

export function keep(state: Kept): void {
  try {
    const text = JSON.stringify(state);
    if (text.length <= MAX_KEPT) localStorage.setItem(KEY, text);
  } catch {
    // A browser that keeps nothing is no failure.
  }
}
