/**
 * Compares modules with the reference, which does not show what its modules give: what ours give is turned into
 * conditions, one for each field and for many calls of each function, that are true when the reference has the same.
 */

import type { FunctionSignature, StructValue, Value } from "@tyara/base";
import type { FunctionContext, Module } from "@tyara/language/modules";
import { collectLimits } from "@tyara/modules/kit";
import { expressionsOf, quote } from "../../module-expressions.ts";
import { type NativePeer, native } from "../../peers.ts";
import { Random } from "../random.ts";

/** What our module says of data. */
export interface Claims {
  /** Conditions that hold here, and must in the reference. */
  readonly conditions: readonly string[];
  /** Limits that the parser met: what it left out the reference may have. */
  readonly limits: readonly string[];
}

export interface ClaimOptions {
  /** Calls of one function, default 60. */
  readonly callsPerFunction?: number | undefined;
}

/** All that our module says of some data. */
export function claimsOf(module: Module, data: Uint8Array, options: ClaimOptions = {}): Claims {
  const limits = new Set<string>();
  const conditions = collectLimits(limits, () => {
    const value = module.parse?.({ data });
    const fields = expressionsOf(module.name, module.schema, value);
    return [...fields.filter(isNameable), ...callsOf(module, data, value, options.callsPerFunction ?? 60)];
  });
  return { conditions, limits: [...limits] };
}

/** The grammar cannot name fields that are called like keywords. */
const isNameable = (condition: string) => !/dex\.strings|\.filesize/.test(condition);

/** Conditions that are compiled into one rule: less work than a rule each. */
const CONDITIONS_A_RULE = 32;
/** Rules that are compiled at once, so that a dump of hundreds of thousands of lines does not need memory for all. */
const RULES_AT_ONCE = 256;

/** The conditions that do not hold in the reference. */
export function contradicted(
  module: string,
  data: Uint8Array,
  conditions: readonly string[],
  reference: NativePeer = native!,
): string[] {
  const groups = inGroups(conditions, CONDITIONS_A_RULE);
  const suspects = inGroups(groups, RULES_AT_ONCE).flatMap((batch) => {
    const texts = batch.map((group) => group.map((text) => `(${text})`).join(" and "));
    const isTrue = verdicts(module, data, texts, reference);
    return batch.filter((_, i) => !isTrue[i]);
  });
  return inGroups(suspects.flat(), RULES_AT_ONCE).flatMap((batch) => {
    const isTrue = verdicts(module, data, batch, reference);
    return batch.filter((_, i) => !isTrue[i]);
  });
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

function verdicts(
  module: string,
  data: Uint8Array,
  conditions: readonly string[],
  reference: NativePeer,
): boolean[] {
  const rules = conditions.map((text, i) => `rule r${i} { condition: ${text} }`);
  const matches = reference.compile(`import "${module}"\n${rules.join("\n")}`).scan(data);
  const matched = new Set(matches.map(({ ruleIdentifier }) => ruleIdentifier));
  return conditions.map((_, i) => matched.has(`r${i}`));
}

const REGEXPS: readonly RegExp[] = [/.*/, /^k/i, /KERNEL32/, /e/, /^_/, /nope/];

type Argument = bigint | string | number | boolean | RegExp;

/** One condition for each of many calls of each function. */
function callsOf(module: Module, data: Uint8Array, value: StructValue | undefined, most: number): string[] {
  const context: FunctionContext = {
    data,
    value,
    matches: ({ regexp }, text) => REGEXPS[regexp]!.test(Buffer.from(text).toString("latin1")),
    log: () => {},
    cache: new Map(),
  };
  const known = scalarsOf(module.name, value);
  return [...signaturesOf(module)].flatMap(({ path, signature }) => {
    const run = module.functions!.get(signature.id)!;
    return argumentLists(path, signature, known, most).map((list) => {
      const result = run(context, ...list.map(passed));
      return claim(`${path}(${list.map(literal).join(", ")})`, result);
    });
  });
}

interface CallableFunction {
  /** `pe.rich_signature.toolid`. */
  readonly path: string;
  readonly signature: FunctionSignature;
}

/** Functions of the module and of structures in it; methods of list items want an item, and are left out. */
function* signaturesOf(module: Module): Generator<CallableFunction> {
  const waiting = [{ path: module.name, type: module.schema }];
  for (const { path, type } of waiting) {
    for (const field of type.fields.values()) {
      const inner = `${path}.${field.name}`;
      if (field.type.kind === "struct") waiting.push({ path: inner, type: field.type });
      if (field.type.kind !== "function") continue;
      for (const signature of field.type.signatures)
        if (module.functions?.has(signature.id)) yield { path: inner, signature };
    }
  }
}

/** Strings and numbers of a value, a few of each field, by the field's path without indexes. */
type Scalars = ReadonlyMap<string, readonly (string | bigint)[]>;

/** Values of a field that are tried as arguments; items of a list that are looked at. */
const MOST_VALUES = 4;
const MOST_ITEMS = 6;

function scalarsOf(root: string, value: StructValue | undefined): Scalars {
  const scalars = new Map<string, (string | bigint)[]>();
  const visit = (path: string, inner: Value | undefined): void => {
    if (Array.isArray(inner)) for (const item of inner.slice(0, MOST_ITEMS)) visit(path, item as Value);
    else if (inner instanceof Uint8Array) add(path, Buffer.from(inner).toString("latin1"));
    else if (typeof inner === "string") add(path, inner);
    else if (typeof inner === "number" || typeof inner === "bigint") {
      if (Number.isInteger(Number(inner))) add(path, BigInt.asIntN(64, BigInt(inner)));
    } else if (typeof inner === "object" && !(inner instanceof Map))
      for (const [name, field] of Object.entries(inner as StructValue)) visit(`${path}.${name}`, field);
  };
  const add = (path: string, scalar: string | bigint) => {
    const list = scalars.get(path) ?? [];
    scalars.set(path, list);
    if (list.length < MOST_VALUES && !list.includes(scalar)) list.push(scalar);
  };
  visit(root, value);
  return scalars;
}

const STRANGERS = { string: ["nope", ""], integer: [0n, 1n, 2n, 3n, 9n, 0x409n, 0x1000n, -1n] } as const;

/** Ways to fill the parameters with what the module says of the data, and with strangers; at most `most` of them. */
function argumentLists(
  path: string,
  { parameters }: FunctionSignature,
  known: Scalars,
  most: number,
): Argument[][] {
  const choices = parameters.map(({ type }): readonly Argument[] => {
    if (type.kind === "regexp") return REGEXPS;
    if (type.kind === "bool") return [true, false];
    if (type.kind === "float") return [0.5, 1, 100];
    const kin = kinOf(path, known).filter(
      (scalar) => (typeof scalar === "string") === (type.kind === "string"),
    );
    if (type.kind === "integer") return [...STRANGERS.integer, ...kin];
    return [...STRANGERS.string, ...kin, ...kin.map((text) => String(text).toUpperCase())];
  });
  const count = choices.reduce((product, list) => product * list.length, 1);
  if (count > most) {
    const random = new Random(count);
    return Array.from({ length: most }, () => choices.map((list) => random.pick(list)));
  }
  return choices.reduce<Argument[][]>(
    (lists, list) => lists.flatMap((chosen) => list.map((choice) => [...chosen, choice])),
    [[]],
  );
}

/** The values of fields whose path has a word of the function's name in it; of all fields when none has. */
function kinOf(path: string, known: Scalars): readonly (string | bigint)[] {
  const words = path
    .split(/[._]/)
    .slice(1)
    .map(stem)
    .filter(({ length }) => length > 2);
  const kin = [...known].filter(([field]) =>
    field
      .split(/[._]/)
      .slice(1)
      .some((word) => words.includes(stem(word))),
  );
  return (kin.length > 0 ? kin : [...known]).flatMap(([, values]) => values);
}

const stem = (word: string) => word.replace(/s$/, "");

function literal(argument: Argument): string {
  if (typeof argument === "number") return argument.toFixed(3);
  return typeof argument === "string" ? quote(Buffer.from(argument, "latin1")) : String(argument);
}

function passed(argument: Argument): Value | { regexp: number } {
  if (typeof argument === "string") return Uint8Array.from(Buffer.from(argument, "latin1"));
  return argument instanceof RegExp ? { regexp: REGEXPS.indexOf(argument) } : argument;
}

function claim(call: string, result: Value | undefined): string {
  if (result === undefined) return `not defined ${call}`;
  if (typeof result === "boolean") return result ? call : `defined ${call} and not ${call}`;
  if (typeof result === "string") return `${call} == ${quote(new TextEncoder().encode(result))}`;
  return `${call} == ${result instanceof Uint8Array ? quote(result) : String(result)}`;
}
