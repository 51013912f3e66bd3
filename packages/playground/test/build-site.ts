import { fileURLToPath } from "node:url";
import { build } from "vite";
import { vi } from "vitest";

/** Builds the page into a folder, as it is published. */
export async function buildSite(outDir: string): Promise<void> {
  // Under a test runner the bundler would make a development build.
  vi.stubEnv("NODE_ENV", "production");
  const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
  await build({ configFile, logLevel: "error", build: { outDir } });
}
