/**
 * Walks over a set of patterns: one by one in the code where they are few, in a loop over a table of their ids where they
 * are many, so that the code of a rule does not grow with the product of its patterns and its expressions. Equal sets
 * share one table.
 */
import { PatternState } from "@tyara/contract";
import type { PatternId } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { CurrentPattern, FunctionEmitter } from "./function-emitter.ts";

/** Limit: sets of more patterns are walked in a loop. */
export const maxUnrolledPatterns = 16;

/** Writes a loop over the patterns. `write` writes its body, which finds the pattern it is at in the locals given to it. */
export function emitPatternLoop(
  fn: FunctionEmitter,
  patterns: readonly PatternId[],
  write: (current: CurrentPattern) => void,
): void {
  const { i32 } = ValueType;
  fn.withLocal(i32, (index) =>
    fn.withLocal(i32, (id) =>
      fn.withLocal(i32, (state) => {
        const { code } = fn;
        code.i32Const(0).localSet(index);
        const next = fn.loop();
        select(fn, patterns, index, { id, state });
        write({ id, state });
        code.localGet(index).i32Const(1).i32Add().localTee(index);
        code.i32Const(patterns.length).i32LtU();
        fn.branchIf(next);
        code.end();
      }),
    ),
  );
}

/** Sets the locals of the current pattern to the one at an index of the set. */
function select(
  { code, linked }: FunctionEmitter,
  patterns: readonly PatternId[],
  index: number,
  { id, state }: CurrentPattern,
): void {
  code.localGet(index);
  if (isRun(patterns)) code.i32Const(patterns[0]!).i32Add();
  else code.i32Const(4).i32Mul().i32Load(linked.patternTable(patterns), 0);
  code.localTee(id).i32Const(PatternState.size).i32Mul();
  code.i32Const(linked.patternState(0)).i32Add().localSet(state);
}

/** Whether the patterns follow one another. */
function isRun(patterns: readonly PatternId[]): boolean {
  return patterns.every((id, index) => id === patterns[0]! + index);
}
