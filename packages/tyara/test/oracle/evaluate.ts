/**
 * What conditions mean, written to be read: a direct interpreter of the IR. The emitter and the optimiser are right when
 * they agree with it. It knows nothing of speed, memory or WebAssembly.
 *
 * The undefined value is JavaScript's `undefined`. It spreads through every operator, because every operator asks
 * for its operands with `need`, which leaves the operator when there is none. It is caught in five places only, all named
 * `catching…` here: operands of `and` and `or`, bodies and range bounds of loops (the tests of `of` with `at` or `in` among them),
 * `defined`, variables, and the condition as a whole.
 */

import type { StructType, Type, Value } from "@tyara/base";
import type { Ir, PatternId, PatternRef, Quantifier, Range, Variable, VariableId } from "@tyara/language/ir";

/** A found match of a pattern. */
export interface FoundMatch {
  readonly offset: number;
  readonly length: number;
}

/** Everything a condition can ask about the world. */
export interface World {
  readonly data: Uint8Array;
  /** Matches of a pattern, sorted by offset. */
  readonly matchesOf: (pattern: PatternId) => readonly FoundMatch[];
  /** Whether a rule declared earlier matched. */
  readonly ruleMatched: (rule: number) => boolean;
  /** The value of a module, or of the external variables. */
  readonly module: (name: string) => Value | undefined;
  readonly call: (module: string, signature: string, args: readonly Value[]) => Value | undefined;
  readonly regexpMatches: (regexp: number, text: Uint8Array) => boolean;
}

/** Whether a rule's condition holds. */
export function evaluateCondition(condition: Ir, world: World): boolean {
  return new Evaluator(world).catchingUndefinedAsFalse(condition);
}

type ForIn = Extract<Ir, { kind: "for-in" }>;

/** Leaves an operator one of whose operands is undefined. */
class Undefined extends Error {}

class Evaluator {
  private readonly variables = new Map<VariableId, Value | undefined>();
  /** The pattern that each enclosing `for … of` is at, the innermost last. */
  private readonly currentPatterns: PatternId[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  catchingUndefinedAsFalse(node: Ir): boolean {
    return this.catchingUndefined(node) === true;
  }

  private catchingUndefined(node: Ir): Value | undefined {
    return this.catching(() => this.evaluate(node));
  }

  private catching<T>(evaluate: () => T): T | undefined {
    try {
      return evaluate();
    } catch (error) {
      if (error instanceof Undefined) return undefined;
      throw error;
    }
  }

  private need(node: Ir): Value {
    return this.orLeave(this.evaluate(node));
  }

  private orLeave(value: Value | undefined): Value {
    if (value === undefined) throw new Undefined();
    return value;
  }

  private integer(node: Ir): bigint {
    return this.need(node) as bigint;
  }

  private string(node: Ir): Uint8Array {
    return this.need(node) as Uint8Array;
  }

  private evaluate(node: Ir): Value | undefined {
    switch (node.kind) {
      case "integer":
      case "float":
      case "bool":
      case "string":
        return node.value;
      case "regexp":
        return BigInt(node.regexp);
      case "filesize":
        return BigInt(this.world.data.length);
      case "read":
        return readNumber(this.world.data, node.reader, this.integer(node.offset));
      case "rule":
        return this.world.ruleMatched(node.rule);
      case "variable":
        return this.variables.get(node.variable);
      case "module":
        return this.world.module(node.module);
      case "field":
        return this.field(node.object, node.field, node.type);
      case "index":
        return this.index(node.object, node.index, node.type);
      case "length":
        return lengthOf(this.need(node.operand));
      case "call":
        return normalise(
          this.world.call(
            node.module,
            node.signature.id,
            node.args.map((arg) => this.need(arg)),
          ),
          node.type,
        );
      case "not":
        return !this.need(node.operand);
      case "defined":
        return this.catchingUndefined(node.operand) !== undefined;
      case "and":
        return node.operands.every((operand) => this.catchingUndefinedAsFalse(operand));
      case "or":
        return node.operands.some((operand) => this.catchingUndefinedAsFalse(operand));
      case "negate":
        return negate(this.need(node.operand));
      case "complement":
        return ~this.integer(node.operand);
      case "convert":
        return convert(this.need(node.operand), node.type);
      case "arithmetic":
        return node.operands
          .map((operand) => this.need(operand))
          .reduce((left, right) => this.orLeave(calculate(node.operator, left, right)));
      case "bitwise":
        return bitwise(node.operator, this.integer(node.left), this.integer(node.right));
      case "compare":
        return compare(node.operator, this.need(node.left), this.need(node.right));
      case "string-test":
        return testStrings(node.operator, this.string(node.left), this.string(node.right));
      case "matches":
        return this.world.regexpMatches(node.regexp, this.string(node.operand));
      case "pattern-match":
        return this.patternMatches(this.resolve(node.pattern), node.anchor);
      case "pattern-count":
        return BigInt(this.matchesIn(this.resolve(node.pattern), node.range).length);
      case "pattern-offset":
        return BigInt(this.matchAt(node.pattern, node.index).offset);
      case "pattern-length":
        return BigInt(this.matchAt(node.pattern, node.index).length);
      case "of-patterns":
        return this.quantify(node.quantifier, node.patterns, (pattern) =>
          this.catching(() => this.patternMatches(pattern, node.anchor)),
        );
      case "of-tuple":
        // An undefined item makes the whole expression undefined: it is no loop body (SM-8).
        return this.quantify(node.quantifier, node.items, (item) => this.need(item) === true);
      case "for-of":
        return this.quantify(node.quantifier, node.patterns, (pattern) => {
          this.currentPatterns.push(pattern);
          const result = this.catchingUndefinedAsFalse(node.body);
          this.currentPatterns.pop();
          return result;
        });
      case "for-in":
        return this.forIn(node);
      case "with":
        for (const { variable, value } of node.declarations)
          this.variables.set(variable.id, this.catchingUndefined(value));
        return this.evaluate(node.body);
      case "one-of": {
        const operand = this.need(node.operand);
        return node.values.some((value) => compare("==", operand, this.need(value)));
      }
      case "shared":
        return this.evaluate(node.value);
    }
  }

  // ── Structures ────────────────────────────────────────────────────────────

  private field(object: Ir, name: string, type: Type): Value | undefined {
    const value = (this.need(object) as Record<string, Value | undefined>)[name];
    return normalise(value ?? absentValue(object.type as StructType, name), type);
  }

  private index(object: Ir, index: Ir, type: Type): Value | undefined {
    const collection = this.need(object);
    const key = this.need(index);
    if (Array.isArray(collection))
      return (key as bigint) < 0n ? undefined : normalise(collection[Number(key)], type);
    const map = collection as ReadonlyMap<bigint | number | string, Value>;
    if (typeof key === "bigint") return normalise(map.get(key) ?? map.get(Number(key)), type);
    return normalise(map.get(new TextDecoder().decode(key as Uint8Array)), type);
  }

  // ── Patterns ──────────────────────────────────────────────────────────────

  private resolve(pattern: PatternRef): PatternId {
    return pattern.kind === "pattern" ? pattern.id : this.currentPatterns.at(-1)!;
  }

  private patternMatches(
    pattern: PatternId,
    anchor: Extract<Ir, { kind: "pattern-match" }>["anchor"],
  ): boolean {
    if (anchor?.kind !== "at") return this.matchesIn(pattern, anchor?.range).length > 0;
    const offset = this.integer(anchor.offset);
    return this.world.matchesOf(pattern).some((match) => BigInt(match.offset) === offset);
  }

  private matchesIn(pattern: PatternId, range: Range | undefined): readonly FoundMatch[] {
    const matches = this.world.matchesOf(pattern);
    if (range === undefined) return matches;
    const lower = this.integer(range.lower);
    const upper = this.integer(range.upper);
    return matches.filter(({ offset }) => offset >= lower && offset <= upper);
  }

  private matchAt(pattern: PatternRef, index: Ir | undefined): FoundMatch {
    const position = index === undefined ? 1n : this.integer(index);
    const matches = this.world.matchesOf(this.resolve(pattern));
    if (position < 1n || position > BigInt(matches.length)) throw new Undefined();
    return matches[Number(position) - 1]!;
  }

  // ── Loops ─────────────────────────────────────────────────────────────────

  private forIn(node: ForIn): boolean {
    return this.quantify(node.quantifier, this.items(node), (item) => {
      const values = item();
      node.variables.forEach(({ id }, i) => {
        this.variables.set(id, values[i]);
      });
      return this.catchingUndefinedAsFalse(node.body);
    });
  }

  /** What the loop goes over: for each turn, its variables' values, evaluated when the turn comes. */
  private items(node: ForIn): Iterable<() => readonly (Value | undefined)[]> {
    const { iterable } = node;
    switch (iterable.kind) {
      case "range":
        return this.rangeItems(iterable.range);
      case "tuple":
        return iterable.items.map((item) => () => [this.catchingUndefined(item)]);
      case "collection":
        return collectionItems(this.need(iterable.collection), node.variables);
    }
  }

  /** A range with an undefined bound has no items. */
  private rangeItems(range: Range): Iterable<() => readonly Value[]> {
    const lower = this.catchingUndefined(range.lower) as bigint | undefined;
    const upper = this.catchingUndefined(range.upper) as bigint | undefined;
    return {
      *[Symbol.iterator]() {
        if (lower === undefined || upper === undefined) return;
        for (let i = lower; i <= upper; i++) yield () => [i];
      },
    };
  }

  /** Goes through the items until the outcome is certain. No items: false, even if the quantifier is undefined (SM-7). */
  private quantify<T>(
    quantifier: Quantifier,
    items: Iterable<T>,
    holds: (item: T) => boolean | undefined,
  ): boolean {
    if (isEmpty(items)) return false;
    const wanted = this.wanted(quantifier, items);
    let held = 0;
    for (const item of items) {
      const result = holds(item) === true;
      if (result) held++;
      if (wanted === "all" && !result) return false;
      if (wanted === "none" && result) return false;
      if (typeof wanted === "bigint" && held >= wanted) return true;
    }
    return typeof wanted !== "bigint";
  }

  /** How many items must hold. Zero means none of them (SM-9); less than zero means any. */
  private wanted(quantifier: Quantifier, items: Iterable<unknown>): bigint | "all" | "none" {
    switch (quantifier.kind) {
      case "all":
      case "none":
        return quantifier.kind;
      case "any":
        return 1n;
      case "count": {
        const count = this.integer(quantifier.value);
        return count === 0n ? "none" : count < 0n ? 1n : count;
      }
      case "percentage": {
        const count = BigInt(Math.ceil((countOf(items) * Number(this.integer(quantifier.value))) / 100));
        return count === 0n ? "none" : count < 0n ? 1n : count;
      }
    }
  }
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) return false;
  return true;
}

function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count++;
  return count;
}

function collectionItems(
  collection: Value,
  variables: readonly Variable[],
): (() => readonly (Value | undefined)[])[] {
  const types = variables.map(({ type }) => type);
  const entries: readonly (Value | undefined)[][] = Array.isArray(collection)
    ? collection.map((item) => [item])
    : [...(collection as ReadonlyMap<bigint | number | string, Value>)];
  return entries.map((values) => () => values.map((value, i) => normalise(value, types[i]!)));
}

// ── Values ────────────────────────────────────────────────────────────────────

/** Scalars in the evaluator's own form: integers are 64-bit `bigint`, floats `number`, strings bytes. */
function normalise(value: Value | undefined, type: Type): Value | undefined {
  if (value === undefined) return undefined;
  if (type.kind === "integer") return wrap(BigInt(value as bigint | number));
  if (type.kind === "float") return Number(value);
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}

function absentValue(struct: StructType, name: string): Value | undefined {
  const field = struct.fields.get(name);
  if (field?.constant !== undefined) return field.constant;
  if (field?.absent !== "zero") return undefined;
  return { integer: 0n, float: 0, bool: false, string: new Uint8Array() }[field.type.kind as "integer"];
}

function lengthOf(value: Value): bigint {
  if (value instanceof Uint8Array || Array.isArray(value)) return BigInt(value.length);
  return BigInt((value as ReadonlyMap<unknown, unknown>).size);
}

function convert(value: Value, type: Type): Value {
  if (type.kind === "float") return Number(value);
  return value instanceof Uint8Array ? value.length > 0 : value !== 0n && value !== 0;
}

// ── Operators ─────────────────────────────────────────────────────────────────

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function negate(value: Value): Value {
  return typeof value === "bigint" ? wrap(-value) : -(value as number);
}

type ArithmeticOperator = Extract<Ir, { kind: "arithmetic" }>["operator"];

function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value | undefined {
  if (typeof left === "number") return calculateFloats(operator, left, right as number);
  const [a, b] = [left as bigint, right as bigint];
  switch (operator) {
    case "add":
      return wrap(a + b);
    case "subtract":
      return wrap(a - b);
    case "multiply":
      return wrap(a * b);
    case "divide":
      return b === 0n ? undefined : wrap(a / b);
    case "modulo":
      return b === 0n ? undefined : a % b;
  }
}

function calculateFloats(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return a / b;
    case "modulo":
      throw new Error("the checker lets no float be an operand of %");
  }
}

function bitwise(operator: Extract<Ir, { kind: "bitwise" }>["operator"], a: bigint, b: bigint): bigint {
  switch (operator) {
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "shift-left":
      return b >= 64n ? 0n : wrap(a << (b & 63n));
    case "shift-right":
      return b >= 64n ? 0n : a >> (b & 63n);
  }
}

function compare(operator: Extract<Ir, { kind: "compare" }>["operator"], left: Value, right: Value): boolean {
  const [a, b] =
    left instanceof Uint8Array
      ? [compareBytes(left, right as Uint8Array), 0]
      : [left as bigint, right as bigint];
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

function testStrings(
  operator: Extract<Ir, { kind: "string-test" }>["operator"],
  left: Uint8Array,
  right: Uint8Array,
): boolean {
  const isCaseless = operator.startsWith("i");
  const [a, b] = [left, right].map((bytes) => Buffer.from(isCaseless ? lowerCase(bytes) : bytes)) as [
    Buffer,
    Buffer,
  ];
  switch (operator) {
    case "contains":
    case "icontains":
      return a.includes(b);
    case "startswith":
    case "istartswith":
      return a.subarray(0, b.length).equals(b);
    case "endswith":
    case "iendswith":
      return a.length >= b.length && a.subarray(a.length - b.length).equals(b);
    case "iequals":
      return a.equals(b);
  }
}

/** ASCII letters, and all of Unicode in text that is valid UTF-8 (SM-10). */
function lowerCase(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const encoded = new TextEncoder().encode(text);
  if (Buffer.compare(encoded, bytes) === 0) return new TextEncoder().encode(text.toLowerCase());
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));
}

/** Reads a number of the scanned data; undefined outside of it. */
function readNumber(data: Uint8Array, reader: string, offset: bigint): Value | undefined {
  const [, kind, bits, order] = /^(u?int|float)(\d+)(be)?$/.exec(reader)!;
  const size = Number(bits) / 8;
  if (offset < 0n || offset + BigInt(size) > BigInt(data.length)) return undefined;
  const view = new DataView(data.buffer, data.byteOffset + Number(offset), size);
  const isLittle = order === undefined;
  switch (`${kind}${bits}`) {
    case "uint8":
      return BigInt(view.getUint8(0));
    case "int8":
      return BigInt(view.getInt8(0));
    case "uint16":
      return BigInt(view.getUint16(0, isLittle));
    case "int16":
      return BigInt(view.getInt16(0, isLittle));
    case "uint32":
      return BigInt(view.getUint32(0, isLittle));
    case "int32":
      return BigInt(view.getInt32(0, isLittle));
    case "float32":
      return view.getFloat32(0, isLittle);
    default:
      return view.getFloat64(0, isLittle);
  }
}
