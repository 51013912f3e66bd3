/** What keywords mean, in a sentence or two and an example. */

export interface KeywordHelp {
  readonly text: string;
  readonly example?: string;
}

const help: Readonly<Record<string, KeywordHelp>> = {
  all: { text: "Every pattern of the set, or every round of the loop.", example: "all of them" },
  and: { text: "True if both sides are. The right side is only looked at when the left one is true." },
  any: { text: "At least one pattern of the set, or one round of the loop.", example: "any of ($a*)" },
  ascii: {
    text: "The text is looked for as it is written, one byte a character. Needed beside `wide` only.",
  },
  at: { text: "The pattern is found at just this offset.", example: "$mz at 0" },
  base64: {
    text: "Looks for the three forms that the text has inside of base64. An alphabet of 64 characters may follow.",
    example: '$a = "http://" base64',
  },
  base64wide: { text: "Like `base64`, with a zero byte behind each character of the form." },
  condition: { text: "What must hold for the rule to match. Every rule has one." },
  contains: { text: "Whether a string holds another one.", example: 'pe.dll_name contains "evil"' },
  defined: { text: "Whether an expression has a value at all.", example: "defined pe.entry_point" },
  endswith: { text: "Whether a string ends with another one." },
  entrypoint: {
    text: "The entry point of an executable. Deprecated: use `pe.entry_point` or `elf.entry_point`.",
  },
  false: { text: "Never holds." },
  filesize: {
    text: "The size of what is scanned, in bytes. `KB` and `MB` multiply numbers.",
    example: "filesize < 2MB",
  },
  for: {
    text: "Runs a condition for each pattern of a set, or for each item of a range, a list, an array or a map.",
    example: "for any i in (1..#a) : ( @a[i] < 1024 )",
  },
  fullword: { text: "No letter or digit stands before or behind a match." },
  global: { text: "When this rule does not match, no other rule of the file's namespace does." },
  icontains: { text: "Like `contains`, upper and lower case alike." },
  iendswith: { text: "Like `endswith`, upper and lower case alike." },
  iequals: { text: "Whether two strings are the same, upper and lower case alike." },
  import: { text: "Makes a module's fields and functions known.", example: 'import "pe"' },
  in: {
    text: "The pattern is found at an offset of this range, both ends included; or what a loop goes over.",
    example: "$a in (0..1024)",
  },
  include: { text: "Puts the rules of another file here. Its path counts from this file's folder." },
  istartswith: { text: "Like `startswith`, upper and lower case alike." },
  matches: { text: "Whether a string matches a regular expression.", example: "pe.dll_name matches /^a+$/i" },
  meta: { text: "What there is to know about the rule: names with texts, numbers or truth values." },
  nocase: { text: "Upper and lower case letters are the same." },
  none: { text: "No pattern of the set, or no round of the loop.", example: "none of them" },
  not: { text: "True if what follows is false." },
  of: {
    text: "How many patterns of a set, or how many conditions of a list, must hold.",
    example: "2 of ($a*, $b)",
  },
  or: { text: "True if one of the sides is." },
  private: { text: "A rule that is not reported, or a pattern whose matches are not; others may use them." },
  rule: { text: "Begins a rule." },
  startswith: { text: "Whether a string begins with another one." },
  strings: { text: "The patterns that the rule looks for: text, hexadecimal bytes, regular expressions." },
  them: { text: "All patterns of this rule." },
  true: { text: "Always holds." },
  wide: { text: "The text is looked for with a zero byte behind each character, as UTF-16 has it." },
  with: {
    text: "Names values for the condition in parentheses.",
    example: "with first = pe.sections[0] : ( first.raw_data_size > 0 )",
  },
  xor: {
    text: "Looks for the text XORed with one byte, of a range if one follows.",
    example: '$a = "MZ" xor(0x01-0xff)',
  },
};

const helpByKeyword: ReadonlyMap<string, KeywordHelp> = new Map(Object.entries(help));

export function helpOfKeyword(keyword: string): KeywordHelp | undefined {
  return helpByKeyword.get(keyword);
}
