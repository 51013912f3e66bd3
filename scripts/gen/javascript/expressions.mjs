// Expressions on 32-bit numbers as JavaScript. A comparison is a condition where one is asked for, else 1 or 0.
import binaryen from "binaryen";
import { hasEffects, infoOf, isWide, operationOf, refuse, writtenBy } from "./tree.mjs";
import { guarded, number, unsigned } from "./wide.mjs";
import { localName, sequence, WideExpressions } from "./wide-expressions.mjs";

const comparisonOperators = {
  Eq: "===",
  Ne: "!==",
  LtS: "<",
  LeS: "<=",
  GtS: ">",
  GeS: ">=",
  LtU: "<",
  LeU: "<=",
  GtU: ">",
  GeU: ">=",
};
const wholeOperators = { And: "&", Or: "|", Xor: "^", ShrS: ">>" };

export class Expressions extends WideExpressions {
  values(...expressions) {
    return expressions.map((one) => this.value(one)).join(", ");
  }

  /** An expression for a 32-bit value. */
  value(expression) {
    const info = infoOf(expression);
    switch (info.id) {
      case binaryen.ConstId:
        return number(info.value);
      case binaryen.LocalGetId:
        return localName(info.index);
      case binaryen.GlobalGetId:
        return this.names.get(info.name);
      case binaryen.LocalSetId:
        return `(${localName(info.index)} = ${this.value(info.value)})`;
      case binaryen.LoadId: {
        const [before, pointer] = this.pointer(info.ptr);
        return sequence(before, this.load(info, pointer));
      }
      case binaryen.CallId:
        return this.call(info);
      case binaryen.SelectId:
        return this.select(info);
      case binaryen.MemorySizeId:
        return "pages()";
      case binaryen.MemoryGrowId:
        return `grow(${this.value(info.delta)})`;
      case binaryen.UnaryId:
        return this.unary(info);
      case binaryen.BinaryId:
        return this.binary(info);
      default:
        return refuse(`expression ${info.id}`);
    }
  }

  /** An expression for a condition. */
  condition(expression) {
    const info = infoOf(expression);
    if (info.id === binaryen.UnaryId || info.id === binaryen.BinaryId) {
      const test = this.test(info);
      if (test !== undefined) return test;
    }
    return this.value(expression);
  }

  /** A comparison as a JavaScript condition; undefined for other operations. */
  test(info) {
    const name = operationOf(info);
    const operation = name.slice(0, -5);
    if (name === "EqZInt32") return `!(${this.condition(info.value)})`;
    if (name === "EqZInt64") return this.wideIsZero(info);
    if (!(operation in comparisonOperators)) return undefined;
    if (name.endsWith("64")) return this.wideComparison(operation, info);
    const form = operation.endsWith("U") ? unsigned : (text) => text;
    const [left, right] = [form(this.value(info.left)), form(this.value(info.right))];
    const operator = comparisonOperators[operation];
    return `${left} ${operator} ${operator === "<" ? guarded(right) : right}`;
  }

  unary(info) {
    const test = this.test(info);
    if (test !== undefined) return `(${test} ? 1 : 0)`;
    const name = operationOf(info);
    switch (name) {
      case "WrapInt64": {
        const { before, low } = this.wide(info.value);
        return sequence(before, low);
      }
      case "ClzInt32":
        return `Math.clz32(${this.value(info.value)})`;
      case "CtzInt32":
        return `trailingZeros(${this.value(info.value)})`;
      case "PopcntInt32":
        return `countBits(${this.value(info.value)})`;
      case "ExtendS8Int32":
        return `(${this.value(info.value)} << 24 >> 24)`;
      case "ExtendS16Int32":
        return `(${this.value(info.value)} << 16 >> 16)`;
      default:
        return refuse(name);
    }
  }

  binary(info) {
    const test = this.test(info);
    if (test !== undefined) return `(${test} ? 1 : 0)`;
    const name = operationOf(info);
    const operation = name.slice(0, -5);
    const [left, right] = [this.value(info.left), this.value(info.right)];
    if (operation === "Shl") return `(${left} << ${guarded(right)})`;
    if (operation in wholeOperators) return `(${left} ${wholeOperators[operation]} ${right})`;
    switch (operation) {
      case "Add":
        return `(${left} + ${right} | 0)`;
      case "Sub":
        return `(${left} - ${right} | 0)`;
      case "Mul":
        return `Math.imul(${left}, ${right})`;
      case "ShrU":
        return `(${left} >>> ${right} | 0)`;
      case "DivU":
        return `((${left} >>> 0) / (${right} >>> 0) | 0)`;
      case "RemU":
        return `((${left} >>> 0) % (${right} >>> 0) | 0)`;
      case "RotL":
        return `rotate(${left}, ${right})`;
      default:
        return refuse(name);
    }
  }

  select({ ifTrue, ifFalse, condition }) {
    if ([ifTrue, ifFalse, condition].every((one) => !hasEffects(one)))
      return `(${this.condition(condition)} ? ${this.value(ifTrue)} : ${this.value(ifFalse)})`;
    const [a, b] = [this.temporary(), this.temporary()];
    const before = [`${a} = ${this.value(ifTrue)}`, `${b} = ${this.value(ifFalse)}`];
    return sequence(before, `${this.condition(condition)} ? ${a} : ${b}`);
  }

  /** An address, and what is to be evaluated before a view of the memory is looked at: a call may grow the memory. */
  pointer(expression) {
    const text = this.value(expression);
    if (!writtenBy(expression).has("effects")) return [[], text];
    const name = this.temporary();
    return [[`${name} = ${text}`], name];
  }

  load({ bytes, align, isSigned, offset }, pointer) {
    if (bytes > 1 && align < bytes) {
      const read = bytes === 2 ? (isSigned ? "getInt16" : "getUint16") : "getInt32";
      return `view.${read}(${address(pointer, offset)} >>> 0, true)`;
    }
    return this.place(pointer, offset, bytes, isSigned);
  }

  place(pointer, offset, bytes, isSigned = false) {
    const shift = Math.log2(bytes);
    const at = /^\d+$/.test(pointer)
      ? (Number(pointer) + offset) >>> shift
      : `${address(pointer, offset)} >>> ${shift}`;
    if (bytes === 4) return `words[${at}]`;
    if (bytes === 2) return `${isSigned ? "signedHalves" : "halves"}[${at}]`;
    return `${isSigned ? "signedBytes" : "bytes"}[${at}]`;
  }

  call({ target, operands }) {
    const parts = operands.map((one) => (isWide(one) ? this.wide(one) : this.value(one)));
    if (parts.every((part) => typeof part === "string" || part.before.length === 0)) {
      const values = parts.flatMap((part) => (typeof part === "string" ? [part] : [part.low, part.high]));
      return `${this.names.get(target)}(${values.join(", ")})`;
    }
    // Something must be evaluated between the arguments: all of them go through variables.
    const before = [];
    const values = parts.flatMap((part) => {
      const halves = typeof part === "string" ? [part] : [part.low, part.high];
      if (typeof part !== "string") before.push(...part.before);
      return halves.map((half) => {
        const name = this.temporary();
        before.push(`${name} = ${half}`);
        return name;
      });
    });
    return sequence(before, `${this.names.get(target)}(${values.join(", ")})`);
  }
}

/** An address with a constant added; may be beyond 32 bits until it is cut to them. */
export function address(pointer, offset) {
  return offset === 0 ? pointer : `(${pointer} + ${offset})`;
}
