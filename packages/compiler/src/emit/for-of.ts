/**
 * `for … of`: the body is written once and run with the patterns of the set one after the other. Inside, `$`, `#`, `@`
 * and `!` mean the pattern whose id and state address are in two locals.
 */
import type { IrOf } from "@tyara/language/ir";
import type { FunctionEmitter } from "./function-emitter.ts";
import { emitPatternLoop } from "./pattern-loop.ts";
import { countCondition, emitAnswer, withCounter } from "./quantifier.ts";

export function emitForOf(fn: FunctionEmitter, ir: IrOf<"for-of">): void {
  fn.ensureSearch();
  withCounter(fn, ir.quantifier, { count: ir.patterns.length }, (counter) =>
    emitAnswer(fn, counter, (decided) =>
      emitPatternLoop(fn, ir.patterns, (current) => {
        const outer = fn.current;
        fn.current = current;
        fn.forgetting(() => countCondition(fn, counter, ir.body, decided));
        fn.current = outer;
      }),
    ),
  );
}
