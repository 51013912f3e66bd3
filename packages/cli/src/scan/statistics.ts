/** What a scan has to say about itself (`--stats`). */
import { statSync } from "node:fs";
import { systemPath } from "../file-path.ts";
import type { Target } from "./targets.ts";

/** Why a file was not scanned. */
export type SkipReason =
  | "larger than allowed"
  | "neither file nor directory"
  | "links that lead nowhere"
  | "links to directories"
  | "cannot be read";

/** How many of the slowest files are told. */
const SLOWEST = 5;

export class ScanStatistics {
  readonly #started = performance.now();
  readonly #skipped = new Map<SkipReason, number>();
  /** The slowest first. */
  #slowest: { readonly path: string; readonly milliseconds: number }[] = [];
  /** How many threads scanned. */
  threads = 1;
  #files = 0;
  #matching = 0;
  #bytes = 0;

  /** Files that were scanned. */
  get files(): number {
    return this.#files;
  }

  /** Files with rules that are printed. */
  get matching(): number {
    return this.#matching;
  }

  add(path: string, isMatching: boolean, milliseconds: number | undefined): void {
    this.#files++;
    if (isMatching) this.#matching++;
    const last = this.#slowest[SLOWEST - 1];
    if (milliseconds === undefined || milliseconds <= (last?.milliseconds ?? 0)) return;
    this.#slowest = [...this.#slowest, { path, milliseconds }]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, SLOWEST);
  }

  addSize({ path, bytes }: Target): void {
    try {
      this.#bytes += bytes?.length ?? statSync(systemPath(path)).size;
    } catch {
      // It was taken away meanwhile.
    }
  }

  skip(reason: SkipReason): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  lines(): string[] {
    const seconds = Math.max((performance.now() - this.#started) / 1000, 0.001);
    const megabytes = this.#bytes / 1e6;
    const lines = [
      `scanned ${this.#files} files, ${this.#matching} with matches, ${megabytes.toFixed(1)} MB in ${seconds.toFixed(2)} s`,
      `${Math.round(this.#files / seconds)} files/s, ${(megabytes / seconds).toFixed(1)} MB/s, ${this.threads} ${this.threads === 1 ? "thread" : "threads"}`,
    ];
    for (const [reason, count] of this.#skipped) lines.push(`not scanned: ${count} (${reason})`);
    for (const { path, milliseconds } of this.#slowest)
      lines.push(`slow: ${milliseconds.toFixed(1)} ms ${path}`);
    return lines;
  }
}
