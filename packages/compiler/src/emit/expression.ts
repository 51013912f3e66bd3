/** Which function writes the code of which kind of expression. */
import { spendWork } from "@tyara/base";
import type { Ir, IrKind, IrOf } from "@tyara/language/ir";
import { emitArithmetic, emitBitwise, emitComplement, emitConvert, emitNegate } from "./arithmetic.ts";
import { emitCall } from "./call.ts";
import { emitCompare, emitMatches, emitOneOf, emitStringTest } from "./compare.ts";
import { emitDefined, emitLogic, emitNot } from "./condition.ts";
import {
  emitField,
  emitFilesize,
  emitIndex,
  emitLength,
  emitModule,
  emitRuleReference,
  emitVariable,
} from "./data.ts";
import { emitForIn } from "./for-in.ts";
import { emitForOf } from "./for-of.ts";
import type { FunctionEmitter } from "./function-emitter.ts";
import { emitOfPatterns, emitOfTuple } from "./of.ts";
import { emitPatternCount, emitPatternMatch, emitPatternPlace } from "./pattern.ts";
import { emitRead } from "./read.ts";
import { emitShared } from "./shared.ts";
import { emitWith } from "./with.ts";

type Emitters = { readonly [Kind in IrKind]: (fn: FunctionEmitter, ir: IrOf<Kind>) => void };

const emitters: Emitters = {
  integer: ({ code }, ir) => code.i64Const(ir.value),
  float: ({ code }, ir) => code.f64Const(ir.value),
  bool: ({ code }, ir) => code.i32Const(ir.value ? 1 : 0),
  string: emitString,
  regexp: emitRegexp,
  filesize: emitFilesize,
  read: emitRead,
  rule: emitRuleReference,
  variable: emitVariable,
  module: emitModule,
  field: emitField,
  index: emitIndex,
  length: emitLength,
  call: emitCall,
  not: emitNot,
  defined: emitDefined,
  and: emitLogic,
  or: emitLogic,
  negate: emitNegate,
  complement: emitComplement,
  convert: emitConvert,
  arithmetic: emitArithmetic,
  bitwise: emitBitwise,
  compare: emitCompare,
  "string-test": emitStringTest,
  matches: emitMatches,
  "pattern-match": emitPatternMatch,
  "pattern-count": emitPatternCount,
  "pattern-offset": emitPatternPlace,
  "pattern-length": emitPatternPlace,
  "of-patterns": emitOfPatterns,
  "of-tuple": emitOfTuple,
  "for-of": emitForOf,
  "for-in": emitForIn,
  with: emitWith,
  "one-of": emitOneOf,
  shared: emitShared,
};

/** Units of work to write the code of an expression, apart from that of its parts. */
const nodeWork = 32;

/** Writes the code of any expression; see `FunctionEmitter.value`. */
export function emitValue(fn: FunctionEmitter, ir: Ir): void {
  spendWork(nodeWork);
  const emit = emitters[ir.kind] as (fn: FunctionEmitter, ir: Ir) => void;
  emit(fn, ir);
}

function emitString({ code, linked }: FunctionEmitter, { value }: IrOf<"string">): void {
  code.i64Const((BigInt(value.length) << 32n) | BigInt(linked.pool.intern(value)));
}

/** A regexp argument: its index, by which the host finds the program. */
function emitRegexp({ code, linked }: FunctionEmitter, { regexp }: IrOf<"regexp">): void {
  linked.regexp(regexp);
  code.i64Const(regexp);
}
