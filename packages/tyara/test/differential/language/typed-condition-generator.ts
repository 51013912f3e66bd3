/**
 * Conditions made at random, most of them well-typed and some not: wrong types, unknown names, negative and huge constants,
 * empty sets, misplaced `$`. What a compiler says of them is compared with what the reference says.
 */
import type { Random } from "../random.ts";

/** What the generated conditions may speak of. */
export const PREAMBLE = `import "test_proto2" import "pe" import "math" import "hash" import "string"
rule earlier { condition: filesize > 1 }
global rule everywhere { condition: filesize > 0 }
`;
export const GLOBALS: Readonly<Record<string, number | string | boolean>> = {
  g_int: 5,
  g_float: 1.5,
  g_str: "abc",
  g_bool: true,
};
export const PATTERNS = `$a = "abcdef" $a2 = /gh+ijk/ $b = { 01 02 03 04 } $_c = "zzzz"`;

type Kind = "integer" | "float" | "string" | "bool";

const LEAVES: Record<Kind, readonly string[]> = {
  integer: [
    ..."0 1 2 -1 3 5 101 255 256 300 -128 0x7fffffff filesize #a @a !b @a[1] uint8(0) int16be(2) x g_int".split(
      " ",
    ),
    ..."test_proto2.int64_one test_proto2.int64_undef test_proto2.Enumeration.ITEM_1 pe.MACHINE_I386".split(
      " ",
    ),
    ..."pe.number_of_sections pe.sections.len() test_proto2.array_int64[0] test_proto2.array_int64.len()".split(
      " ",
    ),
    "#a in (0..10)",
    'test_proto2.map_string_int64["a"]',
    "math.abs(-1)",
    'string.length("ab")',
    "hash.crc32(0, 1)",
    "test_proto2.add(1, 2)",
  ],
  float: [
    "1.5",
    "0.0",
    "2.0",
    "test_proto2.float_one",
    "math.entropy(0, 10)",
    "float32(0)",
    "g_float",
    "math.MEAN_BYTES",
  ],
  string: [
    '"abc"',
    '""',
    '"ABC"',
    "test_proto2.string_foo",
    "test_proto2.get_foo()",
    "hash.md5(0, 1)",
    'pe.version_info["a"]',
    "pe.sections[0].name",
    "g_str",
    'test_proto2.uppercase("x")',
  ],
  bool: [
    ..."true false $a test_proto2.bool_yara test_proto2.array_bool[0] pe.is_pe earlier everywhere".split(" "),
    "$b at 0",
    "$a in (0..5)",
    "any of them",
    "2 of them",
    "all of ($a*)",
    "none of ($a, $b)",
    "50% of them",
    "test_proto2.nested.nested_method()",
  ],
};

const ODD =
  "test_proto2 test_proto2.nested test_proto2.array_int64 test_proto2.map_string_string uint8 math.max /ab+/ unknown #zz pe.nothing test_proto2.nested.nothing test_proto2.nested.nested_method pe.sections[0] entrypoint".split(
    " ",
  );
const QUANTIFIERS = "any all none 1 2 3 0 7 50% 101% -1 #a filesize% 1.5 x".split(" ");
const SETS = "them ($a) ($a*) ($a,$b) ($a*,$b) ($z*) ($a,$zz) ($*) ($) ($b,$a) ($_c)".split(" ");
const COMPARISONS = "== != < <= > >=".split(" ");
const STRING_TESTS = "== != < contains icontains startswith iequals endswith".split(" ");
const REGEXPS = ["/a.c/", "/[/", "/a/i", '"a"', "/a*/", "/x{2,1}/"];

/** A condition of about `depth` levels. */
export function generateCondition(random: Random, depth: number): string {
  return new Generator(random).condition(depth);
}

class Generator {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Mostly a boolean expression, sometimes something else where one is expected. */
  condition(depth: number): string {
    if (this.random.chance(6)) return this.value(this.random.pick(["integer", "float", "string"]), depth);
    return this.random.chance(2) ? this.random.pick(ODD) : this.bool(depth);
  }

  /** A value mostly of that kind. */
  private value(kind: Kind, depth: number): string {
    if (this.random.chance(4)) return this.random.pick(ODD);
    const actual = this.random.chance(5) ? this.random.pick(["integer", "float", "string"] as const) : kind;
    switch (actual) {
      case "integer":
        return this.integer(depth);
      case "float":
        return this.float(depth);
      case "string":
        return this.random.pick(LEAVES.string);
      case "bool":
        return this.bool(depth);
    }
  }

  private integer(depth: number): string {
    const { random } = this;
    if (depth <= 0 || random.chance(35)) return random.pick(LEAVES.integer);
    const next = () => this.value("integer", depth - 1);
    return random.pick([
      () => `${next()} ${random.pick(["+", "-", "*", "\\", "%"])} ${next()}`,
      () => `(${next()} ${random.pick(["&", "|", "^", "<<", ">>"])} ${next()})`,
      () => `${random.pick(["-", "~"])}(${next()})`,
      () => `uint${random.pick(["8", "16", "32be"])}(${next()})`,
      () => `@a[${next()}]`,
      () => `math.${random.pick(["min", "max"])}(${next()}, ${next()})`,
      () => `test_proto2.array_int64[${next()}]`,
    ])();
  }

  private float(depth: number): string {
    const { random } = this;
    if (depth <= 0 || random.chance(50)) return random.pick(LEAVES.float);
    const other = random.pick(["float", "integer"] as const);
    return `${this.value(other, depth - 1)} ${random.pick(["+", "-", "*", "\\"])} ${this.value("float", depth - 1)}`;
  }

  private bool(depth: number): string {
    const { random } = this;
    if (depth <= 0 || random.chance(25)) return random.pick(LEAVES.bool);
    const next = () => this.condition(depth - 1);
    const integer = (levels = depth - 1) => this.value("integer", levels);
    return random.pick([
      () => `(${next()} and ${next()})`,
      () => `(${next()} or ${next()})`,
      () => `not (${next()})`,
      () => `defined (${random.pick([integer, next])()})`,
      () => `${integer()} ${random.pick(COMPARISONS)} ${integer()}`,
      () => `${this.value("string", 0)} ${random.pick(STRING_TESTS)} ${this.value("string", 0)}`,
      () => `${this.value("string", 0)} matches ${random.pick(REGEXPS)}`,
      () =>
        `${this.value("float", depth - 1)} ${random.pick(["==", "<", ">="])} ${this.value("float", depth - 1)}`,
      () => `${random.pick(QUANTIFIERS)} of ${random.pick(SETS)}${this.anchor()}`,
      () => `for ${random.pick(QUANTIFIERS)} of ${random.pick(SETS)} : (${this.loopBody(depth)})`,
      () =>
        `for ${random.pick(QUANTIFIERS)} ${random.pick(["x", "x", "y", "a, b", "k, x"])} in ${this.iterable()} : (${next()})`,
      () => `with x = ${this.named(depth - 1)} : (${next()})`,
      () => `${random.pick(QUANTIFIERS)} of (${next()}, ${next()})`,
      () => `$a at ${integer()}`,
      () => `$b in (${integer()}..${integer()})`,
    ])();
  }

  /** What `with` gives a name to: no regular expression, because the reference crashes on some uses of it. */
  private named(depth: number): string {
    const value = this.value(this.random.pick(["integer", "string", "float"]), depth);
    return value.startsWith("/") ? "1" : value;
  }

  private anchor(): string {
    return this.random.pick([
      () => "",
      () => ` at ${this.value("integer", 1)}`,
      () => ` in (${this.value("integer", 0)}..${this.value("integer", 0)})`,
    ])();
  }

  private loopBody(depth: number): string {
    return this.random.pick([
      "$",
      `$ at ${this.value("integer", 0)}`,
      "# > 1",
      "@ < 10",
      "! == 3",
      this.condition(depth - 1),
    ]);
  }

  private iterable(): string {
    return this.random.pick([
      () => `(${this.value("integer", 1)}..${this.value("integer", 1)})`,
      () => `(0..${this.value("integer", 0)})`,
      () => `(1, 2, ${this.value("integer", 0)})`,
      () => `("a", ${this.value("string", 0)})`,
      () =>
        this.random.pick([
          "test_proto2.array_int64",
          "test_proto2.map_string_int64",
          "test_proto2.array_struct",
          "pe.sections",
        ]),
      () => this.random.pick(["filesize", "(1..1000000)"]),
    ])();
  }
}
