/**
 * `for … of`: the body is written once and run with the patterns of the set one after the other. Inside, `$`, `#`, `@`
 * and `!` mean the pattern whose id and state address are in two locals.
 */
import { PatternState } from "../../base/index.ts";
import { ByteSink, ValueType } from "../../wasm/index.ts";
import type { IrOf, PatternId } from "../ir.ts";
import type { FunctionEmitter } from "./function-emitter.ts";
import { countCondition, emitAnswer, withCounter } from "./quantifier.ts";

export function emitForOf(fn: FunctionEmitter, ir: IrOf<"for-of">): void {
  const { i32 } = ValueType;
  fn.ensureSearch();
  withCounter(fn, ir.quantifier, { count: ir.patterns.length }, (counter) =>
    fn.withLocal(i32, (index) =>
      fn.withLocal(i32, (id) =>
        fn.withLocal(i32, (state) =>
          emitAnswer(fn, counter, (decided) => {
            const outer = fn.current;
            fn.current = { id, state };
            fn.code.i32Const(0).localSet(index);
            const next = fn.loop();
            select(fn, ir.patterns, index);
            fn.forgetting(() => countCondition(fn, counter, ir.body, decided));
            fn.code.localGet(index).i32Const(1).i32Add().localTee(index);
            fn.code.i32Const(ir.patterns.length).i32LtU();
            fn.branchIf(next);
            fn.code.end();
            fn.current = outer;
          }),
        ),
      ),
    ),
  );
}

/** Sets the locals of the current pattern to the one at an index of the set. */
function select(fn: FunctionEmitter, patterns: readonly PatternId[], index: number): void {
  const { code, linked } = fn;
  const { id, state } = fn.current!;
  code.localGet(index);
  if (isRun(patterns)) code.i32Const(patterns[0]!).i32Add();
  else
    code
      .i32Const(4)
      .i32Mul()
      .i32Load(linked.pool.append(idTable(patterns), 4));
  code.localTee(id).i32Const(PatternState.size).i32Mul();
  code.i32Const(linked.patternState(0)).i32Add().localSet(state);
}

/** Whether the patterns follow one another. */
function isRun(patterns: readonly PatternId[]): boolean {
  return patterns.every((id, index) => id === patterns[0]! + index);
}

function idTable(patterns: readonly PatternId[]): Uint8Array {
  const table = new ByteSink(patterns.length * 4);
  for (const id of patterns) for (let shift = 0; shift < 32; shift += 8) table.u8((id >>> shift) & 0xff);
  return table.toBytes();
}
