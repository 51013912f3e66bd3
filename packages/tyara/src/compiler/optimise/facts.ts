/**
 * Facts that must hold if a condition is to be true, derived once when rules are compiled: bounds of the data's size,
 * bytes at a fixed place, patterns of which one must match. The dispatcher skips rules whose facts do not hold; tools
 * may show them.
 *
 * Invariant: facts are necessary, never sufficient. `and` joins facts, `or` keeps what both sides demand, everything
 * that is not understood demands nothing. A rule whose evaluation can be noticed by more than its outcome (it writes to
 * the console) has no facts.
 */
import type { CheckedRule, Ir, IrOf, PatternId, PatternRef, Quantifier, Reader, RuleId } from "../ir.ts";
import { isPure } from "./purity.ts";

/** Bytes at a fixed place, one of some values, little-endian. */
export interface BytesFact {
  readonly offset: number;
  /** 1, 2 or 4. */
  readonly byteLength: number;
  readonly values: readonly number[];
}

export interface Facts {
  /** Bytes of data, at least and at most; at most 0xffff_ffff. */
  readonly minimumSize: number;
  readonly maximumSize: number;
  readonly bytes: BytesFact | undefined;
  /** One of these must match. */
  readonly patterns: ReadonlySet<PatternId> | undefined;
}

type PatternSet = ReadonlySet<PatternId>;

const unbounded = 0xffff_ffff;

/** Nothing is demanded. */
export const noFacts: Facts = {
  minimumSize: 0,
  maximumSize: unbounded,
  bytes: undefined,
  patterns: undefined,
};

/** Nothing can satisfy it. */
const never: Facts = { ...noFacts, minimumSize: unbounded, maximumSize: 0 };

/** Limit: alternatives that are worth a table; beyond them a fact excludes little. */
const maxValues = 64;
const maxPatterns = 4096;

/** How much work looking for each pattern makes, by id: where any pattern will do, those that make least are taken. */
export type PatternLoads = ArrayLike<number>;

/** The facts of all rules, by id. */
export function deriveAllFacts(rules: readonly CheckedRule[], loads: PatternLoads = []): Facts[] {
  const facts: Facts[] = [];
  for (const rule of rules) {
    facts.push(deriveFacts(rule.condition, (earlier) => facts[earlier] ?? noFacts, loads));
  }
  return facts;
}

/** The facts of a rule's condition. `factsOf` gives those of rules declared earlier. */
export function deriveFacts(
  condition: Ir,
  factsOf: (rule: RuleId) => Facts,
  loads: PatternLoads = [],
): Facts {
  return !isPure(condition) ? noFacts : new Derivation(factsOf, loads).whenTrue(condition);
}

class Derivation {
  private readonly factsOf: (rule: RuleId) => Facts;
  private readonly loads: PatternLoads;
  /** The patterns that the innermost enclosing `for … of` runs over. */
  private current: readonly PatternId[] = [];

  constructor(factsOf: (rule: RuleId) => Facts, loads: PatternLoads) {
    this.factsOf = factsOf;
    this.loads = loads;
  }

  /** What holds when a condition is true. */
  whenTrue(ir: Ir): Facts {
    switch (ir.kind) {
      case "bool":
        return ir.value ? noFacts : never;
      case "and":
        return this.all(ir.operands.map((operand) => this.whenTrue(operand)));
      case "or":
        return either(ir.operands.map((operand) => this.whenTrue(operand)));
      case "rule":
        return this.factsOf(ir.rule);
      case "convert":
        return this.all([this.whenDefined(ir.operand), this.whenPositive(ir.operand)]);
      case "defined":
        return this.whenDefined(ir.operand);
      case "compare":
        return this.comparison(ir);
      case "one-of":
        return either(ir.values.map((value) => this.comparison(equality(ir, value))));
      case "pattern-match":
        return this.pattern(ir.pattern);
      case "of-patterns":
        return demandOne(this.enoughToMeet(ir.quantifier, ir.patterns));
      case "of-tuple":
        return this.tuple(ir);
      case "for-of":
        return this.forOf(ir);
      case "shared":
        return this.whenTrue(ir.value);
      case "for-in":
      case "with":
        return ir.kind === "with" || isSatisfiedBySome(ir.quantifier) ? this.whenTrue(ir.body) : noFacts;
      default:
        return this.whenDefined(ir);
    }
  }

  /** What holds when an expression has a value. */
  private whenDefined(ir: Ir): Facts {
    switch (ir.kind) {
      case "pattern-offset":
      case "pattern-length":
        return this.pattern(ir.pattern);
      case "arithmetic":
        return this.all(ir.operands.map((operand) => this.whenDefined(operand)));
      case "bitwise":
      case "compare":
      case "string-test":
        return this.all([this.whenDefined(ir.left), this.whenDefined(ir.right)]);
      case "negate":
      case "complement":
      case "convert":
      case "not":
      case "matches":
      case "one-of":
      case "length":
        return this.whenDefined(ir.operand);
      case "read":
        return this.whenDefined(ir.offset);
      case "shared":
        return this.whenDefined(ir.value);
      default:
        return noFacts;
    }
  }

  /** What holds when a number is greater than 0. */
  private whenPositive(ir: Ir): Facts {
    return ir.kind === "pattern-count" ? this.pattern(ir.pattern) : noFacts;
  }

  private comparison(ir: IrOf<"compare">): Facts {
    const defined = this.all([this.whenDefined(ir.left), this.whenDefined(ir.right)]);
    const { left, right, operator } = ir.left.kind === "integer" ? mirrored(ir) : ir;
    if (right.kind !== "integer") return defined;
    if (left.kind === "filesize") return this.all([defined, sizeFact(operator, right.value)]);
    if (left.kind === "pattern-count" && isPositive(operator, right.value)) {
      return this.all([defined, this.pattern(left.pattern)]);
    }
    if (left.kind === "read" && operator === "==") return this.all([defined, bytesFact(left, right.value)]);
    return defined;
  }

  private pattern(pattern: PatternRef): Facts {
    return demandOne(pattern.kind === "pattern" ? [pattern.id] : this.current);
  }

  private tuple(ir: IrOf<"of-tuple">): Facts {
    const items = ir.items.map((item) => this.whenTrue(item));
    if (ir.quantifier.kind === "all") return this.all(items);
    return isSatisfiedBySome(ir.quantifier) && items.length > 0 ? either(items) : noFacts;
  }

  private forOf(ir: IrOf<"for-of">): Facts {
    if (!isSatisfiedBySome(ir.quantifier)) return noFacts;
    const outer = this.current;
    this.current = ir.patterns;
    const facts = this.whenTrue(ir.body);
    this.current = outer;
    return facts;
  }

  /** What holds when all of them hold. */
  private all(parts: readonly Facts[]): Facts {
    return parts.reduce(
      (a, b) => ({
        minimumSize: Math.max(a.minimumSize, b.minimumSize),
        maximumSize: Math.min(a.maximumSize, b.maximumSize),
        bytes: stricterBytes(a.bytes, b.bytes),
        patterns: this.cheaperSet(a.patterns, b.patterns),
      }),
      noFacts,
    );
  }

  private cheaperSet(a: PatternSet | undefined, b: PatternSet | undefined): PatternSet | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return this.loadOf(a) <= this.loadOf(b) ? a : b;
  }

  private loadOf(patterns: PatternSet): number {
    let sum = 0;
    for (const pattern of patterns) sum += this.load(pattern);
    return sum;
  }

  /** Without known loads, all patterns are the same. */
  private load(pattern: PatternId): number {
    return this.loads[pattern] ?? 1;
  }

  /** Some of the patterns, so many that the quantifier cannot be met without one of them; none when it demands none. */
  private enoughToMeet(quantifier: Quantifier, patterns: readonly PatternId[]): readonly PatternId[] {
    if (!isSatisfiedBySome(quantifier)) return [];
    const needed = neededCount(quantifier, patterns.length);
    const cheapestFirst = [...patterns].sort((a, b) => this.load(a) - this.load(b));
    return cheapestFirst.slice(0, Math.max(1, patterns.length - needed + 1));
  }
}

/** Whether the quantifier demands a true item of any set that is not empty. */
function isSatisfiedBySome(quantifier: Quantifier): boolean {
  if (quantifier.kind === "all" || quantifier.kind === "any") return true;
  return "value" in quantifier && quantifier.value.kind === "integer" && quantifier.value.value > 0n;
}

/** How many true items the quantifier, which some satisfy, demands of so many; 1 when that is not known. */
function neededCount(quantifier: Quantifier, itemCount: number): number {
  if (quantifier.kind === "all") return itemCount;
  const isKnown = quantifier.kind === "count" && quantifier.value.kind === "integer";
  return isKnown ? Number(quantifier.value.value) : 1;
}

function demandOne(patterns: readonly PatternId[]): Facts {
  return patterns.length === 0 || patterns.length > maxPatterns
    ? noFacts
    : { ...noFacts, patterns: new Set(patterns) };
}

function equality({ operand, type, span }: IrOf<"one-of">, value: Ir): IrOf<"compare"> {
  return { kind: "compare", operator: "==", left: operand, right: value, type, span };
}

const mirror = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function mirrored({ left, right, operator }: IrOf<"compare">) {
  return { left: right, right: left, operator: mirror[operator] };
}

function isPositive(operator: IrOf<"compare">["operator"], bound: bigint): boolean {
  if (operator === ">") return bound >= 0n;
  return (operator === ">=" || operator === "==") && bound >= 1n;
}

function sizeFact(operator: IrOf<"compare">["operator"], bound: bigint): Facts {
  const [minimum, maximum] = sizeRange(operator, bound);
  if (minimum > BigInt(unbounded) || maximum < 0n) return never;
  return {
    ...noFacts,
    minimumSize: Math.max(0, Number(minimum)),
    maximumSize: Math.min(unbounded, Number(maximum)),
  };
}

function sizeRange(operator: IrOf<"compare">["operator"], bound: bigint): [bigint, bigint] {
  const top = BigInt(unbounded);
  if (operator === "==") return [bound, bound];
  if (operator === "<") return [0n, bound - 1n];
  if (operator === "<=") return [0n, bound];
  if (operator === ">") return [bound + 1n, top];
  return operator === ">=" ? [bound, top] : [0n, top];
}

/** Limit: places of bytes that are told of; the sum with any length stays a u32. */
const maxOffset = 0x7fff_ffffn;

function bytesFact({ reader, offset }: IrOf<"read">, value: bigint): Facts {
  const byteLength = byteLengths[reader];
  if (byteLength === undefined || offset.kind !== "integer") return noFacts;
  if (offset.value < 0n || offset.value > maxOffset) return noFacts;
  const unsigned = BigInt.asUintN(byteLength * 8, value);
  const read = reader.startsWith("u") ? unsigned : BigInt.asIntN(byteLength * 8, value);
  if (read !== value) return never;
  const ordered = reader.endsWith("be") ? reversed(Number(unsigned), byteLength) : Number(unsigned);
  return { ...noFacts, bytes: { offset: Number(offset.value), byteLength, values: [ordered] } };
}

const byteLengths: Partial<Record<Reader, number>> = {
  uint8: 1,
  uint8be: 1,
  int8: 1,
  int8be: 1,
  uint16: 2,
  uint16be: 2,
  int16: 2,
  int16be: 2,
  uint32: 4,
  uint32be: 4,
  int32: 4,
  int32be: 4,
};

/** The bytes of a number in the other order. */
export function reversed(value: number, byteLength: number): number {
  let result = 0;
  for (let rest = value, count = 0; count < byteLength; count++, rest = Math.floor(rest / 256)) {
    result = result * 256 + (rest % 256);
  }
  return result;
}

function stricterBytes(a: BytesFact | undefined, b: BytesFact | undefined): BytesFact | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const isBetter = a.byteLength / a.values.length >= b.byteLength / b.values.length;
  return isBetter ? a : b;
}

/** What holds when one of them holds. */
function either(alternatives: readonly Facts[]): Facts {
  const possible = alternatives.filter((facts) => !isNever(facts));
  if (possible.length === 0) return never;
  const bytes = possible.map((facts) => facts.bytes);
  return {
    minimumSize: possible.reduce((least, facts) => Math.min(least, facts.minimumSize), unbounded),
    maximumSize: possible.reduce((most, facts) => Math.max(most, facts.maximumSize), 0),
    bytes: bytes.reduce(unitedBytes),
    patterns: unitedSets(possible.map((facts) => facts.patterns)),
  };
}

/** Whether no data satisfies the facts. */
export function isNever({ minimumSize, maximumSize }: Facts): boolean {
  return minimumSize > maximumSize;
}

/** Alternatives at one place; the longer ones are cut to the length of the shorter. */
function unitedBytes(a: BytesFact | undefined, b: BytesFact | undefined): BytesFact | undefined {
  if (a === undefined || b === undefined || a.offset !== b.offset) return undefined;
  const byteLength = Math.min(a.byteLength, b.byteLength);
  const values = new Set([...a.values, ...b.values].map((value) => value % 256 ** byteLength));
  return values.size > maxValues ? undefined : { offset: a.offset, byteLength, values: [...values] };
}

/** One set of all patterns; undefined when an alternative demands none, or when it would be too large to exclude much. */
function unitedSets(sets: readonly (PatternSet | undefined)[]): PatternSet | undefined {
  const united = new Set<PatternId>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const pattern of set) united.add(pattern);
    if (united.size > maxPatterns) return undefined;
  }
  return united;
}
