/** Pools of web workers, in Chromium: as pages are, and isolated from other origins, where memory is shared. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

const chromium = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name)))
  .find((path) => existsSync(path));
const isRequired = process.env.TYARA_REQUIRE !== undefined;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** No policy is stricter that allows workers and WebAssembly at all. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const build = await rolldown({
    input: { page: here("./page.mjs"), "pool-worker": here("../../dist/pool-worker.js") },
    platform: "browser",
    logLevel: "silent",
  });
  const { output } = await build.generate({
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  });
  return new Map(output.map((file) => [`/${file.fileName}`, "code" in file ? file.code : ""]));
}

/** What the page reports. */
async function visit(scripts: ReadonlyMap<string, string>, isIsolated: boolean): Promise<unknown> {
  let report: (answer: string) => void = () => {};
  const reported = new Promise<string>((resolve) => {
    report = resolve;
  });
  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", policy);
    if (isIsolated) {
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
    }
    if (request.method === "POST") {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        response.end();
        report(text);
      });
      return;
    }
    const script = scripts.get(request.url ?? "");
    response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    response.end(script ?? `<!doctype html><script type="module" src="/page.js"></script>`);
  }).listen(0, "127.0.0.1");
  const profile = mkdtempSync(join(tmpdir(), "tyara-chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"];
  const network = ["--disable-background-networking", "--disable-component-update"];
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = spawn(chromium!, [
    ...flags,
    ...network,
    `--user-data-dir=${profile}`,
    "--remote-debugging-port=0",
    `http://127.0.0.1:${port}/`,
  ]);
  const ended = new Promise<string>((resolve) => {
    browser.once("exit", (code) => resolve(`{"error": "the browser ended with ${code}"}`));
  });
  try {
    return JSON.parse(await Promise.race([reported, ended]));
  } finally {
    browser.kill();
    await ended;
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe.skipIf(chromium === undefined && !isRequired)("a pool in a browser", () => {
  it.each([false, true])("scans, aborts and replaces its workers; isolated: %s", async (isIsolated) => {
    expect(chromium, "Chromium is not here").toBeDefined();
    expect(await visit(await bundle(), isIsolated)).toEqual({
      right: 500,
      status: "aborted",
      after: 1,
      path: "this host has no files: give the pool their bytes",
      isShared: isIsolated,
    });
  });
});
