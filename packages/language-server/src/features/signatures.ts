/** How functions and types are written. */
import { type FunctionSignature, type Type, typeName } from "tyara/editor";

/** `max(a: integer, b: integer) -> integer`. */
export function signatureText(name: string, signature: FunctionSignature): string {
  return `${callText(name, signature)} -> ${typeName(signature.result)}`;
}

export function callText(name: string, { parameters }: FunctionSignature): string {
  return `${name}(${parameters.map((one) => parameterText(one.name, one.type)).join(", ")})`;
}

export function parameterText(name: string, type: Type): string {
  return `${name}: ${typeName(type)}`;
}

/** The type of a field, with what its items are. */
export function fullTypeName(type: Type): string {
  switch (type.kind) {
    case "struct":
      return type.name;
    case "array":
      return `array of ${fullTypeName(type.item)}`;
    case "map":
      return `map from ${type.key} to ${fullTypeName(type.value)}`;
    case "function":
      return "function";
    default:
      return typeName(type);
  }
}
