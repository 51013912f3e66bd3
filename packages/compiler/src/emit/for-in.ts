/**
 * `for … in`: ranges, tuples, arrays and maps. All are one loop with a countdown of what remains; they differ in how
 * the variables get the next item.
 *
 * An empty iterable, and a range with an undefined end, make the whole false, whatever the quantifier (SM-7). An
 * undefined array or map makes it undefined. A range's count wraps around: one of 2⁶³ items or more is empty.
 */

import { ByteSink } from "@tyara/base";
import { SLOT_SIZE } from "@tyara/contract";
import type { Ir, IrOf, Iterable, Variable } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { bindSlot, bindValue, withVariable } from "./binding.ts";
import { layoutOf } from "./data.ts";
import type { FunctionEmitter, Label, VariableSlot } from "./function-emitter.ts";
import { type Counter, countCondition, emitAnswer, withCounter } from "./quantifier.ts";

type ForIn = IrOf<"for-in">;
type Of<Kind extends Iterable["kind"]> = Extract<Iterable, { kind: Kind }>;

/** How one iterable is walked. */
interface Walk {
  /** An i64 local: how many items remain, the current one included. */
  readonly remaining: number;
  /** Writes what gives the variables the current item. */
  readonly bind: () => void;
  /** Writes the step to the next item. */
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

/** Items that need evaluation: a jump table leads to the code of the current one. */
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

function bindItem(fn: FunctionEmitter, slot: VariableSlot, items: readonly Ir[], remaining: number): void {
  const { code } = fn;
  const bound = fn.block();
  for (let index = 0; index < items.length; index++) fn.block();
  // `remaining` is 1 for the last item, whose block is the innermost.
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
      write({ remaining, bind, advance: () => step(fn, address, SLOT_SIZE) });
    }),
  );
}

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
    const advance = () => step(fn, address, variables.length * SLOT_SIZE);
    const walkFrom = (index: number, binds: readonly (() => void)[]): void => {
      const variable = variables[index];
      if (variable === undefined) {
        write({ remaining, bind: () => runAll(binds), advance });
        return;
      }
      const canBeUndefined = index === variables.length - 1 && variable.type.kind !== "struct";
      withVariable(fn, variable, { canBeUndefined, layout }, (slot) =>
        walkFrom(index + 1, [...binds, () => bindSlot(fn, slot, variable, address, index * SLOT_SIZE)]),
      );
    };
    walkFrom(0, []);
  });
}

function runAll(writers: readonly (() => void)[]): void {
  for (const write of writers) write();
}

function step({ code }: FunctionEmitter, address: number, by: number): void {
  code.localGet(address).i32Const(by).i32Add().localSet(address);
}

/** Constant items become a table of slots; its address, or undefined when an item is not constant. */
function constantTable(fn: FunctionEmitter, items: readonly Ir[]): number | undefined {
  const table = new ByteSink(items.length * SLOT_SIZE);
  const slot = new DataView(new ArrayBuffer(SLOT_SIZE));
  slot.setUint32(8, 1, true);
  for (const item of items) {
    if (item.kind === "integer") slot.setBigInt64(0, item.value, true);
    else if (item.kind === "float") slot.setFloat64(0, item.value, true);
    else if (item.kind === "bool") slot.setBigInt64(0, item.value ? 1n : 0n, true);
    else if (item.kind === "string") {
      slot.setUint32(0, fn.linked.pool.intern(item.value), true);
      slot.setUint32(4, item.value.length, true);
    } else return undefined;
    table.bytes(new Uint8Array(slot.buffer));
  }
  return fn.linked.pool.append(table.toBytes(), 16);
}
