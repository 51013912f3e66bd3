// Runs seeds of the campaign one after the other (see ../search.mjs): prints what is found, and after each seed a line of JSON behind `@`.
import { writeSync } from "node:fs";
import { randomOf } from "../generate-module.mjs";
import { makeData, makeSource } from "./data.mjs";
import { compileOurs, hasSmallWindows, loadNative, loadOfficial, refusedRules } from "./engines.mjs";
import { explain, withText } from "./judge.mjs";
import { makePattern, xorPattern } from "./patterns.mjs";
import { shrink } from "./shrink.mjs";

const [firstSeed, endSeed] = process.argv.slice(2, 4).map(Number);
const asksForKeys = process.argv.includes("--xor-keys");
const compileTheirs = asksForKeys ? await loadOfficial() : loadNative();

let pairs = 0;
let matchCount = 0;
let counts = {};
// Kinds of which one has been shown.
const shown = new Set();

for (let seed = firstSeed; seed < endSeed; seed++) {
  [pairs, matchCount, counts] = [0, 0, {}];
  runBatch(seed);
  // Not console.log: what is written must be out before the reference may end the process.
  writeSync(1, `@${JSON.stringify({ seed, pairs, matchCount, counts })}\n`);
}

function runBatch(seed) {
  const random = randomOf(seed);
  const source = makeSource(random);
  const count = asksForKeys ? 60 : random.pick([1, 3, 10, 40, 100, 100, 300]);
  const make = asksForKeys ? xorPattern : makePattern;
  const all = Array.from({ length: count }, () => ({
    ...make(random, source),
    condition: conditionFor(random),
  }));
  const refused = refusedRules(sourceOf(all));
  const patterns = all.filter((_, i) => !refused.has(i));
  if (patterns.length === 0) return;
  const rules = sourceOf(patterns);
  const [theirs, ours] = [compileTheirs(rules), compileOurs(rules)];
  for (const length of lengthsFor(random, source)) {
    const data = makeData(random, source, length, patterns);
    compare(seed, patterns, data, theirs(data), ours(data));
  }
}

// Mostly everything is asked for; sometimes what lets engines search less.
function conditionFor(random) {
  const at = random.below(2000);
  const some = [
    `$a at ${at >> 6}`,
    `$a in (${at}..${at + 500})`,
    `#a in (${at}..${at + 900}) > ${at & 7}`,
    "#a > 2",
    "$a",
    "not $a",
  ];
  return random.chance(85) ? "#a >= 0" : random.pick(some);
}

function ruleOf(i, text, condition) {
  return `rule r${i} { strings: $a = ${text} condition: ${condition} }`;
}

function sourceOf(patterns) {
  return patterns.map(({ text, condition }, i) => ruleOf(i, text, condition)).join("\n");
}

// Most that goes wrong goes wrong in little data; where everything matches, much data would only be slow.
function lengthsFor(random, { isDense }) {
  // Windows need data that are longer than they.
  if (hasSmallWindows) return [2000, 6000, isDense ? 12_000 : 40_000].map((most) => random.below(most));
  const small = Array.from({ length: 60 }, (_, i) => (i < 4 ? i : random.below(64)));
  const middle = [random.below(200), random.below(200), random.below(1000)];
  if (!random.chance(20)) return [...small, ...middle];
  const largest = isDense || asksForKeys ? [] : [random.below(100_000)];
  return [...small, ...middle, random.below(6000), ...largest];
}

function compare(seed, patterns, data, theirs, ours) {
  pairs += patterns.length;
  patterns.forEach((pattern, i) => {
    matchCount += ours[i]?.length ?? 0;
    if (describe(theirs[i]) !== describe(ours[i])) tell(seed, pattern, data, theirs[i], ours[i]);
  });
}

// Conditions other than "all matches" may hide what differs: the pattern is asked for everything again.
function tell(seed, pattern, data, theirs, ours) {
  const kind = kindOf(pattern, data, theirs, ours);
  const name = kind ?? "unexplained";
  counts[name] = (counts[name] ?? 0) + 1;
  if (kind === undefined || !shown.has(kind)) show(seed, pattern, data, theirs, ours, kind);
  shown.add(kind);
}

function kindOf(pattern, data, theirs, ours) {
  const [, anchor] = /^\$a at (\d+)$/.exec(pattern.condition) ?? [];
  const isThere = ({ offset }) => offset === Number(anchor);
  if (theirs && ours && anchor && describe(theirs.filter(isThere)) === describe(ours)) return "only there";
  if (pattern.condition !== "#a >= 0" || !theirs || !ours) return explainAlone(pattern, data);
  return explain(pattern, data, theirs, ours);
}

function explainAlone(pattern, data) {
  // Nobody tells the matches of private patterns.
  const [theirs, ours] = scanAlone(pattern.text.replace(/ private$/, ""), "#a >= 0", data);
  if (theirs === undefined || ours === undefined) return undefined;
  return describe(theirs) === describe(ours) ? undefined : explain(pattern, data, theirs, ours);
}

function scanAlone(text, condition, data) {
  const rule = ruleOf(0, text, condition);
  return [compileTheirs(rule)(data)[0], compileOurs(rule)(data)[0]];
}

function show(seed, pattern, data, theirs, ours, kind) {
  const headline = `seed ${seed}: ${kind ?? "UNEXPLAINED"}`;
  if (kind !== undefined || !isUnexplained(pattern, data)) {
    const place = `${kind === undefined ? " (not alone)" : ""} ${pattern.text.slice(0, 1000)} (${pattern.condition}) in ${data.length} bytes`;
    console.log(
      `${headline}${place}\n  expected ${describe(theirs).slice(0, 200)}\n  found    ${describe(ours).slice(0, 200)}`,
    );
    return;
  }
  const small = shrink(data, (bytes) => isUnexplained(pattern, bytes));
  const text = shrink(pattern.text, (shorter) => isUnexplained(withText(pattern, shorter), small));
  const smallest = shrink(small, (bytes) => isUnexplained(withText(pattern, text) ?? pattern, bytes));
  const [a, b] = scanAlone(text, pattern.condition, smallest);
  console.log(`${headline} ${text} (${pattern.condition}) in ${Buffer.from(smallest).toString("hex")}`);
  console.log(
    `  expected ${describe(a).slice(0, 200)}\n  found    ${describe(b).slice(0, 200)}\n  was ${pattern.text.slice(0, 200)}`,
  );
}

function isUnexplained(pattern, data) {
  if (pattern === undefined) return false;
  try {
    const [a, b] = scanAlone(pattern.text, pattern.condition, data);
    return describe(a) !== describe(b) && kindOf(pattern, data, a, b) === undefined;
  } catch {
    return false;
  }
}

function describe(matches) {
  if (matches === undefined) return "false";
  return `true ${matches.map(({ offset, length, key }) => `${offset}+${length}${asksForKeys ? `/${key}` : ""}`).join(" ")}`;
}
