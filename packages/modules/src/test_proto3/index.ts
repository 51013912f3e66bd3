/** Module `test_proto3`: the scalar fields of `test_proto2`, but absent ones are zero. */

import type { Module } from "@tyara/language/modules";
import { testProto3Schema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { sharedConstants } from "../test_proto2/index.ts";

export const testProto3Module: Module = bindModule(testProto3Schema, { parse: () => sharedConstants });
