export { type BuiltTables, buildTables, type TableOptions } from "./build-tables.ts";
export { describePattern } from "./describe.ts";
