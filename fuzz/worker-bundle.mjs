// Bundles a worker's TypeScript into one file, so that work on the sources does not disturb a run.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const packageFolder = new URL("../packages/tyara/", import.meta.url);

/** The path of the bundle, made where the relative paths of `source` (below `packages/tyara/test/`) hold; the caller deletes it. */
export async function bundleWorker(source, name) {
  const input = fileURLToPath(new URL(`test/${source}`, packageFolder));
  const build = await rolldown({
    input,
    platform: "node",
    external: [/^@virustotal/, /^@litko/],
    logLevel: "silent",
  });
  const file = fileURLToPath(new URL(`.fuzz/${name}-${process.pid}.mjs`, packageFolder));
  await build.write({ file, format: "esm", codeSplitting: false });
  return file;
}
