/** Identifiers, fields, indexes and calls: what a name stands for, and what may be done with it. */

import {
  BOOL,
  type Field,
  type FunctionSignature,
  type FunctionType,
  INTEGER,
  type StructType,
  sameType,
  typeName,
} from "@tyara/base";
import { errors, type Footer, warnings } from "../diagnostics/index.ts";
import { GLOBALS_MODULE, type Ir } from "../ir/index.ts";
import { RuleRejected, reject } from "../patterns/index.ts";
import type { CallExpr, Expr, FieldExpr, Identifier, IdentifierExpr, IndexExpr } from "../syntax/index.ts";
import { requireType } from "./boolean.ts";
import { BUILTINS_MODULE, builtinFunctions, isReader, LENGTH_FUNCTION } from "./builtins.ts";
import { bool, float, integer, string } from "./constants.ts";
import { expressionSpan } from "./expression-span.ts";
import type { RuleEntry } from "./program-builder.ts";
import { describeType, type RuleContext } from "./rule-context.ts";

/** Locals hide rules, rules hide modules, and so on outward to the built-in functions. */
export function checkIdentifier(context: RuleContext, { name, span }: IdentifierExpr): Ir {
  const local = context.local(name);
  if (local !== undefined) return { ...local.value, span };
  const rule = context.namespace.rules.get(name);
  if (rule !== undefined) return referToRule(context, rule, span);
  if (context.namespace.modules.has(name)) return referToModule(context, name, span);
  const globals = context.program.globals.type;
  const global = globals.fields.get(name);
  if (global !== undefined) {
    const object: Ir = { kind: "module", module: GLOBALS_MODULE, type: globals, span };
    return { kind: "field", object, field: name, type: global.type, span };
  }
  const builtin = builtinFunctions.fields.get(name);
  if (builtin !== undefined) {
    const object: Ir = { kind: "module", module: BUILTINS_MODULE, type: builtinFunctions, span };
    return { kind: "field", object, field: name, type: builtin.type, span };
  }
  return rejectUnknown(context, name, span);
}

function referToRule(context: RuleContext, target: RuleEntry, span: Ir["span"]): Ir {
  if (target.isGlobal) {
    const note = "a global rule holds for every rule of its namespace without being named";
    context.warn(warnings.globalRuleMisuse(span, { footers: [{ kind: "note", text: note }] }));
  }
  const node = { kind: "rule" as const, rule: target.id, type: BOOL, span };
  context.ruleReferences.push({ node, target });
  return node;
}

function referToModule(context: RuleContext, name: string, span: Ir["span"]): Ir {
  const module = context.program.modules.get(name)!;
  return { kind: "module", module: name, type: module.schema, span };
}

/** External variables that rules of public collections ask for; whoever scans them has to define these. */
const CUSTOMARY_VARIABLES: ReadonlySet<string> = new Set([
  "extension",
  "file_name",
  "file_path",
  "file_type",
  "filename",
  "filepath",
  "filetype",
  "owner",
]);

function hintsFor(name: string): readonly Footer[] {
  if (!CUSTOMARY_VARIABLES.has(name)) return [];
  const text = `\`${name}\` is an external variable of many rules: define it with \`globals\`, on the command line with \`-d ${name}=…\``;
  return [{ kind: "help", text }];
}

function rejectUnknown(context: RuleContext, name: string, span: Ir["span"]): never {
  const ignored = context.namespace.ignoredRules.get(name);
  if (ignored !== undefined) {
    context.warn(warnings.ignoredRule(span, { name: context.ruleName, module: ignored }));
    throw new RuleRejected({ kind: "ignored", module: ignored });
  }
  if (context.program.isIgnoredModule(name)) {
    const note = `rule \`${context.ruleName}\` is left out as a whole`;
    context.warn(warnings.unsupportedModule(span, { name }, { footers: [{ kind: "note", text: note }] }));
    throw new RuleRejected({ kind: "ignored", module: name });
  }
  if (!context.program.modules.has(name))
    return reject(errors.unknownIdentifier(span, { name }, { footers: hintsFor(name) }));
  const statement = `import "${name}"`;
  return reject(
    errors.unknownIdentifier(
      span,
      { name },
      {
        footers: [{ kind: "note", text: `there is a module of this name, but no \`${statement}\` above` }],
        replacements: [{ span: { start: 0, end: 0 }, text: `${statement}\n` }],
      },
    ),
  );
}

export function checkField(context: RuleContext, expr: FieldExpr): Ir {
  const object = context.check(expr.object);
  const struct = requireStruct(object, expr.object);
  const span = expressionSpan(expr);
  const field = struct.fields.get(expr.field.name);
  if (field !== undefined) return readField(context, object, field, expr.field, span);
  const method = struct.methods?.get(expr.field.name);
  if (method === undefined) return rejectField(expr.field);
  return { kind: "field", object, field: expr.field.name, type: method, span };
}

const rejectField = ({ name, span }: Identifier): never => reject(errors.unknownField(span, { name }));

/** E002 unless the value is a structure. The last name of a path is what is called wrong. */
function requireStruct(object: Ir, expr: Expr): StructType {
  if (object.type.kind === "struct") return object.type;
  const span = expr.kind === "field" ? expr.field.span : expressionSpan(expr);
  return reject(errors.wrongType(span, { expected: "a struct", actual: describeType(object.type) }));
}

function readField(context: RuleContext, object: Ir, field: Field, name: Identifier, span: Ir["span"]): Ir {
  warnOfDeprecation(context, field, name);
  for (const guard of field.guard ?? []) {
    const isMet =
      (guard.acceptIf === undefined ||
        guard.acceptIf.some((feature) => context.program.hasFeature(feature))) &&
      !guard.rejectIf?.some((feature) => context.program.hasFeature(feature));
    if (!isMet) reject(errors.custom(name.span, { title: guard.errorTitle, problem: guard.errorLabel }));
  }
  return constantOf(field, span) ?? { kind: "field", object, field: field.name, type: field.type, span };
}

function warnOfDeprecation(context: RuleContext, field: Field, { name, span }: Identifier): void {
  const { deprecation } = field;
  if (deprecation === undefined) return;
  const { text, help, replacement } = deprecation;
  context.warn(
    warnings.deprecatedField(
      span,
      { name, text },
      {
        footers: help === undefined ? [] : [{ kind: "help", text: help }],
        replacements: replacement === undefined ? [] : [{ span, text: replacement }],
      },
    ),
  );
}

function constantOf({ constant, type }: Field, span: Ir["span"]): Ir | undefined {
  switch (typeof constant) {
    case "bigint":
      return integer(constant, span);
    case "number":
      return type.kind === "float" ? float(constant, span) : integer(BigInt(constant), span);
    case "boolean":
      return bool(constant, span);
    case "string":
      return string(new TextEncoder().encode(constant), span);
    default:
      return undefined;
  }
}

export function checkIndex(context: RuleContext, expr: IndexExpr): Ir {
  const object = context.check(expr.object);
  const { type } = object;
  const span = expressionSpan(expr);
  if (type.kind === "array") {
    const index = context.check(expr.index);
    requireType(index, expr.index, ["integer"]);
    if (index.kind === "integer" && index.value < 0n)
      reject(errors.unexpectedNegativeNumber(expressionSpan(expr.index)));
    return { kind: "index", object, index, type: type.item, span };
  }
  if (type.kind === "map") {
    const index = context.check(expr.index);
    requireType(index, expr.index, [type.key]);
    return { kind: "index", object, index, type: type.value, span };
  }
  return reject(
    errors.wrongType(expressionSpan(expr.object), {
      expected: "an array or a map",
      actual: describeType(type),
    }),
  );
}

/** A function about to be called: where it is found, and the value it is a method of. */
interface Callee {
  readonly type: FunctionType;
  readonly module: string;
  readonly name: string;
  readonly receiver: Ir | undefined;
}

export function checkCall(context: RuleContext, expr: CallExpr): Ir {
  const callee = checkCallee(context, expr.callee);
  const args = expr.args.map((arg) => context.check(arg));
  const signature = callee.type.signatures.find(
    ({ parameters }) =>
      parameters.length === args.length && parameters.every(({ type }, i) => sameType(type, args[i]!.type)),
  );
  if (signature === undefined) return rejectArguments(callee.type, expr);
  return buildCall(callee, signature, args, expressionSpan(expr));
}

function checkCallee(context: RuleContext, expr: Expr): Callee {
  if (expr.kind !== "field") return calleeOf(context, context.check(expr), expressionSpan(expr));
  const object = context.check(expr.object);
  const { name, span } = expr.field;
  const { type } = object;
  if (name === "len" && (type.kind === "string" || type.kind === "array" || type.kind === "map"))
    return { type: LENGTH_FUNCTION, module: BUILTINS_MODULE, name, receiver: object };
  // Compat: strings, arrays and maps have methods, so an unknown one is E008 there, E002 elsewhere.
  if (type.kind === "string" || type.kind === "array" || type.kind === "map") return rejectField(expr.field);
  const struct = requireStruct(object, expr.object);
  const field = struct.fields.get(name);
  if (field !== undefined)
    return calleeOf(context, readField(context, object, field, expr.field, span), span);
  const method = struct.methods?.get(name);
  if (method === undefined) return rejectField(expr.field);
  return { type: method, module: context.program.moduleOf(struct), name, receiver: object };
}

function calleeOf(context: RuleContext, ir: Ir, span: Ir["span"]): Callee {
  if (ir.type.kind !== "function" || ir.kind !== "field")
    return reject(errors.wrongType(span, { expected: "a function", actual: describeType(ir.type) }));
  const struct = ir.object.type as StructType;
  const isMethod = struct.fields.get(ir.field) === undefined;
  const module = ir.object.kind === "module" ? ir.object.module : context.program.moduleOf(struct);
  return { type: ir.type, module, name: ir.field, receiver: isMethod ? ir.object : undefined };
}

function buildCall(
  { module, name, receiver }: Callee,
  signature: FunctionSignature,
  args: readonly Ir[],
  span: Ir["span"],
): Ir {
  const type = signature.result;
  if (module === BUILTINS_MODULE) {
    if (receiver !== undefined) return { kind: "length", operand: receiver, type: INTEGER, span };
    if (isReader(name)) return { kind: "read", reader: name, offset: args[0]!, type, span };
  }
  return {
    kind: "call",
    module,
    signature,
    args: receiver === undefined ? args : [receiver, ...args],
    type,
    span,
  };
}

function rejectArguments(type: FunctionType, expr: CallExpr): never {
  const forms = type.signatures.map(
    ({ parameters }) => `(${parameters.map((parameter) => typeName(parameter.type)).join(", ")})`,
  );
  const text = `accepted are:\n${forms.join("\n")}`;
  return reject(errors.wrongArguments(expr.argsSpan, { footers: [{ kind: "note", text }] }));
}

/** Whether the value is a method, which only makes sense behind its receiver. */
export function isMethod(ir: Ir): boolean {
  return (
    ir.kind === "field" && ir.type.kind === "function" && !(ir.object.type as StructType).fields.has(ir.field)
  );
}
