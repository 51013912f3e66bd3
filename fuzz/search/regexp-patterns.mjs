// Regular expressions: literals, classes, dots, assertions, groups, alternatives, repetitions that all lean one way, flags and modifiers.
import { isLetter, isWord, pieceLength, widen, x } from "./bytes.mjs";

const ASSERTIONS = ["\\b", "\\B", "^", "$"];

export function regexpPattern(random, source) {
  const wide = random.chance(20);
  const ascii = !wide || random.chance(40);
  const modifiers = [...(wide ? ["wide"] : []), ...(ascii && wide ? ["ascii"] : [])];
  if (random.chance(20)) modifiers.push("fullword");
  const isCaseless = random.chance(25);
  const byFlag = isCaseless && random.chance(50);
  if (isCaseless && !byFlag) modifiers.push("nocase");
  const dotAll = random.chance(40);
  const maker = new Maker(random, source, {
    laziness: random.chance(25) ? "?" : "",
    isCaseless,
    dotAll,
    wide,
  });
  const part = maker.make();
  const formOf = (isWide) => ({ source: part.form(isWide), isWide });
  const sample = Uint8Array.from(part.sample);
  return {
    text: [`/${part.text}/${byFlag ? "i" : ""}${dotAll ? "s" : ""}`, ...modifiers].join(" "),
    samples: [...(ascii ? [sample] : []), ...(wide ? [widen(sample)] : [])],
    forms: [...(ascii ? [formOf(false)] : []), ...(wide ? [formOf(true)] : [])],
    fullword: modifiers.includes("fullword"),
    wide,
    hasAlternatives: part.text.includes("|"),
  };
}

const FEW = [[1, 1], [1, 1], [0, 1], [0], [1], [2, 2], [1, 3], [0, 2], [2]];
const MANY = [[3, 7], [0, 12], [20, 80], [64, 512], [5]];

class Maker {
  constructor(random, source, traits) {
    Object.assign(this, { random, source, traits });
  }

  make() {
    const { random } = this;
    const first = this.literal(random.chance(70) ? pieceLength(random, 2000) : 1);
    const middle = random.chance(15) ? [] : [this.concat(random.pick([0, 1, 1, 2]))];
    const last = random.chance(50) ? [this.literal(pieceLength(random, 200))] : [];
    const parts = random.chance(70) ? [first, ...middle, ...last] : [...middle, first, ...last];
    if (!this.traits.wide && random.chance(8))
      parts.splice(random.pick([0, parts.length]), 0, this.assertion());
    return joined(parts);
  }

  concat(depth) {
    return joined(Array.from({ length: 1 + this.random.below(3) }, () => this.repeat(depth)));
  }

  repeat(depth) {
    const { random } = this;
    const item = random.chance(depth > 0 ? 20 : 0)
      ? this.group(depth)
      : random.chance(4)
        ? this.gap()
        : this.one();
    const counts = item.isGroup ? FEW : [...FEW, ...MANY];
    const [min, max] = random.pick(counts);
    if ((min === 1 && max === 1) || item.isWhole) return item;
    return repeated(item, min, max, this.traits.laziness, random);
  }

  one() {
    const { random } = this;
    if (random.chance(55)) return this.literal(1);
    if (random.chance(25)) return this.dot();
    return this.charClass();
  }

  group(depth) {
    const { random } = this;
    const branches = Array.from({ length: random.chance(50) ? 1 : 2 + random.below(2) }, () =>
      this.concat(depth - 1),
    );
    return {
      text: `(${branches.map(({ text }) => text).join("|")})`,
      form: (isWide) => `(?:${branches.map((branch) => branch.form(isWide)).join("|")})`,
      sample: random.pick(branches).sample,
      isGroup: true,
    };
  }

  // What makes chains.
  gap() {
    const dot = this.dot();
    const { random } = this;
    const min = random.pick([0, 0, 5, 210]);
    const max = random.chance(40) ? undefined : min + random.pick([100, 201, 300]);
    return { ...repeated(dot, min, max, this.traits.laziness, random), isWhole: true };
  }

  dot() {
    const byte = this.source.slice(this.random, 1)[0];
    const form = this.traits.dotAll ? "[^]" : "[^\\n]";
    return { text: ".", form: (isWide) => form + zero(isWide), sample: [byte] };
  }

  literal(length) {
    const bytes = [...this.source.slice(this.random, length)];
    return {
      text: bytes.map(escaped).join(""),
      form: (isWide) => bytes.map((byte) => this.letter(byte) + zero(isWide)).join(""),
      sample: bytes,
      isLong: length > 1,
    };
  }

  letter(byte) {
    return this.traits.isCaseless && isLetter(byte) ? `[${x(byte)}${x(byte ^ 0x20)}]` : x(byte);
  }

  charClass() {
    const { random } = this;
    const bytes = [...this.source.slice(random, 1 + random.below(3))].sort((a, b) => a - b);
    const isNegated = random.chance(30);
    const isRange = random.chance(40);
    const members = isRange ? range(bytes[0], bytes.at(-1)) : bytes;
    const all = this.traits.isCaseless
      ? members.flatMap((byte) => (isLetter(byte) ? [byte, byte ^ 0x20] : [byte]))
      : members;
    const text = isRange ? `${x(bytes[0])}-${x(bytes.at(-1))}` : bytes.map(x).join("");
    const caret = isNegated ? "^" : "";
    return {
      text: `[${caret}${text}]`,
      form: (isWide) => `[${caret}${all.map(x).join("")}]${zero(isWide)}`,
      sample: [isNegated ? this.source.slice(random, 1)[0] : random.pick(members)],
    };
  }

  assertion() {
    const text = this.random.pick(ASSERTIONS);
    return { text, form: () => text, sample: [] };
  }
}

function repeated(item, min, max, laziness, random) {
  const text = item.isLong ? `(${item.text})` : item.text;
  const count =
    min === 0 && max === 1
      ? "?"
      : max === undefined && min < 2
        ? "*+"[min]
        : min === max
          ? `{${min}}`
          : `{${min},${max ?? ""}}`;
  const times = min + random.below((max ?? min + 6) - min + 1);
  return {
    text: text + count + laziness,
    form: (isWide) => `(?:${item.form(isWide)})${count}${laziness}`,
    sample: Array.from({ length: times }, () => item.sample).flat(),
  };
}

function joined(parts) {
  return {
    text: parts.map(({ text }) => text).join(""),
    form: (isWide) => parts.map(({ form }) => form(isWide)).join(""),
    sample: parts.flatMap(({ sample }) => sample),
  };
}

const zero = (isWide) => (isWide ? "\\x00" : "");
const escaped = (byte) => (isWord(byte) ? String.fromCharCode(byte) : x(byte));
const range = (low, high) => Array.from({ length: high - low + 1 }, (_, i) => low + i);
