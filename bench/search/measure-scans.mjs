// Times scans of a row of files by several engines, interleaved.
import { median } from "../engines/measure.mjs";

// What one engine may take for one cell. An engine that is slow there gets fewer rounds, and less of the data.
const MOST_MILLISECONDS = 3000;

const SMALLEST_PART = 8192;

/** A row: speed of each engine and its ratio to Tyara's. `compiled`: [{ engine, scanner, compileTime }], Tyara first. */
export function measureScans(compiled, files, rounds) {
  const entries = compiled
    .filter(({ engine }) => !(engine.startsAfresh && files.length > 1))
    .map((entry) => ({
      ...entry,
      files: entry.engine.startsAfresh ? files : affordable(entry.scanner, files),
      times: [],
      spent: 0,
    }));
  for (let round = 0; round <= rounds; round++) {
    for (const entry of entries) if (entry.spent < MOST_MILLISECONDS) runRound(entry, round);
  }
  return rowOf(entries, files);
}

// Of many files as many, evenly spread, and of one large file as much from its start as fill a good part of a cell's time.
function affordable(scanner, files) {
  if (files.length > 1) {
    const step = stepFor(scanner, files);
    return files.filter((_, i) => i % step === 0);
  }
  const [file] = files;
  let length = Math.min(SMALLEST_PART, file.length);
  let before = timeOf(scanner, [file.subarray(0, length)]);
  while (length < file.length) {
    const time = timeOf(scanner, [file.subarray(0, length)]);
    // What every scan costs whatever its length says nothing: the part grows until time grows with it.
    if (time > MOST_MILLISECONDS / 16 && time > 2 * before) break;
    before = time;
    length *= 4;
  }
  return [file.subarray(0, length)];
}

function stepFor(scanner, files) {
  const few = files.slice(0, 3);
  timeOf(scanner, few);
  const each = timeOf(scanner, few) / few.length;
  return Math.max(1, Math.ceil((files.length * each) / (MOST_MILLISECONDS / 4)));
}

function timeOf(scanner, files) {
  const start = performance.now();
  for (const file of files) scanner.scan(file);
  return performance.now() - start;
}

function runRound(entry, round) {
  const { scanner, files, times } = entry;
  const taken = timeOf(scanner, files);
  entry.spent += taken;
  // A warm-up that leaves no time for more is the measurement.
  if (round > 0 || entry.spent >= MOST_MILLISECONDS) times.push(taken - (scanner.startTime ?? 0));
}

function rowOf(entries, all) {
  const byteCount = bytesOf(all);
  const row = {};
  const speeds = entries.map(({ times, files }) => bytesOf(files) / median(times) / 1e3);
  entries.forEach(({ engine, compileTime, times, files }, i) => {
    // What is left once the start was taken off may be nothing but noise.
    if (!(median(times) > (entries[i].scanner.startTime ?? 0) / 4)) return;
    if (all.length > 1) row[`${engine.name} µs a file`] = round((median(times) / files.length) * 1000);
    row[`${engine.name} MB/s`] = round(speeds[i]);
    // What an engine was not given says that its speed is that on a part.
    if (bytesOf(files) < byteCount) row[`${engine.name} of it`] = round(bytesOf(files) / byteCount);
    row[`${engine.name} compile ms`] = Math.round(compileTime);
    if (i > 0) row[`× ${engine.name}`] = round(speeds[0] / speeds[i]);
  });
  return row;
}

const bytesOf = (files) => files.reduce((sum, { length }) => sum + length, 0);
const round = (value) => Number(value.toPrecision(3));
