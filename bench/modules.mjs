// What reading executables costs: scans of the recorded samples by rules that ask for fields of `pe` and `elf`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { median } from "./engines/measure.mjs";

export const description =
  "pe and elf: µs a file and MB/s on the recorded samples, with and without signatures";

const FOLDER = new URL("../../shared/conformance/modules/", import.meta.url);
const ROUNDS = 5;
/** Milliseconds of work a round, for each engine and set of files. */
const ROUND_MS = 150;

const TABLES = `pe.is_pe and pe.import_details.len() >= 0 and pe.export_details.len() >= 0 and pe.resources.len() >= 0 and
  pe.version_info_list.len() >= 0 and not defined pe.sections[96].name`;
const CASES = [
  {
    name: "pe, tables",
    module: "pe",
    condition: TABLES,
    accepts: (text) => !/^number_of_signatures: [1-9]/m.test(text),
  },
  {
    name: "pe, signatures",
    module: "pe",
    condition: `${TABLES} and pe.signatures.len() > 0`,
    accepts: (text) => /^number_of_signatures: [1-9]/m.test(text),
  },
  {
    name: "elf, tables",
    module: "elf",
    condition:
      "elf.sections.len() >= 0 and elf.dynsym.len() >= 0 and elf.symtab.len() >= 0 and defined elf.type",
    accepts: () => true,
  },
];

export async function run({ engines }) {
  if (!existsSync(FOLDER)) throw new Error("the recorded samples are not there");
  const rows = [];
  for (const { name, module, condition, accepts } of CASES) {
    const files = readSamples(module, accepts);
    const bytes = files.reduce((sum, file) => sum + file.length, 0);
    const peers = engines
      .filter((engine) => engine.name !== "official")
      .map((engine) => ({
        engine,
        scanner: engine.compile(`import "${module}" rule r { condition: ${condition} }`),
        times: [],
      }));
    checkAgreement(peers, files);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { scanner, times } of peers) {
        const ms = timeRound(scanner, files);
        if (round > 0) times.push(ms);
      }
    }
    const native = peers.find(({ engine }) => engine.name === "native");
    for (const { engine, times } of peers) {
      const ms = median(times);
      rows.push({
        case: name,
        engine: engine.name,
        files: files.length,
        "µs a file": round((ms * 1000) / files.length),
        "MB/s": round(bytes / 1e3 / ms),
        "× native": native ? round(ms / median(native.times)) : undefined,
      });
    }
  }
  return { rows };
}

/** Milliseconds for all files once. */
function timeRound(scanner, files) {
  const start = performance.now();
  let passes = 0;
  do {
    for (const file of files) scanner.scan(file);
    passes++;
  } while (performance.now() - start < ROUND_MS);
  return (performance.now() - start) / passes;
}

function checkAgreement(peers, files) {
  for (const file of files) {
    const answers = peers.map(({ scanner }) => JSON.stringify(scanner.listMatches(scanner.scan(file))));
    if (new Set(answers).size !== 1) throw new Error(`the engines disagree:\n${answers.join("\n")}`);
  }
}

function readSamples(module, accepts) {
  const names = readdirSync(new URL(`${module}/`, FOLDER)).filter((name) => name.endsWith(".in.zip"));
  const wanted = names.filter((name) =>
    accepts(readFileSync(new URL(`${module}/${name.replace(".in.zip", ".out")}`, FOLDER), "utf8")),
  );
  return wanted.map((name) => decodeIntelHex(unzip(readFileSync(new URL(`${module}/${name}`, FOLDER)))));
}

/** The first file of a zip archive. */
function unzip(zip) {
  const entry = zip.readUInt32LE(zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const body = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(body) : body;
}

/** Samples are stored as text and live in memory only. */
function decodeIntelHex(text) {
  const parts = [];
  let base = 0;
  for (const line of text.toString("latin1").split(/\r?\n/)) {
    const record = Buffer.from(line.slice(1), "hex");
    if (record[3] === 4) base = record.readUInt16BE(4) * 0x10000;
    if (record[3] === 2) base = record.readUInt16BE(4) * 16;
    if (record[3] === 0) parts.push([base + record.readUInt16BE(1), record.subarray(4, 4 + record[0])]);
  }
  const bytes = new Uint8Array(
    parts.reduce((end, [address, data]) => Math.max(end, address + data.length), 0),
  );
  for (const [address, data] of parts) bytes.set(data, address);
  return bytes;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
