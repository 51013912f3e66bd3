// Drives Debian's Firefox over WebDriver BiDi, which it speaks by itself: no driver in between is needed. A process of its own, because
// Node 20 has a client of WebSockets behind a flag only. Usage: node --experimental-websocket firefox-session.mjs FIREFOX URL; prints JSON.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [firefox, url] = process.argv.slice(2);
/** Milliseconds that a loaded machine may take for anything. */
const PATIENCE = 60_000;

const profile = mkdtempSync(join(tmpdir(), "tyara-firefox-"));
const browser = spawn(
  firefox,
  ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
  {
    stdio: ["ignore", "ignore", "pipe"],
  },
);
try {
  const socket = await connect(await addressOf(browser));
  const { command, evaluate, until } = sessionOn(socket);
  const { capabilities } = await command("session.new", { capabilities: {} });
  const { contexts } = await command("browsingContext.getTree", {});
  const { context } = contexts[0];
  await command("browsingContext.navigate", { context, url, wait: "complete" });
  const run = async (code) => evaluate(context, code);
  const page = "document.querySelector('tyara-playground').shadowRoot";
  const text = (selector) => `${page}.querySelector('${selector}')?.textContent`;

  await until(() => run(`Boolean(${page}?.querySelector('.cm-content'))`));
  await until(() => run(`/no problems/.test(${text(".health")})`));
  await run(`${page}.querySelector('.run').click()`);
  await until(() => run(`/compiled in/.test(${text(".status")})`));
  const status = await run(text(".status"));
  await run(`${page}.querySelector('.offset').click()`);
  await until(() => run(`Boolean(${page}.querySelector('.mark-current'))`));
  const place = await run(text(".hex-status"));
  const worker = await run("navigator.serviceWorker.ready.then(() => 'ready')");
  console.log(JSON.stringify({ version: capabilities.browserVersion, status, place, worker }));
  socket.close();
} finally {
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  browser.kill("SIGKILL");
  await ended;
  rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
}

function addressOf(child) {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (data) => {
      output += data;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(`${address}/session`);
    });
    child.on("exit", () => reject(new Error(`Firefox ended: ${output}`)));
    setTimeout(() => reject(new Error(`Firefox does not listen: ${output}`)), PATIENCE).unref();
  });
}

async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`cannot connect to ${address}`));
  });
  return socket;
}

function sessionOn(socket) {
  let lastId = 0;
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    const { resolve, reject } = waiting.get(message.id) ?? {};
    if (message.type === "error") reject?.(new Error(`${message.error}: ${message.message}`));
    else resolve?.(message.result);
  };
  const command = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++lastId, { resolve, reject });
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
  const evaluate = async (context, expression) => {
    const answer = await command("script.evaluate", { expression, target: { context }, awaitPromise: true });
    if (answer.type === "exception") throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
    return answer.result.value;
  };
  const until = async (isTrue) => {
    for (const end = Date.now() + PATIENCE; !(await isTrue()); ) {
      if (Date.now() > end) throw new Error(`it never happened: ${isTrue}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return { command, evaluate, until };
}
