// Bundles the extension: for VS Code on a desk and for VS Code for the Web, each with the language server and the worker that
// scans. Nothing is downloaded when it runs. The packages `tyara` and `tyara-language-server` are built before.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));

const bundles = [
  { input: "src/extension.ts", file: "dist/extension.cjs", format: "cjs", platform: "node" },
  { input: "src/server-node.ts", file: "dist/server.cjs", format: "cjs", platform: "node" },
  { input: "src/scan-worker-node.ts", file: "dist/scan-worker.cjs", format: "cjs", platform: "node" },
  { input: "src/web-extension.ts", file: "dist/web/extension.js", format: "cjs", platform: "browser" },
  { input: "src/server-web.ts", file: "dist/web/server.js", format: "iife", platform: "browser" },
  { input: "src/scan-worker-web.ts", file: "dist/web/scan-worker.js", format: "iife", platform: "browser" },
];

rmSync(`${root}dist`, { recursive: true, force: true });
for (const { input, file, format, platform } of bundles) {
  const build = await rolldown({
    input,
    cwd: root,
    platform,
    external: ["vscode", ...(platform === "node" ? [/^node:/] : [])],
    resolve: {
      conditionNames:
        platform === "browser" ? ["browser", "import", "default"] : ["node", "import", "default"],
    },
    logLevel: "silent",
    transform: { target: "es2022" },
  });
  await build.write({ file: `${root}${file}`, format, minify: true, codeSplitting: false });
}
