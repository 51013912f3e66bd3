/**
 * What compiling may take: time, a signal that stops it, and bytes that it makes. All phases pay for their work through
 * `base/work.ts`, so that none is outside of it.
 */
import {
  type AbortSignalLike,
  Interruption,
  meterWork,
  type Span,
  WorkExhausted,
  WorkMeter,
} from "@tyara/base";
import { type Diagnostic, errors, type Source } from "../diagnostics/index.ts";
import { CompileError } from "./compile-error.ts";

/** What bounds a compiler. */
export interface CompileLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignalLike | undefined;
  readonly maxCompiledBytes: number;
}

/** Where the compiler is, for the diagnostic that tells where it stopped. */
export interface Place {
  readonly source: Source;
  readonly span: Span;
}

/** Leaves the compiler. */
class CompileStop extends Interruption {
  readonly problem: string;

  constructor(problem: string) {
    super();
    this.problem = problem;
  }
}

export class CompileBudget {
  readonly #limits: CompileLimits;
  #msLeft: number;
  #end = Number.POSITIVE_INFINITY;
  #stop: Diagnostic | undefined;
  /** Units of work done so far. */
  units = 0;

  constructor(limits: CompileLimits) {
    this.#limits = limits;
    this.#msLeft = limits.timeoutMs > 0 ? limits.timeoutMs : Number.POSITIVE_INFINITY;
  }

  /** Why the compiler was stopped; it compiles nothing any more. */
  get stop(): Diagnostic | undefined {
    return this.#stop;
  }

  /** Does some of the compiler's work. Throws {@link CompileError} when it is stopped, then and from then on. */
  run<T>(work: () => T, placeOf: () => Place | undefined = () => undefined): T {
    if (this.#stop !== undefined) throw new CompileError([this.#stop]);
    const { maxCompiledBytes, signal } = this.#limits;
    const isTimed = this.#msLeft !== Number.POSITIVE_INFINITY;
    const checkpoint = isTimed || signal !== undefined ? () => this.check() : undefined;
    const meter = new WorkMeter({ maxBytes: maxCompiledBytes, checkpoint });
    const started = performance.now();
    this.#end = started + this.#msLeft;
    try {
      this.check();
      return meterWork(meter, work);
    } catch (error) {
      this.#stop = this.#describe(error, placeOf());
      throw this.#stop === undefined ? error : new CompileError([this.#stop]);
    } finally {
      this.units += meter.units;
      this.#msLeft -= performance.now() - started;
    }
  }

  /** Looks at the clock and the signal; called by what pays, and after calls of the user's functions. */
  check(): void {
    if (this.#limits.signal?.aborted) throw new CompileStop("its signal is aborted");
    if (performance.now() >= this.#end)
      throw new CompileStop(`it takes more than ${this.#limits.timeoutMs} ms`);
  }

  #describe(error: unknown, place: Place | undefined): Diagnostic | undefined {
    const span = place?.span ?? { start: 0, end: 0 };
    const problem = `more than ${this.#limits.maxCompiledBytes} bytes come of the rules`;
    if (error instanceof WorkExhausted) return located(errors.ruleSetTooLarge(span, { problem }), place);
    if (error instanceof CompileStop)
      return located(errors.compilingStopped(span, { problem: error.problem }), place);
    return undefined;
  }
}

function located(diagnostic: Diagnostic, place: Place | undefined): Diagnostic {
  if (place === undefined) return diagnostic;
  const { source } = place;
  return { ...diagnostic, labels: diagnostic.labels.map((label) => ({ source, ...label })) };
}
