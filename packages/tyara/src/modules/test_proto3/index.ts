/** Module `test_proto3`: the scalar fields of `test_proto2`, but absent ones are zero. */
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { sharedConstants } from "../test_proto2/index.ts";
import { testProto3Schema } from "./schema.ts";

export const testProto3Module: Module = bindModule(testProto3Schema, { parse: () => sharedConstants });
