/**
 * Facts that must hold if a condition is to be true, derived once when rules are compiled: bounds of the data's size,
 * bytes at a fixed place, patterns of which one must match. The dispatcher skips rules whose facts do not hold; tools
 * may show them.
 *
 * Invariant: facts are necessary, never sufficient. `and` joins facts, `or` keeps what both sides demand, everything
 * that is not understood demands nothing. A rule whose evaluation can be noticed by more than its outcome (it writes to
 * the console) has no facts.
 */

import type {
  Anchor,
  CheckedRule,
  Ir,
  IrOf,
  Iterable,
  PatternId,
  PatternRef,
  Quantifier,
  RuleId,
} from "@tyara/language/ir";
import type { FileSignature } from "@tyara/language/modules";
import { type BytesFact, readBytes, signatureBytes, stricterBytes, unitedBytes } from "./bytes-fact.ts";
import { type PatternLoads, type PatternSet, PatternSets } from "./pattern-sets.ts";
import { isPure } from "./purity.ts";

export interface Facts {
  /** Bytes of data, at least and at most; at most 0xffff_ffff. */
  readonly minimumSize: number;
  readonly maximumSize: number;
  readonly bytes: BytesFact | undefined;
  /** One of these must match. */
  readonly patterns: PatternSet | undefined;
}

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

/** What modules say of the files that they know, by their names. */
export type Signatures = ReadonlyMap<string, FileSignature>;

/** What facts are derived from beside the conditions. */
export interface FactSources {
  readonly loads?: PatternLoads;
  /** Default: modules may say something of any data. */
  readonly signatures?: Signatures | undefined;
}

/** The facts of all rules, by id. */
export function deriveAllFacts(rules: readonly CheckedRule[], sources: FactSources = {}): Facts[] {
  const facts: Facts[] = [];
  const derivation = new Derivation((earlier) => facts[earlier] ?? noFacts, sources);
  for (const { condition } of rules) facts.push(isPure(condition) ? derivation.whenTrue(condition) : noFacts);
  return facts.map((one, id) => withoutForeign(one, rules[id]!));
}

/** Limit: patterns of other rules that a rule's facts may name; each takes room in the tables of the rule. */
const maxForeignPatterns = 64;

/** The facts without the patterns when these are many and come of rules that the rule refers to. */
function withoutForeign(facts: Facts, { patterns: own }: CheckedRule): Facts {
  const isSmall = (facts.patterns?.size ?? 0) <= Math.max(maxForeignPatterns, own.length);
  return isSmall ? facts : { ...facts, patterns: undefined };
}

/** The facts of a rule's condition. `factsOf` gives those of rules declared earlier. */
export function deriveFacts(
  condition: Ir,
  factsOf: (rule: RuleId) => Facts,
  sources: FactSources = {},
): Facts {
  return !isPure(condition) ? noFacts : new Derivation(factsOf, sources).whenTrue(condition);
}

class Derivation {
  private readonly factsOf: (rule: RuleId) => Facts;
  private readonly signatures: Signatures;
  private readonly sets: PatternSets;
  /** The patterns that the innermost enclosing `for … of` runs over. */
  private current: readonly PatternId[] = [];

  constructor(factsOf: (rule: RuleId) => Facts, { loads = [], signatures = new Map() }: FactSources) {
    this.factsOf = factsOf;
    this.sets = new PatternSets(loads);
    this.signatures = signatures;
  }

  /** What holds when a condition is true. */
  whenTrue(ir: Ir): Facts {
    switch (ir.kind) {
      case "bool":
        return ir.value ? noFacts : never;
      case "and":
        return this.all(ir.operands.map((operand) => this.whenTrue(operand)));
      case "or":
        return this.either(ir.operands.map((operand) => this.whenTrue(operand)));
      case "rule":
        return this.factsOf(ir.rule);
      case "convert":
        return this.all([this.whenDefined(ir.operand), this.whenNotZero(ir.operand)]);
      case "defined":
        return this.whenDefined(ir.operand);
      case "compare":
        return this.comparison(ir);
      case "one-of":
        return this.either(ir.values.map((value) => this.comparison(equality(ir, value))));
      case "pattern-match":
        return this.all([this.pattern(ir.pattern), this.anchor(ir.anchor)]);
      case "of-patterns":
        return this.ofPatterns(ir.quantifier, ir.patterns);
      case "of-tuple":
        return this.tuple(ir);
      case "for-of":
        return this.forOf(ir);
      case "shared":
        return this.whenTrue(ir.value);
      case "for-in":
        return this.forIn(ir);
      case "with":
        return this.whenTrue(ir.body);
      case "field":
        return this.all([this.whenDefined(ir), this.rootSignature(ir)]);
      case "call":
        return this.all([this.whenDefined(ir), this.functionSignature(ir)]);
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
      case "field":
        return this.all([
          this.whenDefined(ir.object),
          isAbsentWithoutValue(ir) ? this.rootSignature(ir) : noFacts,
        ]);
      case "index":
        return this.all([this.whenDefined(ir.object), this.whenDefined(ir.index), this.rootSignature(ir)]);
      case "call":
        return this.all([
          ...ir.args.map((arg) => this.whenDefined(arg)),
          ir.type.kind === "string" ? this.functionSignature(ir) : noFacts,
        ]);
      default:
        return noFacts;
    }
  }

  /** What holds when a number is not 0, or for counts and lengths: greater. */
  private whenNotZero(ir: Ir): Facts {
    switch (ir.kind) {
      case "pattern-count":
        return this.pattern(ir.pattern);
      case "length":
        return this.rootSignature(ir.operand);
      case "call":
        return this.functionSignature(ir);
      case "shared":
        return this.whenNotZero(ir.value);
      default:
        return noFacts;
    }
  }

  /** What holds when a module has given some of its value: something that is not false, empty or absent. */
  private rootSignature(ir: Ir): Facts {
    let root = ir;
    while (root.kind === "field" || root.kind === "index") root = root.object;
    return root.kind === "module" ? signatureFacts(this.signatures.get(root.module)) : noFacts;
  }

  /** What holds when a function gives something that is not undefined, false or 0. */
  private functionSignature({ module, signature: { id } }: IrOf<"call">): Facts {
    const signature = this.signatures.get(module);
    return signature?.functions?.includes(id) ? signatureFacts(signature) : noFacts;
  }

  /** What holds when the place has a value. */
  private anchor(anchor: Anchor | undefined): Facts {
    if (anchor === undefined) return noFacts;
    if (anchor.kind === "at") return this.whenDefined(anchor.offset);
    return this.all([this.whenDefined(anchor.range.lower), this.whenDefined(anchor.range.upper)]);
  }

  /** Whatever the quantifier, a loop over nothing is false. */
  private forIn({ iterable, quantifier, body }: IrOf<"for-in">): Facts {
    const found = isSatisfiedBySome(quantifier) ? this.whenTrue(body) : noFacts;
    return this.all([found, this.whenNotEmpty(iterable)]);
  }

  private whenNotEmpty(iterable: Iterable): Facts {
    if (iterable.kind === "tuple") return noFacts;
    if (iterable.kind === "range") return this.anchor({ kind: "in", range: iterable.range });
    return this.all([this.whenDefined(iterable.collection), this.rootSignature(iterable.collection)]);
  }

  private comparison(ir: IrOf<"compare">): Facts {
    const defined = this.all([this.whenDefined(ir.left), this.whenDefined(ir.right)]);
    const { left, right, operator } = ir.left.kind === "integer" ? mirrored(ir) : ir;
    if (right.kind !== "integer") return defined;
    if (left.kind === "filesize") return this.all([defined, sizeFact(operator, right.value)]);
    const read = left.kind === "read" && operator === "==" ? readFacts(left, right.value) : noFacts;
    if (isPositive(operator, right.value)) return this.all([defined, this.whenNotZero(left), read]);
    return this.all([defined, read]);
  }

  private pattern(pattern: PatternRef): Facts {
    if (pattern.kind === "pattern") return { ...noFacts, patterns: new Set([pattern.id]) };
    return this.demandOne(this.current, this.current.length);
  }

  private tuple(ir: IrOf<"of-tuple">): Facts {
    const items = ir.items.map((item) => this.whenTrue(item));
    if (ir.quantifier.kind === "all") return this.all(items);
    return isSatisfiedBySome(ir.quantifier) && items.length > 0 ? this.either(items) : noFacts;
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
    return parts.reduce((a, b) => this.both(a, b), noFacts);
  }

  private both(a: Facts, b: Facts): Facts {
    if (a === noFacts) return b;
    if (b === noFacts) return a;
    return {
      minimumSize: Math.max(a.minimumSize, b.minimumSize),
      maximumSize: Math.min(a.maximumSize, b.maximumSize),
      bytes: stricterBytes(a.bytes, b.bytes),
      patterns: this.sets.cheaper(a.patterns, b.patterns),
    };
  }

  /** What holds when one of them holds. */
  private either(alternatives: readonly Facts[]): Facts {
    const possible = alternatives.filter((facts) => !isNever(facts));
    if (possible.length === 0) return never;
    const bytes = possible.map((facts) => facts.bytes);
    return {
      minimumSize: possible.reduce((least, facts) => Math.min(least, facts.minimumSize), unbounded),
      maximumSize: possible.reduce((most, facts) => Math.max(most, facts.maximumSize), 0),
      bytes: bytes.reduce(unitedBytes),
      patterns: this.sets.united(possible.map((facts) => facts.patterns)),
    };
  }

  /** If `n` of the patterns must match, at most all but `n` may be missing. So one of any `length - n + 1` patterns must match. */
  private ofPatterns(quantifier: Quantifier, patterns: readonly PatternId[]): Facts {
    if (!isSatisfiedBySome(quantifier)) return noFacts;
    const needed = neededCount(quantifier, patterns.length);
    return this.demandOne(patterns, Math.max(1, patterns.length - needed + 1));
  }

  private demandOne(patterns: readonly PatternId[], count: number): Facts {
    const cheapest = this.sets.cheapest(patterns, count);
    return cheapest === undefined ? noFacts : { ...noFacts, patterns: cheapest };
  }
}

/** Whether the quantifier demands a true item of any set that is not empty. */
function isSatisfiedBySome(quantifier: Quantifier): boolean {
  if (quantifier.kind === "all" || quantifier.kind === "any") return true;
  return "value" in quantifier && quantifier.value.kind === "integer" && quantifier.value.value > 0n;
}

/** How many of `itemCount` items must be true for a quantifier that some true items satisfy; 1 if the number is unknown. */
function neededCount(quantifier: Quantifier, itemCount: number): number {
  if (quantifier.kind === "all") return itemCount;
  const isKnown = quantifier.kind === "count" && quantifier.value.kind === "integer";
  return isKnown ? Number(quantifier.value.value) : 1;
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

function readFacts(ir: IrOf<"read">, value: bigint): Facts {
  const bytes = readBytes(ir, value);
  return bytes === "never" ? never : { ...noFacts, bytes };
}

function signatureFacts(signature: FileSignature | undefined): Facts {
  return signature === undefined ? noFacts : { ...noFacts, bytes: signatureBytes(signature) };
}

/** Whether a field is undefined when the module gave nothing: booleans may be false, lists empty, numbers 0 by default. */
function isAbsentWithoutValue({ object, field, type }: IrOf<"field">): boolean {
  if (type.kind !== "integer" && type.kind !== "float" && type.kind !== "string") return false;
  return object.type.kind === "struct" && object.type.fields.get(field)?.absent !== "zero";
}

/** Whether no data satisfies the facts. */
export function isNever({ minimumSize, maximumSize }: Facts): boolean {
  return minimumSize > maximumSize;
}
