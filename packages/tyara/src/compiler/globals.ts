import {
  type Field,
  type StructType,
  type StructValue,
  typeOfValue,
  type Value,
  VariableError,
} from "../types/index.ts";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** External variables and their initial values, as the fields of one structure. */
export class Globals {
  readonly type: StructType;
  private readonly fields = new Map<string, Field>();
  private readonly initial: Record<string, Value> = {};

  constructor() {
    this.type = { kind: "struct", name: "globals", fields: this.fields };
  }

  get values(): StructValue {
    return { ...this.initial };
  }

  /** Throws {@link VariableError} for a name that is none or taken, and for a value that has no type in rules. */
  define(name: string, value: Value): void {
    if (!IDENTIFIER.test(name))
      throw new VariableError("invalid-identifier", `\`${name}\` is not an identifier`);
    if (this.fields.has(name))
      throw new VariableError("already-exists", `the variable \`${name}\` is already defined`);
    this.fields.set(name, { name, type: typeOfValue(value, name) });
    this.initial[name] = value;
  }
}
