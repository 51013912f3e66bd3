/** The files of the extension, bundled, do what they are for: without an editor, as it would start them. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { MessageChannel, Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import type { FromWorker, ToWorker } from "../src/scan-messages.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

beforeAll(() => {
  execFileSync(process.execPath, [`${root}scripts/build.mjs`]);
});

describe("the manifest", () => {
  it("names files that are there", () => {
    const { languages, grammars } = manifest.contributes;
    const files = [manifest.main, manifest.browser, languages[0].configuration, grammars[0].path];
    expect(files.filter((file: string) => !existsSync(`${root}${file}`))).toEqual([]);
  });

  it("names each command that a menu or a view has", () => {
    const { commands, menus, viewsWelcome } = manifest.contributes;
    const known = new Set(commands.map((one: { command: string }) => one.command));
    const used = [
      ...Object.values<{ command: string }[]>(menus)
        .flat()
        .map(({ command }) => command),
      ...[...viewsWelcome[0].contents.matchAll(/command:([\w.]+)/g)].map(([, name]) => name),
    ];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it("has a problem matcher that reads reports", () => {
    const [headline, place] = manifest.contributes.problemMatchers[0].pattern;
    expect(new RegExp(headline.regexp).exec("error[E009]: unknown identifier `x`")?.slice(1)).toEqual([
      "error",
      "E009",
      "unknown identifier `x`",
    ]);
    expect(new RegExp(place.regexp).exec(" --> rules/a.yar:3:14")?.slice(1)).toEqual([
      "rules/a.yar",
      "3",
      "14",
    ]);
  });
});

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { processId: null, rootUri: null, capabilities: {} },
};

describe("the language server", () => {
  it("answers on the desk", async () => {
    const child = spawn(process.execPath, [`${root}dist/server.cjs`, "--stdio"]);
    const body = JSON.stringify(initialize);
    let answer = "";
    child.stdout.on("data", (data) => {
      answer += data;
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    await expect.poll(() => answer, { timeout: 10_000 }).toContain("tyara-language-server");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it("answers in a page", async () => {
    const sent: unknown[] = [];
    const scope: Record<string, unknown> & { onmessage?: (event: { data: unknown }) => void } = {
      postMessage: (message: unknown) => sent.push(message),
      addEventListener: () => {},
    };
    // What a page has, and nothing of Node.
    const globals = {
      TextDecoder,
      TextEncoder,
      URL,
      performance,
      console,
      setTimeout,
      clearTimeout,
      MessageChannel,
    };
    vm.runInNewContext(readFileSync(`${root}dist/web/server.js`, "utf8"), { ...globals, self: scope });
    scope.onmessage?.({ data: initialize });
    await expect.poll(() => sent.length).toBeGreaterThan(0);
    expect(sent[0]).toMatchObject({ id: 1, result: { serverInfo: { name: "tyara-language-server" } } });
  });
});

describe("the worker that scans", () => {
  const text = `rule whole { strings: $a = "needle" $b = "absent" condition: all of them }
rule part { strings: $a = "needle" $b = "absent" condition: any of them }`;

  async function ask(...messages: ToWorker[]): Promise<FromWorker[]> {
    const worker = new Worker(`${root}dist/scan-worker.cjs`);
    const answers: FromWorker[] = [];
    try {
      for (const message of messages) {
        worker.postMessage(message);
        answers.push(await new Promise((resolve) => worker.once("message", resolve)));
      }
      return answers;
    } finally {
      await worker.terminate();
    }
  }

  const rules = { name: "/rules/a.yar", text };
  const file: ToWorker = { kind: "file", name: "a", data: new TextEncoder().encode("a needle, a needle") };

  it("tells what matched, and where", async () => {
    const [ready, answer] = await ask({ kind: "rules", request: { rules, included: [] } }, file);
    expect(ready).toEqual({ kind: "ready", problems: [] });
    expect(answer).toMatchObject({
      result: {
        rules: [
          {
            identifier: "part",
            isMatch: true,
            patterns: [
              { identifier: "$a", count: 2, matches: [{ offset: 2, length: 6 }, { offset: 12 }] },
              { count: 0 },
            ],
          },
        ],
      },
    });
  });

  it("explains a rule that does not match", async () => {
    const [, answer] = await ask({ kind: "rules", request: { rules, included: [], explain: "whole" } }, file);
    expect(answer).toMatchObject({
      result: {
        rules: [
          { identifier: "whole", isMatch: false, patterns: [{ count: 2 }, { identifier: "$b", count: 0 }] },
        ],
      },
    });
  });

  it("knows what rules include, and says what is wrong with them", async () => {
    const including = { name: "/rules/a.yar", text: 'include "b.yar" rule a { condition: b }' };
    const included = [{ name: "/rules/b.yar", text: "rule b { condition: true }" }];
    const [ready] = await ask({ kind: "rules", request: { rules: including, included } });
    expect(ready).toEqual({ kind: "ready", problems: [] });
    const [broken, answer] = await ask(
      {
        kind: "rules",
        request: { rules: { name: "/rules/a.yar", text: `rule x { condition: y } ${text}` }, included: [] },
      },
      file,
    );
    expect(broken).toMatchObject({ kind: "ready", problems: [expect.stringContaining("E009")] });
    expect(answer).toMatchObject({ result: { rules: [{ identifier: "part" }] } });
  });
});
