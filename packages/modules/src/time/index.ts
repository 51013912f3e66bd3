/** Module `time`. */

import type { Module } from "@tyara/language/modules";
import { timeSchema } from "@tyara/language/modules";
import { bindModule, codeOf } from "../kit/define-module.ts";

const MILLISECONDS = 1000;

export const timeModule: Module = bindModule(timeSchema, {
  functions: codeOf({
    "now() -> integer?": () => Math.floor(Date.now() / MILLISECONDS),
  }),
});
