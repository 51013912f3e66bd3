// Expressions on 64-bit numbers as two JavaScript expressions (wide.mjs), and the variables of a function.
import binaryen from "binaryen";
import { infoOf, operationOf, refuse, writtenBy } from "./tree.mjs";
import { binary, comparison, constant, settled } from "./wide.mjs";

/** Names of local variables by index: single letters, then letters with a number. */
export function localName(index) {
  return String.fromCharCode(97 + (index % 26)) + (index < 26 ? "" : Math.floor(index / 26));
}

/** Expressions in order, the last of which is the value. */
export function sequence(before, value) {
  return before.length === 0 ? value : `(${before.join(", ")}, ${value})`;
}

export class WideExpressions {
  /** `types`: of parameters and locals; `names`: of functions and globals. */
  constructor(types, names) {
    this.types = types;
    this.names = names;
    this.temporaryCount = 0;
  }

  temporary = () => `_${this.temporaryCount++}`;

  /** The variables that hold a local. */
  variables(index) {
    const name = localName(index);
    return this.types[index] === binaryen.i64 ? [name, `${name}_`] : [name];
  }

  /** Assignments of both halves; the second may not read what the first wrote. */
  assignWide(index, { low, high, reads }) {
    const [first, second] = this.variables(index);
    if (!reads.has(index)) return [`${first} = ${low}`, `${second} = ${high}`];
    const kept = this.temporary();
    return [`${kept} = ${low}`, `${second} = ${high}`, `${first} = ${kept}`];
  }

  wide(expression) {
    const info = infoOf(expression);
    switch (info.id) {
      case binaryen.ConstId:
        return constant(info.value);
      case binaryen.LocalGetId:
        return this.wideLocal(info.index);
      case binaryen.LocalSetId: {
        const value = this.wide(info.value);
        const before = [...value.before, ...this.assignWide(info.index, value)];
        return { ...this.wideLocal(info.index), before };
      }
      case binaryen.GlobalGetId: {
        const name = this.names.get(info.name);
        return { before: [], low: name, high: `${name}_`, reads: new Set(["effects"]) };
      }
      case binaryen.LoadId:
        return this.wideLoad(info);
      case binaryen.CallId: {
        const [low, high] = [this.temporary(), this.temporary()];
        return { before: [`${low} = ${this.call(info)}`, `${high} = upper`], low, high, reads: new Set() };
      }
      case binaryen.SelectId:
        return this.wideSelect(info);
      case binaryen.UnaryId:
        return this.wideUnary(info);
      case binaryen.BinaryId: {
        const name = operationOf(info);
        const write = binary[name.slice(0, -5)] ?? refuse(name);
        return write(...this.pair(info), this.temporary);
      }
      default:
        return refuse(`64-bit expression ${info.id}`);
    }
  }

  wideIsZero({ value }) {
    const { before, low, high } = this.wide(value);
    return sequence(before, comparison.Eq({ low, high }, constant(0n)));
  }

  wideComparison(operation, info) {
    const [left, right] = this.pair(info);
    const [a, b] = /^(Eq|Ne)$/.test(operation)
      ? [left, right]
      : [settled(left, this.temporary), settled(right, this.temporary)];
    return sequence([...a.before, ...b.before], comparison[operation](a, b));
  }

  wideLocal(index) {
    const [low, high] = this.variables(index);
    return { before: [], low, high, reads: new Set([index]) };
  }

  /** Both operands of an operation; the left one in variables where evaluating the right one could change it. */
  pair({ left, right }) {
    const a = this.wide(left);
    const writes = writtenBy(right);
    const isSafe = [...a.reads].every((one) => !writes.has(one));
    return [isSafe ? a : this.held(a), this.wide(right)];
  }

  /** The value in variables of its own. */
  held({ before, low, high }) {
    const [first, second] = [this.temporary(), this.temporary()];
    return {
      before: [...before, `${first} = ${low}`, `${second} = ${high}`],
      low: first,
      high: second,
      reads: new Set(),
    };
  }

  wideLoad(info) {
    const { bytes, isSigned, offset, align, ptr } = info;
    const pointer = this.value(ptr);
    const isPlain = /^\w+$/.test(pointer) && infoOf(ptr).id !== binaryen.GlobalGetId;
    const at = isPlain ? pointer : this.temporary();
    const before = isPlain ? [] : [`${at} = ${pointer}`];
    const reads = new Set([
      "effects",
      ...(infoOf(ptr).id === binaryen.LocalGetId ? [infoOf(ptr).index] : []),
    ]);
    if (bytes === 8) {
      const half = (offset) => this.load({ bytes: 4, align: Math.min(align, 4), offset }, at);
      return { before, low: half(offset), high: half(offset + 4), reads };
    }
    const low = this.load({ bytes, align, isSigned, offset }, at);
    if (!isSigned) return { before, low, high: "0", reads };
    const kept = this.temporary();
    return { before: [...before, `${kept} = ${low}`], low: kept, high: `(${kept} >> 31)`, reads: new Set() };
  }

  wideSelect({ ifTrue, ifFalse, condition }) {
    const chosen = this.temporary();
    const a = this.held(this.wide(ifTrue));
    const b = this.held(this.wide(ifFalse));
    const before = [...a.before, ...b.before, `${chosen} = ${this.condition(condition)}`];
    const half = (name) => `(${chosen} ? ${a[name]} : ${b[name]})`;
    return { before, low: half("low"), high: half("high"), reads: new Set() };
  }

  wideUnary(info) {
    const name = operationOf(info);
    if (name === "ExtendUInt32" || name === "ExtendSInt32") return this.extended(info);
    const { before, low, high } = settled(this.wide(info.value), this.temporary);
    const result = this.temporary();
    const helper = { CtzInt64: "trailingZeros64", ClzInt64: "leadingZeros64", PopcntInt64: "countBits64" }[
      name
    ];
    if (helper === undefined) return refuse(name);
    return {
      before: [...before, `${result} = ${helper}(${low}, ${high})`],
      low: result,
      high: "0",
      reads: new Set(),
    };
  }

  extended(info) {
    const value = infoOf(info.value);
    const isSigned = info.op === binaryen.ExtendSInt32;
    const isLocal = value.id === binaryen.LocalGetId;
    const low = isLocal || value.id === binaryen.ConstId ? this.value(info.value) : this.temporary();
    const before = /^_\d+$/.test(low) ? [`${low} = ${this.value(info.value)}`] : [];
    const reads = new Set(isLocal ? [value.index] : []);
    return { before, low, high: isSigned ? `(${low} >> 31)` : "0", reads };
  }
}
