/** What people do with the playground, in a real Chromium on the built page. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchChromium } from "./browser.ts";
import { buildSite } from "./build-site.ts";
import { type Site, serveFolder } from "./server.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Milliseconds that a machine under load may take for what a page does. */
const PATIENCE = 45_000;

describe.skipIf(chromiumPath === undefined)("the playground in Chromium", () => {
  let folder: string;
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tyara-playground-"));
    await buildSite(join(folder, "site"));
    site = await serveFolder(join(folder, "site"));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(() => context.close());

  async function open(url = site.url, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1300, height: 850 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("pageerror", (error) => expect.unreachable(`the page threw ${error.stack}`));
    await page.goto(url);
    await page.waitForSelector(".cm-content");
    return page;
  }

  async function write(page: Page, rules: string): Promise<void> {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(rules);
  }

  const status = (page: Page) => page.locator(".status");
  const done = (page: Page) =>
    status(page)
      .filter({ hasText: /compiled in/ })
      .waitFor();

  /** Files as a folder has them; one in ten holds the needle. */
  function writeFolder(count: number): string {
    const path = join(folder, `samples-${count}`);
    mkdirSync(path, { recursive: true });
    for (let i = 0; i < count; i++)
      writeFileSync(join(path, `file-${i}.bin`), `${"x".repeat(1000 + i)}${i % 10 === 0 ? "needle" : ""}`);
    return path;
  }

  async function choose(page: Page, name: string, paths: string | readonly string[]): Promise<void> {
    await page
      .getByRole("tab", { name: /^Files/ })
      .first()
      .click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name }).click(),
    ]);
    await chooser.setFiles(paths as string);
  }

  it("scans the sample that it begins with, and leads from a match to its bytes", async () => {
    const page = await open();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    expect(await status(page).textContent()).toContain("1 of 1 input matched");
    await page.locator(".offset").first().click();
    await page.locator(".mark-current").first().waitFor();
    expect(await page.locator(".hex-status").textContent()).toMatch(
      /of \d+ · suspicious_script \$download · 0x20/,
    );
    await page.getByRole("tab", { name: /^Console/ }).click();
    expect(await page.locator(".panel pre").textContent()).toMatch(/^md5: [0-9a-f]{32}$/);
    await page.getByRole("tab", { name: /^Values/ }).click();
  });

  it("scans a folder of a thousand files and follows a match into a file", async () => {
    const page = await open();
    // The other way to folders, of browsers without the File System Access API.
    await page.evaluate(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
    await write(page, 'rule needle { strings: $a = "needle" condition: $a }');
    await page.locator("textarea").first().fill("");
    await choose(page, "Choose a folder…", writeFolder(1000));
    await page.getByRole("tab", { name: "Files 1000" }).waitFor();
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    expect(await status(page).textContent()).toContain("100 of 1000 inputs matched");
    await page.locator(".offset").first().click();
    await page.locator(".mark-current").first().waitFor();
    const marked = await page.locator(".hex-text .mark-current").allTextContents();
    expect(marked.join("")).toBe("needle");
  });

  it("stops a scan at once, and begins another", async () => {
    const page = await open();
    await write(page, "rule slow { condition: for all i in (0..9223372036854775806) : (i >= 0) }");
    await page.getByRole("button", { name: "▶ Run" }).click();
    await status(page).filter({ hasText: "Scanning" }).waitFor();
    await page.getByRole("button", { name: "■ Stop" }).click();
    await status(page).filter({ hasText: "Stopped after 0 of 1" }).waitFor();
    await write(page, "rule quick { condition: true }");
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
  });

  it("shares a link that opens in another profile, and sends nothing of it to the server", async () => {
    const page = await open();
    await write(page, 'rule shared_rule { strings: $a = "é ☃" condition: $a }');
    await page.locator("textarea").first().fill("snow é ☃");
    await page.getByRole("button", { name: "Share" }).click();
    await page.waitForURL(/#share=/);
    const link = page.url();
    await context.close();
    site.requests.length = 0;
    const other = await open(link);
    await other.getByRole("button", { name: "▶ Run" }).click();
    await done(other);
    expect(await other.locator(".results summary strong").first().textContent()).toBe("shared_rule");
    expect(other.url()).not.toContain("#");
    expect(site.requests.filter((one) => !one.startsWith("GET ") || one.includes("share"))).toEqual([]);
  });

  it("works without a network once it has been loaded", async () => {
    const page = await open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector(".cm-content");
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    expect(await status(page).textContent()).toContain("1 of 1 input matched");
  });

  it("works where WebAssembly may not be compiled", async () => {
    const strict = await serveFolder(join(folder, "site"), "script-src 'self'");
    try {
      const page = await open(strict.url);
      expect(await page.evaluate(() => WebAssembly.validate(new Uint8Array([0])))).toBe(false);
      await page.getByRole("button", { name: "▶ Run" }).click();
      await done(page);
      expect(await status(page).textContent()).toContain("1 of 1 input matched");
    } finally {
      await strict.close();
    }
  });

  it("shows mistakes where they are, formats, completes and keeps what was written", async () => {
    const page = await open();
    await write(page, "rule a{condition:unknown_thing}");
    await page.locator(".health", { hasText: "1 error" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => localStorage.getItem("tyara-playground")?.includes("    unknown_thing"));
    await page.reload();
    await page.waitForSelector(".cm-content");
    expect((await page.locator(".cm-content").innerText()).trimEnd()).toBe(
      "rule a {\n  condition:\n    unknown_thing\n}",
    );
    await write(page, 'import "pe"\nrule a { condition: pe.num');
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete", { hasText: "number_of_sections" }).waitFor();
  });

  it("explains what the pointer is on, and lets nothing of the rules become markup", async () => {
    const page = await open();
    await write(
      page,
      'rule tricky {\n  meta:\n    description = "<img src=x onerror=alert(1)> <b>bold</b>"\n  condition:\n    true\n}\n\nrule user {\n  condition:\n    tricky\n}\n',
    );
    await page
      .locator(".cm-line", { hasText: /^ *tricky$/ })
      .locator("span, :scope")
      .last()
      .hover({ position: { x: 50, y: 8 } });
    await page.locator(".cm-lsp-hover-tooltip").waitFor();
    expect(await page.locator(".cm-lsp-hover-tooltip").textContent()).toContain("tricky");
    expect(await page.locator(".cm-lsp-hover-tooltip img, .cm-lsp-hover-tooltip b").count()).toBe(0);
  });

  it("resolves includes among its files, and takes archives apart", async () => {
    const page = await open();
    const rules = [
      {
        name: "main.yar",
        mimeType: "text/plain",
        buffer: Buffer.from('include "lib.yar"\nrule main { condition: lib }'),
      },
      {
        name: "lib.yar",
        mimeType: "text/plain",
        buffer: Buffer.from('rule lib { strings: $a = "needle" condition: $a }'),
      },
    ];
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Open…" }).click(),
    ]);
    await chooser.setFiles(rules);
    await page.getByRole("tab", { name: "rules.yar" }).click();
    page.once("dialog", (dialog) => dialog.accept());
    await page.keyboard.press("Delete");
    const zip = join(folder, "samples.zip");
    writeFileSync(zip, zipSync({ "inner/a.txt": Buffer.from("a needle"), "b.txt": Buffer.from("hay") }));
    const gz = join(folder, "c.txt.gz");
    writeFileSync(gz, gzipSync(Buffer.from("another needle")));
    await page.locator("textarea").first().fill("");
    await choose(page, "Choose files…", [zip, gz]);
    await page.getByRole("tab", { name: "Files 3" }).waitFor();
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    expect(await status(page).textContent()).toMatch(/2 of 3 inputs matched · 2 rules/);
  });

  it("shows the end of a file of a hundred megabytes without blocking", async () => {
    const page = await open();
    await write(page, 'rule last { strings: $a = "the very end" condition: $a }');
    await page.locator("textarea").first().fill("");
    const large = join(folder, "large.bin");
    const bytes = Buffer.alloc(100_000_000, "some bytes ");
    bytes.write("the very end", bytes.length - 12);
    writeFileSync(large, bytes);
    await choose(page, "Choose files…", [large]);
    await page.getByRole("button", { name: "▶ Run" }).click();
    const longest = await page.evaluate(async () => {
      let longestPause = 0;
      let last = performance.now();
      for (const end = last + 1500; last < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        longestPause = Math.max(longestPause, performance.now() - last);
        last = performance.now();
      }
      return longestPause;
    });
    // Far above what a loaded machine adds, far below what reading the file on the page would take.
    expect(longest).toBeLessThan(1000);
    await done(page);
    await page.locator(".offset").first().click();
    await page.locator(".hex-text .mark-current").first().waitFor();
    expect((await page.locator(".hex-text .mark-current").allTextContents()).join("")).toBe("the very end");
  });

  it.each(["light", "dark"] as const)("is accessible in %s", async (colorScheme) => {
    const page = await open(site.url, { colorScheme });
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    await page.locator(".offset").first().click();
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { violations: found } = await (
        window as unknown as {
          axe: {
            run(): Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }>;
          };
        }
      ).axe.run();
      return found.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
      );
    });
    expect(violations).toEqual([]);
  });

  it("fits a phone", async () => {
    const page = await open(site.url, { viewport: { width: 360, height: 740 } });
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    await page.locator(".offset").first().click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.locator(".panes button", { hasText: "Rules" }).click();
    await page.locator(".cm-content").waitFor();
  });

  it("is an element in other pages, beside an editor", async () => {
    const page = await open(`${site.url}example.html`);
    await page.getByRole("button", { name: "▶ Run" }).click();
    await done(page);
    expect(await page.locator(".results summary strong").first().textContent()).toBe("greeting");
    const value = await page.evaluate(async () => {
      const editor = document.querySelector("tyara-editor") as HTMLElement & {
        value: string;
        format(): Promise<unknown>;
      };
      editor.value = "rule a{condition:true}";
      await editor.format();
      return editor.value;
    });
    expect(value).toBe("rule a {\n  condition:\n    true\n}\n");
  });
});
