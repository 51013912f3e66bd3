/**
 * Rules that try to make the compiler write more than their share of code: each takes the counts of two things that
 * rules are made of, so that one of them can be doubled, or both together.
 */
export interface RuleShape {
  /** What the two counts are of. */
  readonly name: string;
  /** The counts to begin with. Default 8. Tables are cut off at some counts; behind these their growth is fair. */
  readonly start?: number;
  readonly make: (first: number, second: number) => string;
}

function list(count: number, write: (index: number) => string, separator = " "): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(separator);
}

const strings = (count: number, value = (index: number) => `"p${index}x"`): string =>
  `strings: ${list(count, (index) => `$_a${index} = ${value(index)}`)}`;

/** A rule with so many patterns, and expressions about them that `or` puts together. */
const ofPatterns =
  (write: (index: number, patterns: number) => string, operator = "or") =>
  (patterns: number, expressions: number): string =>
    `rule r { ${strings(patterns)} condition: ${list(expressions, (index) => write(index, patterns), ` ${operator} `)} }`;

const condition = (text: string): string => `import "pe" import "math" rule r { condition: ${text} }`;

/** A loop within loops: `depth` of them. */
function nested(depth: number, body: string): string {
  return Array.from({ length: depth }, (_, index) => index).reduceRight(
    (inner, index) => `for any i${index} in (1..2) : (${inner})`,
    body,
  );
}

export const ruleShapes: readonly RuleShape[] = [
  { name: "patterns, `any of them`", start: 24, make: ofPatterns(() => "any of them") },
  { name: "patterns, `all of them` under and", start: 24, make: ofPatterns(() => "all of them", "and") },
  {
    name: "patterns, different numbers of them",
    start: 24,
    make: ofPatterns((i, n) => `${(i % n) + 1} of them`),
  },
  { name: "patterns, percentages of them", start: 24, make: ofPatterns((i) => `${1 + (i % 100)}% of them`) },
  { name: "patterns, `any of them at`", start: 24, make: ofPatterns((i) => `any of them at ${i}`) },
  { name: "patterns, `2 of them in`", start: 24, make: ofPatterns((i) => `2 of them in (${i}..filesize)`) },
  { name: "patterns, loops over them", start: 24, make: ofPatterns((i) => `for any of them : ($ at ${i})`) },
  {
    name: "patterns, the same loop over them",
    start: 24,
    make: ofPatterns(() => "for all of them : (# > 1)"),
  },
  {
    name: "patterns, loops in loops over them",
    start: 24,
    make: ofPatterns((i) => `for any of them : (# > ${i} and any of them at ${i})`),
  },
  { name: "patterns, sets by a wildcard", start: 24, make: ofPatterns(() => "any of ($_a*)") },
  {
    name: "patterns, pairs of them",
    start: 24,
    make: ofPatterns((i, n) => `any of ($_a${i % n}, $_a${(i + 1) % n})`),
  },
  { name: "patterns, each by its name", start: 24, make: ofPatterns((i, n) => `#_a${i % n} > ${i}`) },
  {
    name: "patterns of a rule, rules that refer to it",
    start: 100,
    make: (patterns, rules) =>
      `rule a { ${strings(patterns)} condition: any of them } ${list(rules, (i) => `rule r${i} { condition: a }`)}`,
  },
  {
    name: "patterns of rules, rules that refer to all",
    start: 100,
    make: (patterns, rules) =>
      `${list(patterns, (i) => `rule a${i} { strings: $a = "p${i}x" condition: $a }`)}
       rule whole { condition: ${list(patterns, (i) => `a${i}`, " or ")} } ${list(rules, (i) => `rule r${i} { condition: whole }`)}`,
  },
  {
    name: "values of a rule, rules that refer to it",
    start: 100,
    make: (values, rules) =>
      `rule a { condition: ${list(values, (i) => `uint32(0) == ${i}`, " or ")} } ${list(rules, (i) => `rule r${i} { condition: a and filesize > ${i} }`)}`,
  },
  {
    name: "items of a tuple, tuples",
    make: (items, tuples) =>
      condition(list(tuples, (i) => `2 of (${list(items, (j) => `filesize > ${i + j}`, ", ")})`, " or ")),
  },
  {
    name: "items of a loop, loops",
    make: (items, loops) =>
      condition(
        list(
          loops,
          (i) => `for any x in (${list(items, (j) => `filesize + ${i + j}`, ", ")}) : (x == 1)`,
          " or ",
        ),
      ),
  },
  {
    name: "constants of a loop, loops",
    make: (items, loops) =>
      condition(
        list(
          loops,
          (i) => `for any x in (${list(items, (j) => `"${i + j}"`, ", ")}) : (x == pe.pdb_path)`,
          " or ",
        ),
      ),
  },
  {
    name: "work that leaves a loop, loops",
    make: (expressions, loops) =>
      condition(
        list(
          loops,
          () => `for any x in (1..2) : (${list(expressions, (i) => `uint8(${i}) == x`, " or ")})`,
          " or ",
        ),
      ),
  },
  {
    name: "nested loops, work inside",
    make: (depth, expressions) => {
      const loops = Math.min(depth, 100);
      return condition(
        nested(
          loops,
          list(expressions, (i) => `uint8(i${i % loops} + ${i}) == ${i}`, " or "),
        ),
      );
    },
  },
  {
    name: "variables of `with`, uses",
    make: (variables, uses) =>
      condition(
        `with ${list(variables, (i) => `x${i} = filesize + ${i}`, ", ")} : (${list(uses, (i) => `x${i % variables} == ${i}`, " or ")})`,
      ),
  },
  {
    name: "links of a chain, chains",
    make: (links, chains) =>
      condition(
        list(chains, (i) => `(${list(links, (j) => `filesize \\ ${i + 1} == ${j}`, " or ")})`, " and "),
      ),
  },
  {
    name: "values shared by rules, rules",
    make: (values, rules) =>
      `import "math" ${list(rules, (i) => `rule r${i} { condition: ${list(values, (j) => `math.entropy(${j}, filesize) > 7.0`, " or ")} and filesize > ${i} }`)}`,
  },
  {
    name: "regexps of one string, their length",
    make: (regexps, length) =>
      condition(list(regexps, (i) => `pe.pdb_path matches /${i}${"ab".repeat(length * 50)}/`, " or ")),
  },
  {
    name: "fields, indexes",
    make: (fields, indexes) =>
      condition(
        list(
          fields,
          (i) => `(${list(indexes, (j) => `pe.sections[${i + j}].name == "${j}"`, " or ")})`,
          " and ",
        ),
      ),
  },
  {
    name: "global rules, patterns of each",
    make: (rules, patterns) =>
      list(
        rules,
        (i) =>
          `global rule r${i} { ${strings(patterns, (j) => `"q${(i + j) % rules}"`)} condition: any of them }`,
      ),
  },
];
