// The language server as an editor meets it: a process at the other end of a pipe, and how long its answers take after a key.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const description =
  "The language server: answers after an edit in small and large files, and reading a collection of rules.";
export const engineNames = [];

const server = fileURLToPath(
  new URL("../packages/language-server/bin/tyara-language-server.js", import.meta.url),
);
const collection = fileURLToPath(new URL("../../shared/conformance/rules/Neo23x0.tar.xz", import.meta.url));

/** Rules of some 400 bytes. */
const sizes = [
  ["10 kB", 25],
  ["200 kB", 500],
  ["2 MB", 5000],
];

const edits = 60;

export async function run() {
  const rows = [];
  for (const [name, count] of sizes) rows.push(...(await measureFile(name, count)));
  if (existsSync(collection)) rows.push(await measureCollection());
  return { rows };
}

function ruleText(i) {
  return `rule family_${i} : loader windows {
  meta:
    author = "nobody"
    description = "Finds the loader of family ${i} by its mutex and its decoder"
    score = ${i % 100}
  strings:
    $mutex = "Global\\\\{${(i * 2654435761) >>> 0}}" wide ascii
    $decoder = { 8B ${hex(i)} ${hex(i >> 8)} [2-6] 33 ${hex(i * 7)} ?? C3 90 }
    $path = /[a-z]{3,8}\\\\loader${i}\\.dll/ nocase
  condition:
    uint16(0) == 0x5a4d and filesize < ${(i % 9) + 1}MB and ($mutex or all of ($decoder, $path))
}

`;
}

const hex = (byte) => (byte & 255).toString(16).padStart(2, "0");

async function measureFile(name, count) {
  const text = Array.from({ length: count }, (_, i) => ruleText(i)).join("");
  const client = await start();
  const uri = "file:///bench/rules.yar";
  const begun = performance.now();
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yara", version: 1, text } });
  const first = await client.request("textDocument/diagnostic", { textDocument: { uri } });
  const opened = performance.now() - begun;
  if (first.items.length > 0) throw new Error(`the file should be sound: ${JSON.stringify(first.items[0])}`);
  const lines = text.split("\n");
  const conditions = lines.flatMap((line, i) => (line.includes("uint16(0)") ? [i] : []));
  const times = { diagnostics: [], completion: [], hover: [] };
  let version = 1;
  const edit = (range, insertion) => {
    version++;
    const contentChanges = [{ range, text: insertion }];
    client.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  };
  for (let i = 0; i < edits; i++) {
    const line = conditions[Math.floor((i * conditions.length) / edits)];
    const at = { line, character: lines[line].indexOf("$mutex") };
    edit({ start: at, end: at }, "x");
    const broken = await timed(times.diagnostics, () =>
      client.request("textDocument/diagnostic", { textDocument: { uri } }),
    );
    if (broken.items.length === 0) throw new Error("the edit should have broken a rule");
    const position = { line, character: at.character + 1 };
    await timed(times.completion, () =>
      client.request("textDocument/completion", { textDocument: { uri }, position }),
    );
    edit({ start: at, end: position }, "");
    const hovered = await timed(times.hover, () =>
      client.request("textDocument/hover", { textDocument: { uri }, position }),
    );
    if (!JSON.stringify(hovered).includes("mutex")) throw new Error("the hover should tell of the pattern");
  }
  const memory = client.memory();
  client.stop();
  const rows = Object.entries(times).map(([what, all]) => {
    const sorted = all.sort((a, b) => a - b);
    const at = (share) =>
      Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2));
    return { file: name, rules: count, "ms until": what, p50: at(0.5), p99: at(0.99) };
  });
  return [
    { file: name, rules: count, "ms until": "first diagnostics", p50: Math.round(opened), MB: memory },
    ...rows,
  ];
}

async function measureCollection() {
  const folder = mkdtempSync(join(tmpdir(), "tyara-editor-"));
  try {
    if (spawnSync("tar", ["-xf", collection, "-C", folder]).status !== 0) throw new Error("no tar or no xz");
    const begun = performance.now();
    const client = await start(pathToFileURL(folder).href);
    const files = await Promise.race([client.indexed, later(60_000)]);
    if (files === undefined) throw new Error("the server did not tell that it had read the files");
    const ms = Math.round(performance.now() - begun);
    const memory = client.memory();
    client.stop();
    return { file: "Neo23x0", rules: files, "ms until": "all files are known", p50: ms, MB: memory };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function timed(times, work) {
  const begun = performance.now();
  const result = await work();
  times.push(performance.now() - begun);
  return result;
}

/** A server, initialized. */
async function start(folder) {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  let count = 0;
  let tellIndexed;
  let report = "";
  const indexed = new Promise((resolve) => {
    tellIndexed = resolve;
  });
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const receive = (message) => {
    if (message.method === undefined) {
      const { resolve, reject } = waiting.get(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    } else if (message.id !== undefined) send({ id: message.id, result: null });
    else if (message.method === "$/progress") {
      const { kind, message: text } = message.params.value;
      if (kind === "report") report = text;
      if (kind === "end") tellIndexed(report);
    }
  };
  let buffer = Buffer.alloc(0);
  child.stdout.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString("latin1", 0, head))[1]);
      if (buffer.length < head + 4 + length) return;
      const body = buffer.toString("utf8", head + 4, head + 4 + length);
      buffer = buffer.subarray(head + 4 + length);
      receive(JSON.parse(body));
    }
  });
  const client = {
    indexed,
    request: (method, params) =>
      new Promise((resolve, reject) => {
        waiting.set(++count, { resolve, reject });
        send({ id: count, method, params });
      }),
    notify: (method, params) => send({ method, params }),
    memory: () => {
      const status = `/proc/${child.pid}/status`;
      if (!existsSync(status)) return undefined;
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))[1]) / 1024);
    },
    stop: () => child.kill(),
  };
  await client.request("initialize", {
    processId: process.pid,
    rootUri: folder ?? null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: "rules" }],
    capabilities: {
      window: { workDoneProgress: true },
      textDocument: {
        diagnostic: {},
        hover: { contentFormat: ["markdown"] },
        completion: { completionItem: { resolveSupport: { properties: ["documentation"] } } },
      },
    },
  });
  client.notify("initialized", {});
  return client;
}
