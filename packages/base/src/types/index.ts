export { isSameShape, typeOfValue, VariableError, type VariableProblem } from "./external-value.ts";
export * from "./type.ts";
export type * from "./value.ts";
