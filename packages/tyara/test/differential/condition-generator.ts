/**
 * Makes typed conditions: readers, patterns, the test module, loops, `with`, all operators, biased to undefined values, the edges
 * of 64-bit arithmetic and empty sets. A condition is a small tree of text and parts, so that a failing one can be shrunk.
 *
 * Left out, because the reference is known to be wrong there: folding of constants above 2^53 (constants are made opaque by `|`), division of
 * the smallest integer by −1 (it crashes), zero and negative numbers of items.
 */
import type { Random } from "./random.ts";

export type ExprType = "integer" | "float" | "bool" | "string";

/** A part of a condition: its text is the pieces put together. */
export interface Part {
  readonly type: ExprType;
  readonly pieces: readonly (string | Part)[];
}

/** The patterns that generated conditions speak of. */
export const PATTERNS = `$_a = "ab" $_b = { 61 [0-2] 62 } $_c = /b+c?/ $_d = "abc" wide $_e = "never there" $f1 = "a" fullword $f2 = "B" nocase`;
/** Keeps every pattern used, so that none is refused; never true. */
const PATTERNS_USE = `(filesize < 0 and any of them)`;

export function print(part: Part): string {
  return part.pieces.map((piece) => (typeof piece === "string" ? piece : print(piece))).join("");
}

/** A whole rule with the condition, which may speak of all of {@link PATTERNS}. */
export function ruleOf(condition: string, name: string): string {
  return `rule ${name} { strings: ${PATTERNS} condition: ${condition} or ${PATTERNS_USE} }`;
}

/** A condition of type bool with about `size` operators. */
export function generateCondition(random: Random, size: number): Part {
  return new ConditionMaker(random).make("bool", size);
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
const SETS = ["them", "($_*)", "($_a, $_e)", "($f*)", "($_e)", "($_a, $_b, $_c)", "($f1, $_d)"];

class ConditionMaker {
  private readonly random: Random;
  private readonly variables: { name: string; type: ExprType }[] = [];
  private readonly loopDepth = { ofPatterns: 0, any: 0 };
  private made = 0;

  constructor(random: Random) {
    this.random = random;
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

  private pattern(): string {
    return this.random.pick(["_a", "_b", "_c", "_d", "_e", "f1", "f2"]);
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
    ],
    float: [
      () => [this.random.pick(FLOATS)],
      () => [`test_proto2.${this.random.pick(FLOAT_FIELDS)}`],
      () => [`test_proto2.array_float[${this.random.below(4)}]`],
      () => [`${this.random.pick(FLOAT_READERS)}(${this.random.below(40)})`],
      () => this.variable("float", () => ["test_proto2.double_one"]),
    ],
    bool: [
      () => [`$${this.pattern()}`],
      () => [this.random.pick(["true", "false"])],
      () => [
        `test_proto2.${this.random.pick(["bool_yara", "nested.nested_bool", "array_bool[0]", "array_bool[1]", "array_bool[9]", 'map_string_bool["foo"]'])}`,
      ],
      () => (this.loopDepth.ofPatterns > 0 ? ["$"] : [`$${this.pattern()}`]),
      () => this.variable("bool", () => ["true"]),
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
      (size) => [
        "(",
        this.opaque(size),
        this.random.pick([" \\ ", " % "]),
        "(",
        this.opaque(size),
        " & 15))",
      ],
      (size) => ["(-", this.opaque(size), ")"],
      (size) => ["(~", this.opaque(size), ")"],
      (size) => [`${this.random.pick(INTEGER_READERS)}(`, this.some("integer", size), ")"],
      (size) => ["test_proto2.array_int64[", this.opaque(size), " & 7]"],
      (size) => [`@${this.pattern()}[`, this.opaque(size), " & 7]"],
      (size) => [`#${this.pattern()} in (`, this.opaque(size), "..", this.opaque(size), ")"],
      (size) => ["test_proto2.add(", this.some("integer", size), ", ", this.some("integer", size), ")"],
      (size) => ["math.max(", this.some("integer", size), ", ", this.some("integer", size), ")"],
      () => [
        `test_proto2.${this.random.pick(["string_foo", "array_int64", "map_string_int64", "string_undef"])}.len()`,
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
      (size) => [`${this.random.pick(FLOAT_READERS)}(`, this.opaque(size), ")"],
    ],
    string: [...this.leaves.string, (size) => ["test_proto2.head(", this.opaque(size), " & 3)"]],
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
      (size) => ["any", ` of ${this.random.pick(SETS)} at `, this.opaque(size)],
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
      (size) => this.forOf(size),
      (size) => this.forIn(size),
      (size) => this.forIn(size),
      (size) => this.with(size),
      (size) => ["(", this.some(this.random.pick(["integer", "float", "string"]), size), " or false)"],
    ],
  };

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

  private quantifier(size: number): Part {
    const pieces: Piece[] = this.random.pick<() => Piece[]>([
      () => [this.random.pick(["all", "any", "none"])],
      () => [this.random.pick(["1", "2", "3"])],
      () => ["(1 + (", this.opaque(size), " & 3))"],
      () => [`${this.random.pick([1, 34, 50, 99, 100])}%`],
    ])();
    return { type: "integer", pieces };
  }

  private inScope(variables: readonly { name: string; type: ExprType }[], body: () => Part): Part {
    this.variables.push(...variables);
    const part = body();
    this.variables.length -= variables.length;
    return part;
  }

  private fresh(type: ExprType): { name: string; type: ExprType } {
    this.made++;
    return { name: `v${this.made}`, type };
  }

  private forOf(size: number): Piece[] {
    this.loopDepth.ofPatterns++;
    const body = this.some("bool", size);
    this.loopDepth.ofPatterns--;
    return ["for ", this.quantifier(0), ` of ${this.random.pick(SETS)} : (`, body, ")"];
  }

  private forIn(size: number): Piece[] {
    if (this.loopDepth.any >= 2) return this.chain("and", size);
    this.loopDepth.any++;
    const pieces = this.random.pick([
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
    const body = this.inScope([variable], () => this.some("bool", size));
    const upper: Part = {
      type: "integer",
      pieces: ["math.min(", lower, `, 1000000) + ${this.random.below(6)}`],
    };
    return ["for ", this.quantifier(0), ` ${variable.name} in (`, lower, "..", upper, ") : (", body, ")"];
  }

  private forTuple(size: number): Piece[] {
    const variable = this.fresh(this.random.pick<ExprType>(["integer", "float", "string"]));
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
    const [field, type] = this.random.pick<[string, ExprType]>([
      ["array_int64", "integer"],
      ["array_float", "float"],
      ["array_bool", "bool"],
      ["array_string", "string"],
      ["nested.nested_array_int64", "integer"],
    ]);
    const variable = this.fresh(type);
    const body = this.inScope([variable], () => this.some("bool", size));
    return ["for ", this.quantifier(0), ` ${variable.name} in test_proto2.${field} : (`, body, ")"];
  }

  private forMap(size: number): Piece[] {
    const [field, keyType, valueType] = this.random.pick<[string, ExprType, ExprType]>([
      ["map_string_int64", "string", "integer"],
      ["map_string_string", "string", "string"],
      ["map_int64_int64", "integer", "integer"],
      ["map_int64_float", "integer", "float"],
      ["map_int64_bool", "integer", "bool"],
    ]);
    const [key, value] = [this.fresh(keyType), this.fresh(valueType)];
    const body = this.inScope([key, value], () => this.some("bool", size));
    return ["for ", this.quantifier(0), ` ${key.name}, ${value.name} in test_proto2.${field} : (`, body, ")"];
  }

  private with(size: number): Piece[] {
    const variable = this.fresh(this.random.pick<ExprType>(["integer", "float", "string"]));
    const value = this.some(variable.type, size);
    const body = this.inScope([variable], () => this.some("bool", size));
    return [`with ${variable.name} = `, value, " : (", body, ")"];
  }
}

type Piece = string | Part;
type Maker = (size: number) => Piece[];

const SIMPLEST: Record<ExprType, readonly string[]> = {
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
