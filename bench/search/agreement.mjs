// Whether engines find the same: every match of every pattern, with its offset and length, on the beginning of some data.

const SHOWN = 3;

/** A row: how many patterns matched, how often, and in how many of them each peer differs from Tyara. */
export function compareMatches(compiled, data, length) {
  const [own, ...peers] = compiled.filter(({ engine }) => !engine.startsAfresh);
  const slice = data.subarray(0, length);
  const matches = matchesByPattern(own.scanner, slice);
  const row = {
    bytes: slice.length,
    "patterns that match": matches.size,
    matches: [...matches.values()].reduce((sum, { length }) => sum + length, 0),
  };
  for (const { engine, scanner } of peers) {
    // The official package needs a second for what others do in a tenth.
    const part = engine.isSlow ? slice.subarray(0, length / 4) : slice;
    const expected = matchesByPattern(scanner, part);
    const found = engine.isSlow ? matchesByPattern(own.scanner, part) : matches;
    row[`patterns that differ from ${engine.name}`] = countDifferences(expected, found, engine.name);
  }
  return row;
}

/** `rule $pattern` → `offset+length` of each match. Two patterns without names are one here. */
function matchesByPattern(scanner, data) {
  const found = new Map();
  for (const { rule, pattern, offset, length } of scanner.listMatches(scanner.scan(data))) {
    const name = `${rule} ${pattern}`;
    const list = found.get(name) ?? [];
    list.push(`${offset}+${length}`);
    found.set(name, list);
  }
  for (const list of found.values()) list.sort();
  return found;
}

function countDifferences(expected, found, engine) {
  const names = [...new Set([...expected.keys(), ...found.keys()])];
  const differing = names.filter((name) => `${expected.get(name)}` !== `${found.get(name)}`);
  for (const name of differing.slice(0, SHOWN)) {
    console.log(`differs: ${name}: ${engine} ${shown(expected.get(name))}, tyara ${shown(found.get(name))}`);
  }
  return differing.length;
}

function shown(list = []) {
  return `${list.length} (${list.slice(0, 4).join(" ")}${list.length > 4 ? " …" : ""})`;
}
