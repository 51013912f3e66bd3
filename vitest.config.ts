import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import SkippedReporter from "./scripts/skipped-reporter.mjs";

const source = (path: string) => fileURLToPath(new URL(`packages/tyara/src/${path}`, import.meta.url));

// Unit tests run on the sources; what must be true of the built packages (the command line, the examples,
// the package's doors) is tested on dist, which `npm test` builds first.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^tyara$/, replacement: source("index.ts") },
      { find: /^tyara\/compat$/, replacement: source("compat.ts") },
      { find: /^tyara\/node$/, replacement: source("node.ts") },
      {
        find: /^tyara\/(configuration|debug|editor|format|language|modules|report|runtime|syntax|wasm)$/,
        replacement: source("$1.ts"),
      },
    ],
  },
  test: {
    // Counted by scripts/test-totals.mjs.
    reporters: ["default", new SkippedReporter(), ...(process.env.TYARA_TEST_REPORT ? ["json"] : [])],
    ...(process.env.TYARA_TEST_REPORT && { outputFile: { json: ".test-report/vitest.json" } }),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Beside the sources: quick, needing nothing but the checkout.
      {
        extends: true,
        test: { name: "unit", include: ["packages/*/src/**/*.test.ts"], exclude: ["packages/cli/**"] },
      },
      // Many generated cases each, compared with a reference or with bounds of work.
      {
        extends: true,
        test: {
          name: "campaigns",
          include: ["packages/*/test/**/*.test.ts"],
          exclude: ["packages/tyara/test/{architecture,conformance}/**", "packages/{cli,playground}/**"],
        },
      },
      // What runs in the kernels, once more on each other build of them.
      ...["scalar", "javascript"].map((kernel) => ({
        extends: true as const,
        test: {
          name: `kernel-${kernel}`,
          env: { TYARA_KERNEL: kernel, TYARA_ROUNDS: String(Number(process.env.TYARA_ROUNDS ?? 1) / 2) },
          include: [
            "packages/kernel/src/**/*.test.ts",
            "packages/compiler/src/search/work.test.ts",
            "packages/tyara/test/search/*.test.ts",
            "packages/tyara/test/regex/**/*.test.ts",
            "packages/tyara/test/differential/{collections,meaning,parts,reach,regexp-matches,regexps,rounds,search}.test.ts",
          ],
        },
      })),
      {
        extends: true,
        test: { name: "architecture", include: ["packages/tyara/test/architecture/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          include: ["packages/tyara/test/conformance/**/*.test.ts"],
          testTimeout: 600_000,
        },
      },
      // The playground, in a real browser.
      {
        extends: true,
        test: { name: "browser", include: ["packages/playground/test/**/*.test.ts"], hookTimeout: 180_000 },
      },
      { extends: true, test: { name: "cli", include: ["packages/cli/{src,test}/**/*.test.ts"] } },
    ],
  },
});
