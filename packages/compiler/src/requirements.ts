/**
 * What data must have if a rule is to match it: a formula of sizes, bytes at fixed places and byte runs somewhere, for those who keep an
 * index of data and want to read only what rules may match.
 *
 * Invariant: requirements are necessary, never sufficient. `and`, `or` and `of` keep their form, of everything else the
 * facts hold that the dispatcher uses too, and what is not understood demands nothing.
 */

import type { CheckedProgram, CheckedRule, Ir, IrOf, PatternId, Quantifier } from "@tyara/language/ir";
import type { Compiler } from "./compiler.ts";
import { deriveFacts, type Facts, isNever, noFacts } from "./optimise/index.ts";
import { type ByteRun, planPatterns, requiredRunsCost } from "./search/index.ts";

export type Requirement =
  /** Nothing is demanded. */
  | { readonly kind: "nothing" }
  /** No data can have it. */
  | { readonly kind: "never" }
  | { readonly kind: "all"; readonly parts: readonly Requirement[] }
  /** So many of the parts; 1 for any of them. */
  | { readonly kind: "some"; readonly count: number; readonly parts: readonly Requirement[] }
  /** Bytes of data, both ends included. A maximum of 0xffff_ffff stands for any. */
  | { readonly kind: "size"; readonly minimum: number; readonly maximum: number }
  /** 1, 2 or 4 bytes from `offset` on are, as a little-endian number, one of the values. */
  | {
      readonly kind: "bytes";
      readonly offset: number;
      readonly byteLength: number;
      readonly values: readonly number[];
    }
  /** One of the runs is somewhere in the data. */
  | { readonly kind: "runs"; readonly runs: readonly RequiredBytes[] };

/** A row of bytes under a mask. */
export interface RequiredBytes {
  /** Bits outside the mask are zero. */
  readonly values: Uint8Array;
  readonly masks: Uint8Array;
  /** With one of these keys applied to each byte; both ends included. The masks are full then. */
  readonly xor: { readonly start: number; readonly end: number } | undefined;
}

export interface RuleRequirement {
  readonly identifier: string;
  readonly namespace: string;
  readonly isPrivate: boolean;
  readonly requirement: Requirement;
}

const nothing: Requirement = { kind: "nothing" };
const never: Requirement = { kind: "never" };

/**
 * The requirements of all rules that a compiler was given and found right, in the order of namespaces and declaration. Parts that rules
 * share are one object. Throws {@link CompileError} when the compiler is stopped.
 */
export function requirementsOf(compiler: Compiler): RuleRequirement[] {
  const program = compiler.check();
  const derivation = new Derivation(program);
  return program.rules.map((rule) => ({
    identifier: rule.name,
    namespace: program.namespaces[rule.namespace]!,
    isPrivate: rule.isPrivate,
    requirement: derivation.ofRule(rule),
  }));
}

class Derivation {
  readonly #program: CheckedProgram;
  readonly #rules: Requirement[] = [];
  readonly #patterns = new Map<PatternId, Requirement>();
  readonly #sets = new Map<readonly PatternId[], readonly Requirement[]>();

  constructor(program: CheckedProgram) {
    this.#program = program;
  }

  ofRule({ id, condition }: CheckedRule): Requirement {
    return (this.#rules[id] = this.#whenTrue(condition));
  }

  #whenTrue(ir: Ir): Requirement {
    switch (ir.kind) {
      case "bool":
        return ir.value ? nothing : never;
      case "and":
        return all(ir.operands.map((operand) => this.#whenTrue(operand)));
      case "or":
        return some(
          1,
          ir.operands.map((operand) => this.#whenTrue(operand)),
        );
      case "rule":
        return this.#rules[ir.rule] ?? nothing;
      case "shared":
        return this.#whenTrue(ir.value);
      case "with":
        return this.#whenTrue(ir.body);
      case "of-patterns":
        return this.#of(ir.quantifier, this.#patternsOf(ir.patterns));
      case "of-tuple":
        return this.#of(
          ir.quantifier,
          ir.items.map((item) => this.#whenTrue(item)),
        );
      case "for-of":
        return this.#forOf(ir);
      default:
        return this.#fromFacts(deriveFacts(ir, () => noFacts, this.#factSources()));
    }
  }

  #factSources() {
    return { signatures: this.#program.signatures };
  }

  /** A body that is true only where the pattern of its turn matches makes the loop demand what `of` does. */
  #forOf({ quantifier, patterns, body }: IrOf<"for-of">): Requirement {
    return demandsCurrent(body) ? this.#of(quantifier, this.#patternsOf(patterns)) : nothing;
  }

  #of(quantifier: Quantifier, parts: readonly Requirement[]): Requirement {
    if (parts.length === 0) return nothing;
    if (quantifier.kind === "all") return all(parts);
    if (quantifier.kind === "any") return some(1, parts);
    if (!("value" in quantifier) || quantifier.value.kind !== "integer") return nothing;
    const { value } = quantifier.value;
    if (value <= 0n) return nothing;
    return some(quantifier.kind === "count" ? Number(value) : 1, parts);
  }

  #patternsOf(patterns: readonly PatternId[]): readonly Requirement[] {
    let parts = this.#sets.get(patterns);
    if (parts === undefined) this.#sets.set(patterns, (parts = patterns.map((id) => this.#pattern(id))));
    return parts;
  }

  #pattern(id: PatternId): Requirement {
    let requirement = this.#patterns.get(id);
    if (requirement === undefined) this.#patterns.set(id, (requirement = this.#runsOf(id)));
    return requirement;
  }

  /** The runs of every form of the pattern; of a form in pieces, those of the piece that is rarest. */
  #runsOf(id: PatternId): Requirement {
    const { subPatterns, chains } = planPatterns([this.#program.patterns[id]!]);
    const runs: RequiredBytes[] = [];
    const ofPieces = (piece: number) => subPatterns.filter(({ pattern }) => pattern === piece);
    for (const form of ofPieces(0)) {
      const chain = chains.find(({ subPattern }) => subPattern === form);
      const candidates =
        chain === undefined
          ? [[form]]
          : Array.from({ length: chain.gaps.length + 1 }, (_, index) => ofPieces(chain.firstPiece + index));
      const usable = candidates
        .map((forms) => forms.map((one) => one.runs))
        .filter((ofForms) => ofForms.length > 0 && ofForms.every((ofForm) => ofForm.length > 0))
        .map((ofForms) => ofForms.flat())
        .sort((a, b) => requiredRunsCost(a) - requiredRunsCost(b));
      if (usable.length === 0) return nothing;
      runs.push(...usable[0]!.map(({ run }) => requiredBytes(run)));
    }
    return runs.length === 0 ? nothing : { kind: "runs", runs };
  }

  #fromFacts(facts: Facts): Requirement {
    if (isNever(facts)) return never;
    const parts: Requirement[] = [];
    const { minimumSize, maximumSize, bytes, patterns } = facts;
    if (minimumSize > 0 || maximumSize < 0xffff_ffff)
      parts.push({ kind: "size", minimum: minimumSize, maximum: maximumSize });
    if (bytes !== undefined) parts.push({ kind: "bytes", ...bytes });
    if (patterns !== undefined) parts.push(some(1, this.#patternsOf([...patterns])));
    return all(parts);
  }
}

/** Whether a condition is true only where the pattern of the innermost loop matches. */
function demandsCurrent(ir: Ir): boolean {
  if (ir.kind === "pattern-match") return ir.pattern.kind !== "pattern";
  if (ir.kind === "and") return ir.operands.some(demandsCurrent);
  if (ir.kind === "or") return ir.operands.length > 0 && ir.operands.every(demandsCurrent);
  return false;
}

function requiredBytes({ values, masks, xor }: ByteRun): RequiredBytes {
  return { values, masks, xor };
}

function all(parts: readonly Requirement[]): Requirement {
  const demanding = parts.filter(({ kind }) => kind !== "nothing");
  if (demanding.some(({ kind }) => kind === "never")) return never;
  if (demanding.length <= 1) return demanding[0] ?? nothing;
  return { kind: "all", parts: demanding };
}

function some(count: number, parts: readonly Requirement[]): Requirement {
  const possible = parts.filter(({ kind }) => kind !== "never");
  if (possible.length < count) return never;
  const free = possible.filter(({ kind }) => kind === "nothing").length;
  if (free >= count) return nothing;
  const demanding = possible.filter(({ kind }) => kind !== "nothing");
  if (demanding.length === 1 && count - free === 1) return demanding[0]!;
  return { kind: "some", count: count - free, parts: demanding };
}
