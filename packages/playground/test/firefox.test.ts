/** The playground in a real Firefox: what differs between browsers is workers, modules, styles of shadow roots and service workers. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { firefoxPath } from "./browser.ts";
import { buildSite } from "./build-site.ts";
import { serveFolder } from "./server.ts";

const script = fileURLToPath(new URL("firefox-session.mjs", import.meta.url));

describe.skipIf(firefoxPath === undefined)("the playground in Firefox", () => {
  it("checks, scans, and leads from a match to its bytes", { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "tyara-playground-"));
    await buildSite(folder);
    const site = await serveFolder(folder);
    try {
      const args = ["--experimental-websocket", script, firefoxPath!, site.url];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      expect(JSON.parse(stdout)).toMatchObject({
        status: expect.stringContaining("1 of 1 input matched"),
        place: expect.stringMatching(/^\d of \d · suspicious_script \$download · 0x20$/),
        worker: "ready",
      });
    } finally {
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
