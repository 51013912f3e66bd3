/**
 * Which expressions can be undefined. The analysis errs on the safe side: "cannot" is certain, so that code without
 * branches for the undefined value is emitted only where it is right.
 */
import { type Anchor, GLOBALS_MODULE, type Ir, type IrOf, type Quantifier, type VariableId } from "./ir.ts";

export class UndefinedAnalysis {
  readonly #known = new Map<Ir, boolean>();
  readonly #variables = new Map<VariableId, boolean>();

  /** Tells how a variable was declared; before its uses are asked for. */
  declare(variable: VariableId, canBeUndefined: boolean): void {
    this.#variables.set(variable, canBeUndefined);
  }

  /** Whether this expression, in the place where it stands, may be undefined. */
  of(ir: Ir): boolean {
    let answer = this.#known.get(ir);
    if (answer === undefined) {
      answer = this.#analyse(ir);
      this.#known.set(ir, answer);
    }
    return answer;
  }

  #analyse(ir: Ir): boolean {
    switch (ir.kind) {
      case "integer":
      case "float":
      case "bool":
      case "string":
      case "regexp":
      case "rule":
      case "module":
      case "defined":
      case "and":
      case "or":
        return false;
      case "filesize":
      case "read":
      case "index":
      case "pattern-offset":
      case "pattern-length":
        return true;
      case "variable":
        return this.#variables.get(ir.variable) ?? true;
      case "field":
        return this.#field(ir);
      case "call":
        return ir.signature.canBeUndefined || ir.args.some((arg) => this.of(arg));
      case "not":
      case "negate":
      case "complement":
      case "convert":
      case "length":
      case "matches":
      case "one-of":
        return this.of(ir.operand);
      case "arithmetic":
        return canDivideByZero(ir) || ir.operands.some((operand) => this.of(operand));
      case "bitwise":
      case "compare":
      case "string-test":
        return this.of(ir.left) || this.of(ir.right);
      case "pattern-match":
        return ir.anchor !== undefined && this.#anchor(ir.anchor);
      case "pattern-count":
        return ir.range !== undefined && (this.of(ir.range.lower) || this.of(ir.range.upper));
      case "of-patterns":
      case "for-of":
        return this.#quantifier(ir.quantifier);
      case "of-tuple":
        return this.#quantifier(ir.quantifier) || ir.items.some((item) => this.of(item));
      case "for-in":
        return (
          this.#quantifier(ir.quantifier) ||
          (ir.iterable.kind === "collection" && this.of(ir.iterable.collection))
        );
      case "shared":
        return this.of(ir.value);
      case "with":
        for (const { variable, value } of ir.declarations) this.declare(variable.id, this.of(value));
        return this.of(ir.body);
    }
  }

  /** Arrays, maps and structures are there even when a module gave none: empty, or with absent fields. */
  #field(ir: IrOf<"field">): boolean {
    const { object, type } = ir;
    if (this.of(object)) return true;
    if (type.kind === "array" || type.kind === "map" || type.kind === "struct") return false;
    if (isGlobal(object)) return false;
    return object.type.kind !== "struct" || object.type.fields.get(ir.field)?.absent !== "zero";
  }

  #anchor(anchor: Anchor): boolean {
    if (anchor.kind === "at") return this.of(anchor.offset);
    return this.of(anchor.range.lower) || this.of(anchor.range.upper);
  }

  #quantifier(quantifier: Quantifier): boolean {
    return "value" in quantifier && this.of(quantifier.value);
  }
}

/** Whether every path to a value leads through external variables, which are always given in full. */
function isGlobal(ir: Ir): boolean {
  if (ir.kind === "module") return ir.module === GLOBALS_MODULE;
  return ir.kind === "field" && isGlobal(ir.object);
}

function canDivideByZero(ir: IrOf<"arithmetic">): boolean {
  if (ir.type.kind !== "integer" || (ir.operator !== "divide" && ir.operator !== "modulo")) return false;
  return ir.operands.slice(1).some((operand) => operand.kind !== "integer" || operand.value === 0n);
}
