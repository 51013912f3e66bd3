/**
 * Makes typed conditions: readers, patterns, rules, the test modules, loops, `with`, all operators and forms of `of`, biased to undefined
 * values, the edges of 64-bit arithmetic and empty sets. A condition is a small tree of text and parts, so that a failing one can be shrunk.
 *
 * Left out unless `beyondReference` is asked for, because the reference is known to be wrong there: division of the smallest integer by −1
 * (it crashes), zero and negative numbers of items, loops, sets and `with` inside such numbers, methods of structures in maps (unknown there), and long
 * loops, which are slow there. Folding of constants above 2^53 is left out always
 * (constants are made opaque by `|`).
 */
import { numberChain } from "./number-chain.ts";
import type { Random } from "./random.ts";

export type ExprType = "integer" | "float" | "bool" | "string";

/** A part of a condition: its text is the pieces put together. */
export interface Part {
  readonly type: ExprType | "quantifier";
  readonly pieces: readonly (string | Part)[];
}

/** The patterns that generated conditions speak of, by name. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  _a: '"ab"',
  _b: "{ 61 [0-2] 62 }",
  _c: "/b+c?/",
  _d: '"abc" wide',
  _e: '"never there"',
  f1: '"a" fullword',
  f2: '"B" nocase',
};
const PATTERN_NAMES: readonly string[] = Object.keys(DECLARATIONS);
export const PATTERNS: string = declare(PATTERN_NAMES);

function declare(names: readonly string[]): string {
  return names.map((name) => `$${name} = ${DECLARATIONS[name]}`).join(" ");
}

/** The patterns that a condition speaks of; a rule that declared more would be refused, and dear to compile. */
function patternsIn(condition: string): readonly string[] {
  if (/\bthem\b/.test(condition)) return PATTERN_NAMES;
  const mentioned = [...condition.matchAll(/[$#@!](_[a-e]|f[12]|_\*|f\*)/g)].map(([, name]) => name!);
  const isMentioned = (name: string) => mentioned.includes(name) || mentioned.includes(`${name[0]}*`);
  return PATTERN_NAMES.filter(isMentioned);
}

export function print(part: Part): string {
  return part.pieces.map((piece) => (typeof piece === "string" ? piece : print(piece))).join("");
}

export const IMPORTS: string = 'import "test_proto2" import "test_proto3" import "math"';
/** What generated rules need before them, in one line: the modules, and two rules that conditions speak of. */
export const PREAMBLE: string = `${IMPORTS} rule known_true { condition: test_proto2.int64_one == 1 } rule known_false { condition: test_proto2.int64_one == 2 }\n`;

/** A whole rule with the condition, which may speak of all of {@link PATTERNS} and of what {@link PREAMBLE} declares. */
export function ruleOf(condition: string, name: string): string {
  const used = patternsIn(condition);
  if (used.length === 0) return `rule ${name} { condition: ${condition} }`;
  // The second half is never true; it keeps patterns used that shrinking or folding took out of sight.
  return `rule ${name} { strings: ${declare(used)} condition: ${condition} or (filesize < 0 and any of them) }`;
}

export interface ConditionOptions {
  /** Also what the reference is slow or known to be wrong at. Default false. */
  readonly beyondReference?: boolean;
}

/** A condition of type bool with about `size` operators. */
export function generateCondition(random: Random, size: number, options: ConditionOptions = {}): Part {
  return new ConditionMaker(random, options).make("bool", size);
}

const EDGES = [
  "0",
  "1",
  "2",
  "-1",
  "3",
  "7",
  "63",
  "64",
  "65",
  "255",
  "256",
  "2147483647",
  "2147483648",
  "4294967295",
  "4294967296",
  "4611686018427387904",
  "9223372036854775806",
  "9223372036854775807",
  "-9223372036854775807",
];
const FLOATS = ["0.0", "1.0", "-1.5", "0.5", "1.25", "255.0", "100000.75", "9007199254740993.0"];
const STRINGS = [
  '""',
  '"foo"',
  '"FOO"',
  '"bar"',
  '"o"',
  '"oo"',
  '"fo"',
  '"fooo"',
  '"\\x00"',
  '"ñ"',
  '"Ñ"',
  '"one"',
  '"zero"',
  '"\\xff\\xc3"',
  '"12"',
];
const REGEXPS = ["/fo+/", "/^foo$/", "/bar/i", "/^$/", "/.*/", "/o{2}/", "/[a-f]o/", "/x|r$/", "/\\bfoo\\b/"];
const INTEGER_FIELDS = [
  "int32_zero",
  "int64_zero",
  "int64_one",
  "uint32_one",
  "sint64_one",
  "fixed64_one",
  "int32_undef",
  "int64_undef",
  "uint64_undef",
  "Enumeration.ITEM_1",
  "nested.nested_int32_one",
  "nested.nested_array_int64[0]",
  "timestamp",
];
const FLOAT_FIELDS = ["float_zero", "double_zero", "float_one", "double_one", "float_undef", "double_undef"];
const STRING_FIELDS = [
  "string_foo",
  "string_bar",
  "string_undef",
  "bytes_foo",
  "bytes_bar",
  "bytes_undef",
  "nested.nested_string",
];
const INTEGER_READERS = [
  "uint8",
  "uint16",
  "uint32",
  "int8",
  "int16",
  "int32",
  "uint8be",
  "uint16be",
  "uint32be",
  "int8be",
  "int16be",
  "int32be",
];
const FLOAT_READERS = ["float32", "float64", "float32be", "float64be"];
const PROTO3_INTEGERS = ["int32_undef", "uint64_undef", "sint64_one", "fixed32_zero"];
/** The structures that conditions reach by index or as variables of loops. */
const NESTED_FIELDS: readonly (readonly [string, ExprType])[] = [
  ["nested_int32_zero", "integer"],
  ["nested_int64_one", "integer"],
  ["nested_array_int64[1]", "integer"],
  ["nested_bool", "bool"],
  ["nested_method()", "bool"],
  ['nested_method_with_arg("foo")', "bool"],
  ["nested_string", "string"],
];
const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];
const STRING_TESTS = [
  "contains",
  "icontains",
  "startswith",
  "istartswith",
  "endswith",
  "iendswith",
  "iequals",
];
const RULE_SETS = ["(known_true, known_false)", "(known_true)", "(known_false, known_true, known_false)"];
const SETS = ["them", "($_*)", "($_a, $_e)", "($f*)", "($_e)", "($_a, $_b, $_c)", "($f1, $_d)"];

class ConditionMaker {
  private readonly random: Random;
  private readonly beyondReference: boolean;
  private readonly variables: Variable[] = [];
  private readonly loopDepth = { ofPatterns: 0, any: 0 };
  private made = 0;

  constructor(random: Random, options: ConditionOptions) {
    this.random = random;
    this.beyondReference = options.beyondReference ?? false;
  }

  make(type: ExprType, size: number): Part {
    const makers = size <= 0 ? this.leaves[type] : this.nodes[type];
    return { type, pieces: this.random.pick(makers)(size - 1) };
  }

  private some(type: ExprType, size: number): Part {
    return this.make(type, this.random.below(Math.max(1, size)));
  }

  private variable(type: ExprType, otherwise: () => Piece[]): Piece[] {
    const candidates = this.variables.filter((variable) => variable.type === type);
    return candidates.length > 0 ? [this.random.pick(candidates).name] : otherwise();
  }

  /** `object.field` for a field of that type of the nested structure. */
  private nestedField(object: string, type: ExprType): string {
    const members = this.members(object.includes("map_")).filter(([, memberType]) => memberType === type);
    return `${object}.${this.random.pick(members)[0]}`;
  }

  /** What the nested structure has; the reference does not know methods of values of maps. */
  private members(isMapValue: boolean): typeof NESTED_FIELDS {
    const hasMethods = this.beyondReference || !isMapValue;
    return hasMethods ? NESTED_FIELDS : NESTED_FIELDS.filter(([name]) => !name.includes("("));
  }

  private nestedStructure(): string {
    return this.random.pick([
      "test_proto2.nested",
      "test_proto2.array_struct[0]",
      "test_proto2.array_struct[1]",
      "test_proto2.array_struct[2]",
      'test_proto2.map_string_struct["foo"]',
      'test_proto2.map_string_struct["none"]',
      "test_proto2.map_int64_struct[100]",
    ]);
  }

  private pattern(): string {
    return this.random.pick(PATTERN_NAMES);
  }

  private readonly leaves: Record<ExprType, Maker[]> = {
    integer: [
      () => [`(test_proto2.int64_zero | ${this.random.pick(EDGES)})`],
      () => [this.random.pick(EDGES.slice(0, 11).filter((edge) => !edge.startsWith("-")))],
      () => ["filesize"],
      () => [`test_proto2.${this.random.pick(INTEGER_FIELDS)}`],
      () => [`test_proto2.array_int64[${this.random.below(5)}]`],
      () => [`test_proto2.map_string_int64["${this.random.pick(["one", "zero", "none"])}"]`],
      () => [`${this.random.pick(INTEGER_READERS)}(${this.random.below(40)})`],
      () => [`#${this.pattern()}`],
      () => [`@${this.pattern()}`],
      () => [`!${this.pattern()}[${1 + this.random.below(4)}]`],
      () => (this.loopDepth.ofPatterns > 0 ? [this.random.pick(["#", "@", "!", "@[2]", "!"])] : ["filesize"]),
      () => this.variable("integer", () => ["filesize"]),
      () => this.variable("integer", () => ["1"]),
      () => ["test_proto2.undef_i64()"],
      () => [this.nestedField(this.nestedStructure(), "integer")],
      () => [`test_proto3.${this.random.pick(PROTO3_INTEGERS)}`],
    ],
    float: [
      () => [this.random.pick(FLOATS)],
      () => [`test_proto2.${this.random.pick(FLOAT_FIELDS)}`],
      () => [`test_proto2.array_float[${this.random.below(4)}]`],
      () => [`${this.random.pick(FLOAT_READERS)}(${this.random.below(40)})`],
      () => this.variable("float", () => ["test_proto2.double_one"]),
      () => [`test_proto3.${this.random.pick(["float_undef", "float_one"])}`],
      () => [`test_proto2.map_string_float["${this.random.pick(["one", "none"])}"]`],
    ],
    bool: [
      () => [`$${this.pattern()}`],
      () => [this.random.pick(["true", "false"])],
      () => [
        `test_proto2.${this.random.pick(["bool_yara", "nested.nested_bool", "array_bool[0]", "array_bool[1]", "array_bool[9]", 'map_string_bool["foo"]'])}`,
      ],
      () => (this.loopDepth.ofPatterns > 0 ? ["$"] : [`$${this.pattern()}`]),
      () => this.variable("bool", () => ["true"]),
      () => [this.random.pick(["known_true", "known_false"])],
      () => [this.nestedField(this.nestedStructure(), "bool")],
      () => [this.random.pick(["test_proto2.nested.nested_func()", "test_proto3.bool_undef"])],
    ],
    string: [
      () => [`test_proto2.${this.random.pick(STRING_FIELDS)}`],
      () => [this.random.pick(STRINGS)],
      () => [`test_proto2.array_string[${this.random.below(4)}]`],
      () => [`test_proto2.map_string_string["${this.random.pick(["foo", "bar"])}"]`],
      () => [`test_proto2.uppercase(${this.random.pick(STRINGS.slice(0, 5))})`],
      () => [`test_proto2.head(${this.random.below(4)})`],
      () => ["test_proto2.get_foo()"],
      () => this.variable("string", () => ["test_proto2.string_foo"]),
      () => [this.nestedField(this.nestedStructure(), "string")],
      () => [`test_proto3.${this.random.pick(["string_undef", "string_bar", "bytes_foo"])}`],
    ],
  };

  private readonly nodes: Record<ExprType, Maker[]> = {
    integer: [
      ...this.leaves.integer.slice(-3),
      (size) => this.binary("integer", this.random.pick(["+", "-", "*"]), "integer", size, true),
      (size) => this.binary("integer", this.random.pick(["&", "|", "^"]), "integer", size),
      (size) => [
        "(",
        this.some("integer", size),
        this.random.pick([" << ", " >> "]),
        "(",
        this.some("integer", size),
        " & 127))",
      ],
      (size) => this.binary("integer", this.random.pick(["<<", ">>"]), "integer", size, true),
      (size) => [
        "(",
        this.opaque(size),
        this.random.pick([" \\ ", " % "]),
        "(",
        this.opaque(size),
        this.beyondReference ? " | test_proto2.int64_zero))" : " & 15))",
      ],
      (size) => ["(-", this.opaque(size), ")"],
      (size) => ["(", this.numberChain("integer", size), ")"],
      (size) => ["(~", this.opaque(size), ")"],
      (size) => [`${this.random.pick(INTEGER_READERS)}(`, this.some("integer", size), ")"],
      (size) => ["test_proto2.array_int64[", this.opaque(size), " & 7]"],
      (size) => [`@${this.pattern()}[`, this.opaque(size), " & 7]"],
      (size) => [`#${this.pattern()} in (`, this.opaque(size), "..", this.opaque(size), ")"],
      (size) => [`!${this.pattern()}[`, this.opaque(size), " & 7]"],
      (size) => this.ofCurrent("#", " in (", this.opaque(size), "..", this.opaque(size), ")"),
      (size) => this.ofCurrent(this.random.pick(["@", "!"]), "[", this.opaque(size), " & 3]"),
      (size) => ["test_proto2.map_int64_int64[", this.some("integer", size), "]"],
      (size) => ["test_proto2.map_string_int64[", this.some("string", size), "]"],
      (size) => ["test_proto2.to_int(", this.some("string", size), ")"],
      (size) => ["math.to_number(", this.some("bool", size), ")"],
      (size) => ["test_proto2.add(", this.some("integer", size), ", ", this.some("integer", size), ")"],
      (size) => ["math.max(", this.some("integer", size), ", ", this.some("integer", size), ")"],
      () => [
        `test_proto2.${this.random.pick(["string_foo", "array_int64", "map_string_int64", "string_undef", "array_struct", "map_int64_float", "bytes_raw"])}.len()`,
      ],
    ],
    float: [
      ...this.leaves.float,
      (size) => this.binary("float", this.random.pick(["+", "-", "*", "\\"]), "float", size, true),
      (size) => [
        "(",
        this.opaque(size),
        this.random.pick([" + ", " * ", " - "]),
        this.some("float", size),
        ")",
      ],
      (size) => ["(-", this.some("float", size), ")"],
      (size) => ["(", this.numberChain("float", size), ")"],
      (size) => [`${this.random.pick(FLOAT_READERS)}(`, this.opaque(size), ")"],
    ],
    string: [
      ...this.leaves.string,
      (size) => ["test_proto2.head(", this.opaque(size), " & 3)"],
      (size) => ["test_proto2.array_string[", this.opaque(size), " & 3]"],
      (size) => ["test_proto2.map_string_string[", this.some("string", size), "]"],
      (size) => ["test_proto2.map_int64_string[", this.some("integer", size), "]"],
      (size) => ["test_proto2.uppercase(", this.some("string", size), ")"],
    ],
    bool: [
      ...this.leaves.bool,
      (size) => this.chain("and", size),
      (size) => this.chain("or", size),
      (size) => ["(not ", this.some("bool", size), ")"],
      (size) => ["(defined ", this.some(this.random.pick(["integer", "float", "string", "bool"]), size), ")"],
      (size) => this.binary("integer", this.random.pick(COMPARISONS), "integer", size),
      (size) => this.binary("integer", this.random.pick(COMPARISONS), "integer", size),
      (size) => this.binary("float", this.random.pick(COMPARISONS), "float", size),
      (size) => this.binary("integer", this.random.pick(COMPARISONS), "float", size),
      (size) => this.binary("string", this.random.pick(COMPARISONS), "string", size),
      (size) => this.binary("string", this.random.pick(STRING_TESTS), "string", size),
      (size) => ["(", this.some("string", size), ` matches ${this.random.pick(REGEXPS)})`],
      (size) => [`$${this.pattern()} at `, this.opaque(size)],
      (size) => [`$${this.pattern()} in (`, this.opaque(size), "..", this.opaque(size), ")"],
      (size) => [this.quantifier(size), ` of ${this.random.pick(SETS)}`],
      (size) => this.ofCurrent("$", " at ", this.opaque(size)),
      (size) => this.ofCurrent("$", " in (", this.opaque(size), "..", this.opaque(size), ")"),
      (size) => [this.quantifier(size), ` of ${this.random.pick(RULE_SETS)}`],
      (size) => ["test_proto2.array_struct[", this.opaque(size), " & 3].nested_bool"],
      (size) => [this.quantifier(size), ` of ${this.random.pick(SETS)} at `, this.opaque(size)],
      (size) => [
        this.quantifier(size),
        ` of ${this.random.pick(SETS)} in (`,
        this.opaque(size),
        "..",
        this.opaque(size),
        ")",
      ],
      (size) => [
        this.quantifier(size),
        " of (",
        this.some("bool", size),
        ", ",
        this.some("bool", size),
        ", (",
        this.some("bool", size),
        "))",
      ],
      ...Array.from({ length: 4 }, (): Maker => (size) => this.compareChains(size)),
      (size) => this.forOf(size),
      (size) => this.forIn(size),
      (size) => this.forIn(size),
      (size) => this.with(size),
      (size) => ["(", this.some(this.random.pick(["integer", "float", "string"]), size), " or false)"],
    ],
  };

  /** Something about the pattern that the enclosing `for … of` is at; about one of its own where there is none. */
  private ofCurrent(sign: string, ...rest: readonly Piece[]): Piece[] {
    return [this.loopDepth.ofPatterns > 0 ? sign : `${sign}${this.pattern()}`, ...rest];
  }

  /** An integer that the compiler cannot know, so that nothing about it is refused or folded. */
  private opaque(size: number): Part {
    return { type: "integer", pieces: ["(test_proto2.int64_zero + ", this.some("integer", size), ")"] };
  }

  private binary(
    left: ExprType,
    operator: string,
    right: ExprType,
    size: number,
    isArithmetic = false,
  ): Piece[] {
    const a = isArithmetic && left === "integer" ? this.opaque(size) : this.some(left, size);
    const b = isArithmetic && right === "integer" ? this.opaque(size) : this.some(right, size);
    return ["(", a, ` ${operator} `, b, ")"];
  }

  private chain(operator: string, size: number): Piece[] {
    const operands = Array.from({ length: 2 + this.random.below(2) }, () => this.some("bool", size));
    return [
      "(",
      ...operands.flatMap((operand, i) => (i === 0 ? [operand] : [` ${operator} `, operand])),
      ")",
    ];
  }

  /** Two chains of small numbers, which often have values near each other. */
  private compareChains(size: number): Piece[] {
    const chain = () => this.numberChain(this.random.pick(["integer", "float"]), size);
    return ["(", chain(), ` ${this.random.pick(COMPARISONS)} `, chain(), ")"];
  }

  private numberChain(type: "integer" | "float", size: number): Part {
    return numberChain(this.random, type, 1 + this.random.below(4), {
      operand: (operandType) => this.operandOfChain(operandType, size),
      divisor: () => ({
        type: "integer",
        pieces: this.random.chance(50)
          ? [`${this.random.below(8)}`]
          : ["(", this.opaque(Math.min(size, 1)), this.beyondReference ? ")" : " & 15)"],
      }),
    });
  }

  private operandOfChain(type: "integer" | "float", size: number): Part {
    const choice = this.random.below(10);
    if (choice < 5) return { type, pieces: [`${this.random.below(8)}${type === "float" ? ".5" : ""}`] };
    if (choice < 8 || size <= 0) return this.make(type, 0);
    return type === "integer" ? this.opaque(1) : this.make("float", 1);
  }

  private quantifier(size: number): Part {
    const inner = this.beyondReference ? size : 0;
    const pieces: Piece[] = this.random.pick<() => Piece[]>([
      () => [this.random.pick(["all", "any", "none"])],
      () => [this.random.pick(["1", "2", "3"])],
      () => ["(1 + (", this.opaque(inner), " & 3))"],
      () => [`${this.random.pick([1, 34, 50, 99, 100])}%`],
      () => ["(1 + (", this.opaque(inner), " & 127))%"],
      ...(this.beyondReference ? [() => ["(", this.opaque(inner), " & 3)"]] : []),
      ...(this.beyondReference ? [() => ["(1 - (", this.opaque(inner), " & 3))"]] : []),
    ])();
    return { type: "quantifier", pieces };
  }

  private inScope(variables: readonly Variable[], body: () => Part): Part {
    this.variables.push(...variables);
    const part = body();
    this.variables.length -= variables.length;
    return part;
  }

  private fresh(type: ExprType): Variable {
    this.made++;
    return { name: `v${this.made}`, type };
  }

  /** What a loop variable gives its body: itself, or the fields of a structure. */
  private given({ name }: Variable, type: ExprType | "structure", isMapValue = false): readonly Variable[] {
    if (type !== "structure") return [{ name, type }];
    return this.members(isMapValue).map(([field, fieldType]) => ({
      name: `${name}.${field}`,
      type: fieldType,
    }));
  }

  private forOf(size: number): Piece[] {
    this.loopDepth.ofPatterns++;
    const body = this.some("bool", size);
    this.loopDepth.ofPatterns--;
    return ["for ", this.quantifier(1), ` of ${this.random.pick(SETS)} : (`, body, ")"];
  }

  private forIn(size: number): Piece[] {
    if (this.loopDepth.any >= 2) return this.chain("and", size);
    this.loopDepth.any++;
    const pieces = this.random.pick<() => Piece[]>([
      () => this.forRange(size),
      () => this.forTuple(size),
      () => this.forArray(size),
      () => this.forMap(size),
    ])();
    this.loopDepth.any--;
    return pieces;
  }

  private forRange(size: number): Piece[] {
    const variable = this.fresh("integer");
    const lower = this.opaque(0);
    const isLong = this.beyondReference && this.loopDepth.any === 1 && this.random.chance(20);
    const body = this.inScope([variable], () => this.some("bool", isLong ? Math.min(size, 4) : size));
    const more = isLong ? 100 + this.random.below(900) : this.random.below(6);
    const upper: Part = { type: "integer", pieces: ["math.min(", lower, `, 1000000) + ${more}`] };
    return ["for ", this.quantifier(0), ` ${variable.name} in (`, lower, "..", upper, ") : (", body, ")"];
  }

  private forTuple(size: number): Piece[] {
    const variable = this.fresh(this.random.pick<ExprType>(["integer", "float", "string", "bool"]));
    const items = Array.from({ length: 1 + this.random.below(4) }, () => this.some(variable.type, 1));
    const body = this.inScope([variable], () => this.some("bool", size));
    return [
      "for ",
      this.quantifier(0),
      ` ${variable.name} in (`,
      ...items.flatMap((item, i) => (i === 0 ? [item] : [", ", item])),
      ") : (",
      body,
      ")",
    ];
  }

  private forArray(size: number): Piece[] {
    const [field, type] = this.random.pick<[string, ExprType | "structure"]>([
      ["array_struct", "structure"],
      ["array_int64", "integer"],
      ["array_float", "float"],
      ["array_bool", "bool"],
      ["array_string", "string"],
      ["nested.nested_array_int64", "integer"],
    ]);
    const variable = this.fresh("integer");
    const body = this.inScope(this.given(variable, type), () => this.some("bool", size));
    return ["for ", this.quantifier(0), ` ${variable.name} in test_proto2.${field} : (`, body, ")"];
  }

  private forMap(size: number): Piece[] {
    const [field, keyType, valueType] = this.random.pick<[string, ExprType, ExprType | "structure"]>([
      ["map_string_struct", "string", "structure"],
      ["map_int64_struct", "integer", "structure"],
      ["map_int64_string", "integer", "string"],
      ["map_string_int64", "string", "integer"],
      ["map_string_string", "string", "string"],
      ["map_int64_int64", "integer", "integer"],
      ["map_int64_float", "integer", "float"],
      ["map_int64_bool", "integer", "bool"],
    ]);
    const [key, value] = [this.fresh(keyType), this.fresh("integer")];
    const body = this.inScope([key, ...this.given(value, valueType, true)], () => this.some("bool", size));
    return ["for ", this.quantifier(0), ` ${key.name}, ${value.name} in test_proto2.${field} : (`, body, ")"];
  }

  private with(size: number): Piece[] {
    const variables = Array.from({ length: 1 + this.random.below(2) }, () =>
      this.fresh(this.random.pick<ExprType>(["integer", "float", "string", "bool"])),
    );
    const declarations = variables.flatMap(({ name, type }, i): Piece[] => [
      `${i > 0 ? ", " : "with "}${name} = `,
      this.some(type, size),
    ]);
    const body = this.inScope(variables, () => this.some("bool", size));
    return [...declarations, " : (", body, ")"];
  }
}

interface Variable {
  /** How conditions speak of it: `v1`, `v2.nested_bool`. */
  readonly name: string;
  readonly type: ExprType;
}

type Piece = string | Part;
type Maker = (size: number) => Piece[];

const SIMPLEST: Record<Part["type"], readonly string[]> = {
  quantifier: ["all", "any", "none", "2"],
  integer: ["1", "0", "filesize", "test_proto2.int64_undef"],
  float: ["1.0", "test_proto2.float_undef"],
  bool: ["true", "false"],
  string: ['"foo"', "test_proto2.string_undef"],
};

/** Smaller conditions near a failing one, the simplest first: a part replaced by a constant, or by a part of its own. */
function* smaller(whole: Part): Generator<Part> {
  for (const [part, rebuild] of partsOf(whole)) {
    if (part !== whole && print(part).length > 5) {
      for (const text of SIMPLEST[part.type]) yield rebuild({ type: part.type, pieces: [text] });
    }
    for (const inner of descendants(part))
      if (inner !== part && inner.type === part.type) yield rebuild(inner);
  }
}

function* partsOf(part: Part): Generator<[Part, (replacement: Part) => Part]> {
  yield [part, (replacement) => replacement];
  for (const [i, piece] of part.pieces.entries()) {
    if (typeof piece === "string") continue;
    for (const [inner, rebuild] of partsOf(piece)) {
      yield [
        inner,
        (replacement) => ({
          ...part,
          pieces: part.pieces.map((each, at) => (at === i ? rebuild(replacement) : each)),
        }),
      ];
    }
  }
}

function* descendants(part: Part): Generator<Part> {
  yield part;
  for (const piece of part.pieces) if (typeof piece !== "string") yield* descendants(piece);
}

/** The text of a condition that still fails and of which no smaller one does. */
export function shrink(part: Part, fails: (condition: string) => boolean): string {
  const next = [...smaller(part)].find(
    (candidate) => print(candidate).length < print(part).length && fails(print(candidate)),
  );
  return next === undefined ? print(part) : shrink(next, fails);
}
