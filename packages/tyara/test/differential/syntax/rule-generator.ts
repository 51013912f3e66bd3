/**
 * Rules made at random from the grammar. They are well-formed; whether they mean anything (types, declared names) is
 * left to chance, because mistakes of form are found before mistakes of meaning.
 */
import type { Random } from "../random.ts";

const IDENTIFIERS = ["a", "foo", "x1", "_y", "pe", "math", "uint8"] as const;
const PATTERN_NAMES = ["a", "b", "ab", "_c", "1", "x_2"] as const;
const NUMBERS = ["0", "1", "42", "0x1F", "0o17", "1_000", "3KB", "2MB", "9223372036854775807"] as const;
const FLOATS = ["1.5", "0.0", "1_0.2_5"] as const;
const STRINGS = ['"abc"', '"a\\x41\\n"', '"é"', '""', '"""two\nlines"""', '"\\"q\\""'] as const;
const REGEXPS = ["/ab+c/", "/a\\/b/is", "/[a-z]{2,3}/i", "/(foo|bar)/s"] as const;
const MODIFIERS = [
  "ascii",
  "wide",
  "nocase",
  "fullword",
  "private",
  "xor",
  "xor(1)",
  "xor(1-0x10)",
  "base64",
] as const;
const BINARY =
  "== != < <= > >= contains icontains startswith istartswith endswith iendswith iequals matches".split(" ");
const ARITHMETIC = "+ - * \\ % & | ^ << >>".split(" ");
const SPACES = [" ", " ", " ", "\n", "\t", "\r\n", " /* c */ ", " // c\n", "\u00a0"] as const;

/** One source with one to three rules. */
export function generateSource(random: Random): string {
  const items = list(random, 0, 1, () => `import "${random.pick(["pe", "math", "hash"])}"`);
  items.push(...list(random, 1, 3, () => new RuleGenerator(random).rule()));
  return items.join(random.pick(["\n", "\n\n", " "]));
}

class RuleGenerator {
  readonly #random: Random;
  /** How many levels of expression may still be opened. */
  #depth = 4;

  constructor(random: Random) {
    this.#random = random;
  }

  rule(): string {
    const r = this.#random;
    const modifiers = r.pick(["", "", "global ", "private ", "global private "]);
    const tags = r.chance(20) ? ` : ${list(r, 1, 2, () => r.pick(IDENTIFIERS)).join(" ")}` : "";
    const sections = [
      r.chance(30) ? this.#join(["meta", ":", ...list(r, 1, 3, () => this.#meta())]) : "",
      r.chance(70) ? this.#join(["strings", ":", ...list(r, 1, 4, () => this.#pattern())]) : "",
      this.#join(["condition", ":", this.#truth()]),
    ];
    return `${modifiers}rule r${r.below(1000)}${tags} {${this.#join(["", ...sections, ""])}}`;
  }

  #join(parts: readonly string[]): string {
    return parts.reduce((text, part) => text + this.#random.pick(SPACES) + part);
  }

  #meta(): string {
    const r = this.#random;
    const value = r.pick([...NUMBERS, ...FLOATS, ...STRINGS, "true", "false", "-1", "- 2.5"]);
    return this.#join([r.pick(IDENTIFIERS), "=", value]);
  }

  #pattern(): string {
    const r = this.#random;
    const value = r.pick([() => r.pick(STRINGS), () => r.pick(REGEXPS), () => `{ ${this.#hex(2)} }`])();
    const modifiers = list(r, 0, 2, () => r.pick(MODIFIERS));
    return this.#join([`$${r.pick([...PATTERN_NAMES, ""])}`, "=", value, ...modifiers]);
  }

  #hex(depth: number): string {
    const r = this.#random;
    const unit = (): string => {
      if (depth > 0 && r.chance(20)) return `(${list(r, 1, 3, () => this.#hex(depth - 1)).join(" | ")})`;
      return r.pick(["AB", "00", "?1", "F?", "??", "~11", "~?2"]);
    };
    const units = list(r, 1, 4, unit);
    return units.join(r.pick([" ", "", " [2] ", " [1-4] ", "[-]", " [0x3-]", " [ 1 - 2 ] "]));
  }

  // ── Expressions ──

  #truth(): string {
    const r = this.#random;
    if (this.#depth <= 0) return r.pick(["true", "$a", "false", "filesize", "1"]);
    return this.#deeper(() =>
      r.pick([
        () => this.#join([this.#truth(), r.pick(["and", "or"]), this.#truth()]),
        () => this.#join([r.pick(["not", "defined"]), this.#truth()]),
        () => `(${this.#truth()})`,
        () => this.#join([this.#value(), r.pick(BINARY), this.#value()]),
        () => this.#value(),
        () => this.#patternMatch(),
        () => this.#of(),
        () => this.#for(),
        () => this.#with(),
      ])(),
    );
  }

  #value(): string {
    const r = this.#random;
    const leaf = (): string =>
      r.pick([
        ...NUMBERS,
        ...FLOATS,
        ...STRINGS,
        ...REGEXPS,
        ...IDENTIFIERS,
        "filesize",
        "entrypoint",
        "#a",
        "@a",
        "!a",
      ]);
    if (this.#depth <= 0) return leaf();
    return this.#deeper(() =>
      r.pick([
        leaf,
        leaf,
        () => this.#join([this.#value(), r.pick(ARITHMETIC), this.#value()]),
        () => `${r.pick(["-", "~"])}${this.#value()}`,
        () => `(${this.#value()})`,
        () => this.#path(),
        () => `#${r.pick(PATTERN_NAMES)} in ${this.#range()}`,
        () => `${r.pick(["@", "!"])}${r.pick(PATTERN_NAMES)}[${this.#value()}]`,
      ])(),
    );
  }

  #path(): string {
    const r = this.#random;
    const part = (): string => {
      const name = r.pick(IDENTIFIERS);
      if (r.chance(30)) return `${name}[${this.#value()}]`;
      return r.chance(30) ? `${name}(${list(r, 0, 2, () => this.#truth()).join(", ")})` : name;
    };
    return list(r, 1, 3, part).join(".");
  }

  #range(): string {
    return `(${this.#value()}..${this.#value()})`;
  }

  #anchor(): string {
    return this.#random.pick([() => "", () => ` at ${this.#value()}`, () => ` in ${this.#range()}`])();
  }

  #patternMatch(): string {
    return `$${this.#random.pick(PATTERN_NAMES)}${this.#anchor()}`;
  }

  #quantifier(): string {
    return this.#random.pick([
      () => "all",
      () => "any",
      () => "none",
      () => this.#value(),
      () => `${this.#path()}%`,
    ])();
  }

  #patternSet(): string {
    const r = this.#random;
    if (r.chance(30)) return "them";
    return `(${list(r, 1, 3, () => `$${r.pick(PATTERN_NAMES)}${r.pick(["", "*"])}`).join(", ")})`;
  }

  #of(): string {
    const r = this.#random;
    const tuple = (): string => `(${list(r, 1, 3, () => this.#truth()).join(", ")})`;
    const items = r.chance(60) ? `${this.#patternSet()}${this.#anchor()}` : tuple();
    return this.#join([this.#quantifier(), "of", items]);
  }

  #for(): string {
    const r = this.#random;
    const body = `: (${this.#truth()})`;
    if (r.chance(40)) return this.#join(["for", this.#quantifier(), "of", this.#patternSet(), body]);
    const values = (): string => list(r, 1, 3, () => this.#value()).join(", ");
    const iterable = r.pick([() => this.#range(), () => `(${values()})`, () => this.#path()])();
    const variables = list(r, 1, 2, () => r.pick(IDENTIFIERS)).join(", ");
    return this.#join(["for", this.#quantifier(), variables, "in", iterable, body]);
  }

  /** The reference crashes on a variable that is a regular expression, so declarations are numbers and paths. */
  #with(): string {
    const r = this.#random;
    const value = (): string => (r.chance(50) ? r.pick(NUMBERS) : this.#path());
    const declarations = list(r, 1, 2, () => `${r.pick(IDENTIFIERS)} = ${value()}`);
    return `with ${declarations.join(", ")} : (${this.#truth()})`;
  }

  #deeper(make: () => string): string {
    this.#depth--;
    const text = make();
    this.#depth++;
    return text;
  }
}

/** Between `minimum` and `maximum` results of `make`. */
function list<T>(random: Random, minimum: number, maximum: number, make: () => T): T[] {
  return Array.from({ length: minimum + random.below(maximum - minimum + 1) }, make);
}
