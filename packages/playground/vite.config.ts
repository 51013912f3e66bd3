import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vite";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { version } = JSON.parse(readFileSync(file("package.json"), "utf8"));

/** Writes the service worker, which keeps all files of the build. */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).filter((name) => !name.endsWith(".map") && name !== "example.html");
      const files = ["./", ...[...names, "icon.svg", "manifest.webmanifest"].map((name) => `./${name}`)];
      const hash = createHash("sha256");
      for (const name of names) {
        const output = bundle[name]!;
        hash.update(name).update(output.type === "chunk" ? output.code : output.source);
      }
      const source = readFileSync(file("src/service-worker.js"), "utf8")
        .replace("__VERSION__", `tyara-${hash.digest("hex").slice(0, 16)}`)
        .replace('"__FILES__"', files.map((name) => JSON.stringify(name)).join(", "));
      this.emitFile({ type: "asset", fileName: "service-worker.js", source });
    },
  };
}

export default defineConfig({
  root: file("."),
  base: "./",
  define: { __VERSION__: JSON.stringify(version) },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: { index: file("index.html"), example: file("example.html"), elements: file("src/elements.ts") },
      output: {
        entryFileNames: ({ name }) => (name === "elements" ? "elements.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [serviceWorker()],
});
