/** Module `time`. */
import { defineModule } from "../define-module.ts";
import type { Module } from "../module.ts";

const MILLISECONDS = 1000;

export const timeModule: Module = defineModule({
  name: "time",
  functions: {
    "now() -> integer?": {
      description: "Seconds since the beginning of 1970, UTC.",
      run: () => Math.floor(Date.now() / MILLISECONDS),
    },
  },
});
