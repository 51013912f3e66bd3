// Binaryen's tree of a module, as the translator looks at it.
import binaryen from "binaryen";

const isUnary = /^(Clz|Ctz|Popcnt|EqZ|Wrap|ExtendS8|ExtendS16|ExtendS|ExtendU)Int(32|64)$/;
const isBinary =
  /^(Add|Sub|Mul|Div[SU]|Rem[SU]|And|Or|Xor|Shl|Shr[SU]|Rot[LR]|Eq|Ne|[LG][te][SU])Int(32|64)$/;

/** Names of operations by number, such as "AddInt32". */
const namesOfOperations = (pattern) =>
  new Map(
    Object.entries(binaryen)
      .filter(([name]) => pattern.test(name))
      .map(([name, value]) => [value, name]),
  );
const unaryNames = namesOfOperations(isUnary);
const binaryNames = namesOfOperations(isBinary);

/** What an operation is called: "AddInt32". */
export const operationOf = ({ id, op }) =>
  (id === binaryen.UnaryId ? unaryNames : binaryNames).get(op) ?? refuse(`operation ${op} of kind ${id}`);

export function refuse(what) {
  throw new Error(`the kernels hold what has no translation to JavaScript: ${what}`);
}

/** The fields of an expression; its parts are numbers. */
export function infoOf(expression) {
  const id = binaryen.getExpressionId(expression);
  // Binaryen has no fields for these two and fails.
  if (id === binaryen.NopId || id === binaryen.UnreachableId) return { id, type: binaryen.none };
  return binaryen.getExpressionInfo(expression);
}

export const isWide = (expression) => infoOf(expression).type === binaryen.i64;

/** Calls a function with the parts of an expression. */
function forEachPart(info, visit) {
  for (const name of ["value", "ptr", "left", "right", "condition", "ifTrue", "ifFalse", "delta"])
    if (info.id !== binaryen.ConstId && typeof info[name] === "number" && info[name] !== 0) visit(info[name]);
  for (const operand of info.operands ?? []) visit(operand);
}

/** The locals that evaluating an expression may change, and "effects" if it may change memory and globals. */
export function writtenBy(expression, written = new Set()) {
  const info = infoOf(expression);
  if (info.id === binaryen.LocalSetId) written.add(info.index);
  if (info.id === binaryen.CallId || info.id === binaryen.MemoryGrowId) written.add("effects");
  forEachPart(info, (part) => writtenBy(part, written));
  return written;
}

export const hasEffects = (expression) => writtenBy(expression).size > 0;
