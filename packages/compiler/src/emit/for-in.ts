/**
 * `for … in` over ranges, tuples, arrays and maps. Every iterable becomes the same loop:
 *
 *     block (result i32)            end
 *       block                       empty
 *         remaining = <count>       goes to `empty` if an end of a range is undefined
 *         br_if empty (remaining <= 0)
 *         loop                      next
 *           <bind the variables>
 *           <evaluate the body, count the answer, leave once the quantifier is decided>
 *           <advance to the next item>
 *           remaining -= 1
 *           br_if next (remaining != 0)
 *         end
 *         br end
 *       end
 *       i32.const 0
 *     end
 *
 * A {@link Walk} says how the iterable counts, binds and advances.
 *
 * An empty iterable gives false, whatever the quantifier is (SM-7). So does a range with an undefined end. An undefined
 * array or map gives undefined. The count of a range wraps around: a range of 2⁶³ items or more is empty.
 */

import { ByteSink } from "@tyara/base";
import { MapEntry, Slot } from "@tyara/contract";
import type { Ir, IrOf, Iterable, Variable } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { bindSlot, bindValue, withVariable } from "./binding.ts";
import { layoutOf } from "./data.ts";
import type { FunctionEmitter, Label, VariableSlot } from "./function-emitter.ts";
import { type Counter, countCondition, emitAnswer, withCounter } from "./quantifier.ts";

type ForIn = IrOf<"for-in">;
type Of<Kind extends Iterable["kind"]> = Extract<Iterable, { kind: Kind }>;

/** How the loop visits the items of one iterable. */
interface Walk {
  /** An i64 local: the number of items left, including the current one. */
  readonly remaining: number;
  /** Emits code that stores the current item in the variables. */
  readonly bind: () => void;
  /** Emits code that moves to the next item. */
  readonly advance: () => void;
}

export function emitForIn(fn: FunctionEmitter, ir: ForIn): void {
  const { code } = fn;
  const outside = fn.undefinedLabel;
  const end = fn.block(ValueType.i32);
  const empty = fn.block();
  fn.forgetting(() =>
    withWalk(fn, ir, empty, (walk) => {
      code.localGet(walk.remaining).i64Const(0).i64LeS();
      fn.branchIf(empty);
      fn.catching(outside, () =>
        withCounter(fn, ir.quantifier, { local: walk.remaining }, (counter) =>
          emitAnswer(fn, counter, (decided) => emitLoop(fn, walk, counter, ir.body, decided)),
        ),
      );
    }),
  );
  fn.branch(end);
  code.end().i32Const(0).end();
}

function emitLoop(fn: FunctionEmitter, walk: Walk, counter: Counter, body: Ir, decided: Label): void {
  const { code } = fn;
  const next = fn.loop();
  walk.bind();
  countCondition(fn, counter, body, decided);
  walk.advance();
  code.localGet(walk.remaining).i64Const(1).i64Sub().localTee(walk.remaining).i64Const(0).i64Ne();
  fn.branchIf(next);
  code.end();
}

function withWalk(fn: FunctionEmitter, ir: ForIn, empty: Label, write: (walk: Walk) => void): void {
  const { iterable, variables } = ir;
  fn.withLocal(ValueType.i64, (remaining) => {
    if (iterable.kind === "range") walkRange(fn, variables[0]!, iterable, empty, remaining, write);
    else if (iterable.kind === "collection") walkCollection(fn, variables, iterable, remaining, write);
    else walkTuple(fn, variables[0]!, iterable.items, remaining, write);
  });
}

function walkRange(
  fn: FunctionEmitter,
  variable: Variable,
  { range }: Of<"range">,
  empty: Label,
  remaining: number,
  write: (walk: Walk) => void,
): void {
  const { code } = fn;
  fn.catching(empty, () => {
    fn.value(range.lower);
    fn.withLocal(ValueType.i64, (lower) => {
      code.localSet(lower);
      fn.value(range.upper);
      code.localGet(lower).i64Sub().i64Const(1).i64Add().localSet(remaining);
      withVariable(fn, variable, { canBeUndefined: false, layout: undefined }, ({ local }) => {
        code.localGet(lower).localSet(local);
        const advance = () => {
          code.localGet(local).i64Const(1).i64Add().localSet(local);
        };
        write({ remaining, bind: () => {}, advance });
      });
    });
  });
}

function walkTuple(
  fn: FunctionEmitter,
  variable: Variable,
  items: readonly Ir[],
  remaining: number,
  write: (walk: Walk) => void,
): void {
  const table = constantTable(fn, items);
  if (table === undefined) walkExpressions(fn, variable, items, remaining, write);
  else walkTable(fn, variable, table, items.length, remaining, write);
}

/** Visits items that are not constant: a jump table selects the code of the current item. */
function walkExpressions(
  fn: FunctionEmitter,
  variable: Variable,
  items: readonly Ir[],
  remaining: number,
  write: (walk: Walk) => void,
): void {
  fn.code.i64Const(items.length).localSet(remaining);
  const canBeUndefined = items.some((item) => fn.canBeUndefined(item));
  withVariable(fn, variable, { canBeUndefined, layout: undefined }, (slot) => {
    write({ remaining, bind: () => bindItem(fn, slot, items, remaining), advance: () => {} });
  });
}

/**
 * Evaluates the current item. For three items:
 *
 *     block                         bound
 *       block block block
 *         br_table 0 1 2 (remaining - 1)
 *       end  <the last item>   br bound
 *       end  <the second item> br bound
 *       end  <the first item>  br bound
 *     end
 *
 * `remaining` is 1 at the last item, so its block is the innermost.
 */
function bindItem(fn: FunctionEmitter, slot: VariableSlot, items: readonly Ir[], remaining: number): void {
  const { code } = fn;
  const bound = fn.block();
  for (let index = 0; index < items.length; index++) fn.block();
  code.localGet(remaining).i32WrapI64().i32Const(1).i32Sub();
  code.brTable(
    items.map((_, depth) => depth),
    0,
  );
  for (const item of [...items].reverse()) {
    code.end();
    fn.forgetting(() => bindValue(fn, slot, item));
    fn.branch(bound);
  }
  code.end();
}

/** Visits constant items, which lie in a table of slots. */
function walkTable(
  fn: FunctionEmitter,
  variable: Variable,
  table: number,
  length: number,
  remaining: number,
  write: (walk: Walk) => void,
): void {
  fn.code.i64Const(length).localSet(remaining);
  withVariable(fn, variable, { canBeUndefined: false, layout: undefined }, (slot) =>
    fn.withLocal(ValueType.i32, (address) => {
      fn.code.i32Const(table).localSet(address);
      const bind = () => bindSlot(fn, slot, variable, address, 0);
      write({ remaining, bind, advance: () => step(fn, address, Slot.size) });
    }),
  );
}

/**
 * Visits an array (one variable) or a map (two: key and value). Both are tables in memory: of slots, or of
 * {@link MapEntry}s.
 */
function walkCollection(
  fn: FunctionEmitter,
  variables: readonly Variable[],
  { collection }: Of<"collection">,
  remaining: number,
  write: (walk: Walk) => void,
): void {
  const { code } = fn;
  const layout = layoutOf(fn, collection);
  fn.value(collection);
  fn.withLocal(ValueType.i32, (address) => {
    code.localTee(remaining).i32WrapI64().localSet(address);
    code.localGet(remaining).i64Const(32).i64ShrU().localSet(remaining);
    const item = variables[variables.length - 1]!;
    const canBeUndefined = item.type.kind !== "struct";
    if (variables.length === 1) {
      withVariable(fn, item, { canBeUndefined, layout }, (slot) => {
        const bind = () => bindSlot(fn, slot, item, address, 0);
        write({ remaining, bind, advance: () => step(fn, address, Slot.size) });
      });
      return;
    }
    const key = variables[0]!;
    withVariable(fn, key, { canBeUndefined: false, layout }, (keySlot) =>
      withVariable(fn, item, { canBeUndefined, layout }, (slot) => {
        const bind = () => {
          bindSlot(fn, keySlot, key, address, MapEntry.key);
          bindSlot(fn, slot, item, address, MapEntry.value);
        };
        write({ remaining, bind, advance: () => step(fn, address, MapEntry.size) });
      }),
    );
  });
}

/** Emits `address += by`. */
function step({ code }: FunctionEmitter, address: number, by: number): void {
  code.localGet(address).i32Const(by).i32Add().localSet(address);
}

/** Adds a table with a slot for each item to the constants. Returns its address, or undefined if an item is not constant. */
function constantTable(fn: FunctionEmitter, items: readonly Ir[]): number | undefined {
  const table = new ByteSink(items.length * Slot.size);
  const slot = new DataView(new ArrayBuffer(Slot.size));
  slot.setUint32(Slot.defined, 1, true);
  for (const item of items) {
    if (item.kind === "integer") slot.setBigInt64(Slot.value, item.value, true);
    else if (item.kind === "float") slot.setFloat64(Slot.value, item.value, true);
    else if (item.kind === "bool") slot.setBigInt64(Slot.value, item.value ? 1n : 0n, true);
    else if (item.kind === "string") {
      slot.setUint32(Slot.value, fn.linked.pool.intern(item.value), true);
      slot.setUint32(Slot.length, item.value.length, true);
    } else return undefined;
    table.bytes(new Uint8Array(slot.buffer));
  }
  return fn.linked.pool.append(table.toBytes(), 16);
}
