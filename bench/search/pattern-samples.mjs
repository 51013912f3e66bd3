// The sources that tests make rules and data with; TypeScript, so it is bundled first.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const input = fileURLToPath(new URL("../../packages/tyara/test/pattern-samples.ts", import.meta.url));
const bundle = await rolldown({ input, platform: "node", logLevel: "silent" });
const { output } = await bundle.generate({ format: "esm" });

/** See packages/tyara/test/pattern-samples.ts. */
export const { patternsOnly, plantSamples } = await import(
  `data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`
);
