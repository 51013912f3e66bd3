export * from "./type.ts";
export type * from "./value.ts";
