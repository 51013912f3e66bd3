import {
  type Field,
  FLOAT,
  type GlobalValue,
  plainValue,
  type StructType,
  type StructValue,
  typeOfValue,
  type Value,
  VariableError,
} from "@tyara/base";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** External variables and their initial values, as the fields of one structure. */
export class Globals {
  readonly type: StructType;
  private readonly fields = new Map<string, Field>();
  /** Without a prototype, for a variable may be called `__proto__`. */
  private readonly initial: Record<string, Value> = Object.create(null);

  constructor() {
    this.type = { kind: "struct", name: "globals", fields: this.fields };
  }

  get values(): StructValue {
    return { ...this.initial };
  }

  /**
   * Throws {@link VariableError} for a name that is none or taken, and for a value that has no type in rules. A whole
   * number is an integer unless `type`, or {@link Float}, says that it is a float.
   */
  define(name: string, value: GlobalValue, type?: "float"): void {
    if (!IDENTIFIER.test(name))
      throw new VariableError("invalid-identifier", `\`${name}\` is not an identifier`);
    if (this.fields.has(name))
      throw new VariableError("already-exists", `the variable \`${name}\` is already defined`);
    const own = typeOfValue(value, name);
    this.fields.set(name, { name, type: type === "float" && typeof value === "number" ? FLOAT : own });
    this.initial[name] = plainValue(value);
  }
}
