// Draws docs/search-speed.svg from the last record of `search` that has the collections' cells: nothing is measured.
//
//   npm run bench -- chart
import { readFileSync, writeFileSync } from "node:fs";
import { drawBars } from "./chart/bars.mjs";

export const description = "draws docs/search-speed.svg from the last record of `search`";
/** No engine takes part. */
export const engineNames = [];

const ENGINES = [
  ["tyara", "Tyara"],
  ["native", "YARA-X, native addon"],
  ["official", "YARA-X, official WebAssembly"],
];
const INPUTS = { elf: "programs", text: "text", random: "random bytes" };

export function run() {
  const record = readFileSync(new URL("record/search.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const entries = record.map((line) => JSON.parse(line)).filter(({ rows }) => cellsOf(rows).length > 0);
  const entry = entries.at(-1);
  if (entry === undefined) throw new Error("no record has the collections: npm run bench -- search --record");
  const groups = groupsOf(cellsOf(entry.rows));
  const target = new URL("../docs/search-speed.svg", import.meta.url);
  writeFileSync(
    target,
    drawBars({ title: "Searching with public rule collections", unit: "MB/s", note: noteOf(entry), groups }),
  );
  return {
    rows: groups.flatMap(({ name, bars }) =>
      bars.map(({ label, value, series }) => ({ name, label, series, value })),
    ),
  };
}

// Records before there were more workloads have nothing but the collections' cells.
function cellsOf(rows) {
  return rows.filter(
    ({ workload, collection }) => collection || /^(Neo23x0|reversinglabs) × \w+$/.test(workload),
  );
}

function groupsOf(cells) {
  const groups = new Map();
  for (const cell of cells) {
    const [name, input] = cell.workload.split(" × ");
    const bars = groups.get(name) ?? [];
    ENGINES.forEach(([engine, series], i) => {
      const value = cell[`${engine} MB/s`];
      const times = cell[`× ${engine}`];
      const remark = i === 0 || times === undefined ? "" : `Tyara is ${times.toFixed(1)} × as fast`;
      if (value !== undefined)
        bars.push({ label: i === 0 ? (INPUTS[input] ?? input) : "", series, value, remark });
    });
    groups.set(name, bars);
  }
  return [...groups].map(([name, bars]) => ({ name, bars }));
}

const noteOf = ({ date, machine, node, engines }) =>
  `${date.slice(0, 10)}, ${machine}, Node ${node.slice(1)}; ${engines.join(", ")}. Longer is better.`;
