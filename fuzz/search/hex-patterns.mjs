// Hex patterns: bytes, nibbles, negations, jumps of all sizes, nested alternatives.
import { pieceLength } from "./bytes.mjs";

const hex = (byte) => byte.toString(16).padStart(2, "0");

export function hexPattern(random, source) {
  const part = sequence(random, source, pieceLength(random), 0);
  return {
    text: `{ ${part.text} }`,
    samples: [Uint8Array.from(part.sample)],
    forms: [{ source: part.form, isWide: false }],
    hasAlternatives: part.text.includes("|"),
    hasJumps: part.text.includes("["),
  };
}

// A row of bytes as they stand in the source, some of them made vague, with jumps and alternatives between.
function sequence(random, source, count, depth) {
  const bytes = source.slice(random, count);
  const vagueness = random.pick([0, 5, 30]);
  const branching = depth < 3 ? random.pick([0, 0, 2, 10]) : 0;
  const jumping = random.pick([0, 2, 10, 20]);
  const parts = [];
  bytes.forEach((byte, i) => {
    if (i > 0 && random.chance(jumping)) parts.push(jump(random, source));
    parts.push(
      random.chance(branching) ? alternatives(random, source, byte, depth) : one(random, byte, vagueness),
    );
  });
  return joined(parts);
}

function joined(parts) {
  return {
    text: parts.map(({ text }) => text).join(" "),
    form: parts.map(({ form }) => form).join(""),
    sample: parts.flatMap(({ sample }) => sample),
  };
}

function one(random, byte, vagueness) {
  const [high, low] = hex(byte);
  if (!random.chance(vagueness)) return { text: hex(byte), form: `\\x${hex(byte)}`, sample: [byte] };
  const lows = `[${Array.from("0123456789abcdef", (digit) => `\\x${digit}${low}`).join("")}]`;
  const other = byte ^ (1 + random.below(255));
  return random.pick([
    { text: "??", form: "[^]", sample: [random.chance(50) ? byte : other] },
    { text: `${high}?`, form: `[\\x${high}0-\\x${high}f]`, sample: [byte ^ random.below(16)] },
    { text: `?${low}`, form: lows, sample: [byte ^ (random.below(16) << 4)] },
    { text: `~${hex(other)}`, form: `[^\\x${hex(other)}]`, sample: [byte] },
    { text: `~${high}?`, form: `[^\\x${high}0-\\x${high}f]`, sample: [byte ^ 0x10] },
    { text: `~?${low}`, form: `[^${lows.slice(1)}`, sample: [byte ^ 1] },
  ]);
}

function jump(random, source) {
  const min = random.pick([0, 0, 1, 2, 4, random.below(210)]);
  const max = min + random.pick([0, 1, 3, 8, random.below(300)]);
  const sampleOf = (length) => [...source.slice(random, length)];
  if (random.chance(8))
    return { text: `[${min}-]`, form: `[^]{${min},}?`, sample: sampleOf(min + random.below(400)) };
  const most = Math.max(max, 1);
  const text = min === most && random.chance(50) ? `[${min}]` : `[${min}-${most}]`;
  return { text, form: `[^]{${min},${most}}?`, sample: sampleOf(min + random.below(most - min + 1)) };
}

function alternatives(random, source, byte, depth) {
  const isEven = random.chance(60);
  const length = 1 + random.below(4);
  const branches = Array.from({ length: 1 + random.below(4) }, () =>
    sequence(random, source, isEven ? length : 1 + random.below(5), depth + 1),
  );
  branches.splice(random.below(branches.length + 1), 0, one(random, byte, 20));
  return {
    text: `( ${branches.map(({ text }) => text).join(" | ")} )`,
    form: `(?:${branches.map(({ form }) => form).join("|")})`,
    sample: random.pick(branches).sample,
  };
}
