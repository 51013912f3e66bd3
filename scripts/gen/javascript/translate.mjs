// WebAssembly to JavaScript on typed arrays, for the kernels where WebAssembly is forbidden. Binaryen brings the module
// into a form in which blocks, loops and branches have no values; then statements become statements and expressions
// become expressions, in the order in which WebAssembly evaluates them. A 32-bit number is a signed one, a 64-bit number
// is two (wide.mjs). What the kernels do not use (floats, tables, signatures of several results) is refused.
import binaryen from "binaryen";
import { binary, comparison, constant, number, settled } from "./wide.mjs";

/** Passes after which no structured expression has a value. */
const passes = [
  "flatten",
  "simplify-locals-nostructure",
  "remove-unused-brs",
  "remove-unused-names",
  "merge-blocks",
  "coalesce-locals",
  "simplify-locals-nostructure",
  "vacuum",
  "reorder-locals",
  "remove-unused-names",
];

const { i32, i64, none, unreachable } = binaryen;
const typeNames = new Map([
  [i32, "i32"],
  [i64, "i64"],
]);

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

const operationOf = ({ id, op }) =>
  (id === binaryen.UnaryId ? unaryNames : binaryNames).get(op) ?? refuse(`operation ${op} of kind ${id}`);

const comparisonOperators = {
  Eq: "===",
  Ne: "!==",
  LtS: "<",
  LeS: "<=",
  GtS: ">",
  GeS: ">=",
  LtU: "<",
  LeU: "<=",
  GtU: ">",
  GeU: ">=",
};
const wholeOperators = { And: "&", Or: "|", Xor: "^", Shl: "<<", ShrS: ">>" };

/**
 * The functions of a module as JavaScript, and what it exports:
 * { functions, globals, exports: [{ name, params, results }] }.
 */
export function translate(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(binaryen.Features.All);
  module.runPasses(passes);
  if (!module.validate()) throw new Error("the passes broke the module");
  const exported = exportsOf(module);
  const names = namesOf(module, exported);
  const functions = [];
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(i));
    functions.push(new FunctionWriter(info, names).write());
  }
  const result = { functions, globals: globalsOf(module, names), exports: exported };
  module.dispose();
  return result;
}

function exportsOf(module) {
  const found = [];
  for (let i = 0; i < module.getNumExports(); i++) {
    const { name, value, kind } = binaryen.getExportInfo(module.getExportByIndex(i));
    if (kind !== binaryen.ExternalFunction) continue;
    const { params, results } = binaryen.getFunctionInfo(module.getFunction(value));
    found.push({ name, target: value, params: typesOf(params), results: typesOf(results) });
  }
  return found;
}

const typesOf = (type) => binaryen.expandType(type).map((one) => typeNames.get(one) ?? refuse(`type ${one}`));

/** Names by what the module calls functions and globals: the last part of the name in the sources, exported functions the exported one. */
function namesOf(module, exported) {
  const names = new Map(exported.map(({ name, target }) => [target, name]));
  const taken = new Set([...names.values(), ...reserved]);
  const give = (name, prefix) => {
    if (names.has(name)) return;
    const base = prefix + name.replace(/.*[/~]/, "").replace(/\W/g, "_");
    let unique = base;
    for (let n = 2; taken.has(unique); n++) unique = `${base}${n}`;
    taken.add(unique);
    names.set(name, unique);
  };
  for (let i = 0; i < module.getNumFunctions(); i++)
    give(binaryen.getFunctionInfo(module.getFunctionByIndex(i)).name, "");
  for (let i = 0; i < module.getNumGlobals(); i++)
    give(binaryen.getGlobalInfo(module.getGlobalByIndex(i)).name, "$");
  return names;
}

/** Names of the frame that the functions stand in (frame.mjs). */
const reserved =
  "memory bytes signedBytes halves signedHalves words view upper attach pages grow fill copy rotate trailingZeros".split(
    " ",
  );

/** Variables of the globals with their first values. */
function globalsOf(module, names) {
  const found = [];
  for (let i = 0; i < module.getNumGlobals(); i++) {
    const info = binaryen.getGlobalInfo(module.getGlobalByIndex(i));
    const name = names.get(info.name);
    const { value } = binaryen.getExpressionInfo(info.init);
    const { low, high } = constant(BigInt(value));
    found.push([name, low]);
    if (info.type === i64) found.push([`${name}_`, high]);
  }
  return found;
}

function refuse(what) {
  throw new Error(`the kernels hold what has no translation to JavaScript: ${what}`);
}

const infoOf = (expression) => binaryen.getExpressionInfo(expression);

/** Names of local variables by index: single letters, then letters with a number. */
function localName(index) {
  return String.fromCharCode(97 + (index % 26)) + (index < 26 ? "" : Math.floor(index / 26));
}

/** Writes one function. */
class FunctionWriter {
  constructor(info, names) {
    this.info = info;
    this.names = names;
    this.params = binaryen.expandType(info.params);
    this.types = [...this.params, ...info.vars];
    this.lines = [];
    this.temporaries = 0;
    this.labels = new Map();
  }

  write() {
    this.statement(this.info.body, "  ");
    const variables = this.types.map((_, index) => this.variables(index));
    const parameters = variables.slice(0, this.params.length).flat();
    const locals = variables.slice(this.params.length).flat();
    const temporaries = Array.from({ length: this.temporaries }, (_, index) => `_${index}`);
    const declared = [...locals.map((name) => `${name} = 0`), ...temporaries];
    const head = declared.length === 0 ? [] : [`  let ${declared.join(", ")};`];
    const name = this.names.get(this.info.name);
    return [`function ${name}(${parameters.join(", ")}) {`, ...head, ...this.lines, "}"].join("\n");
  }

  variables(index) {
    const name = localName(index);
    return this.types[index] === i64 ? [name, `${name}_`] : [name];
  }

  temporary = () => `_${this.temporaries++}`;

  line(indent, text) {
    this.lines.push(indent + text);
  }

  label(name) {
    let label = this.labels.get(name);
    if (label === undefined) this.labels.set(name, (label = `L${this.labels.size}`));
    return label;
  }

  // ---- statements

  statement(expression, indent) {
    const info = infoOf(expression);
    switch (info.id) {
      case binaryen.BlockId:
        return this.block(info, indent);
      case binaryen.IfId:
        return this.branches(info, indent);
      case binaryen.LoopId:
        return this.loop(info, indent);
      case binaryen.BreakId:
        return this.jump(info, indent);
      case binaryen.SwitchId:
        return this.choose(info, indent);
      case binaryen.LocalSetId:
        if (info.isTee) return this.line(indent, this.returned(expression));
        if (this.types[info.index] === i64) return this.setWide(info, indent);
        return this.line(indent, `${localName(info.index)} = ${this.value(info.value)};`);
      case binaryen.GlobalSetId:
        return this.setGlobal(info, indent);
      case binaryen.StoreId:
        return this.store(info, indent);
      case binaryen.ReturnId:
        return this.line(indent, this.returned(info.value));
      case binaryen.DropId:
        return this.drop(info.value, indent);
      case binaryen.MemoryFillId:
        return this.line(indent, `fill(${this.values(info.dest, info.value, info.size)});`);
      case binaryen.MemoryCopyId:
        return this.line(indent, `copy(${this.values(info.dest, info.source, info.size)});`);
      case binaryen.CallId:
        if (info.type !== none && info.type !== unreachable)
          return this.line(indent, this.returned(expression));
        return this.line(indent, `${this.call(info)};`);
      case binaryen.UnreachableId:
        return this.line(indent, `throw new Error("unreachable");`);
      case binaryen.NopId:
        return undefined;
      default:
        // A value at the end of the body is what the function returns.
        return this.line(indent, this.returned(expression));
    }
  }

  block({ name, children }, indent) {
    if (name) this.line(indent, `${this.label(name)}: {`);
    for (const child of children) this.statement(child, name ? `${indent}  ` : indent);
    if (name) this.line(indent, "}");
  }

  branches({ condition, ifTrue, ifFalse }, indent) {
    this.line(indent, `if (${this.condition(condition)}) {`);
    this.statement(ifTrue, `${indent}  `);
    if (ifFalse) {
      this.line(indent, "} else {");
      this.statement(ifFalse, `${indent}  `);
    }
    this.line(indent, "}");
  }

  loop({ name, body }, indent) {
    const label = this.label(name);
    this.loops ??= new Set();
    this.loops.add(name);
    this.line(indent, `${label}: for (;;) {`);
    this.statement(body, `${indent}  `);
    this.line(indent, `  break;`);
    this.line(indent, "}");
  }

  jump({ name, condition, value }, indent) {
    if (value) refuse("a branch with a value");
    const jump = this.jumpTo(name);
    this.line(indent, condition ? `if (${this.condition(condition)}) ${jump}` : jump);
  }

  jumpTo(name) {
    return `${this.loops?.has(name) ? "continue" : "break"} ${this.label(name)};`;
  }

  choose({ names, defaultName, condition }, indent) {
    this.line(indent, `switch (${this.value(condition)}) {`);
    for (const [index, name] of names.entries()) this.line(indent, `  case ${index}: ${this.jumpTo(name)}`);
    this.line(indent, `  default: ${this.jumpTo(defaultName)}`);
    this.line(indent, "}");
  }

  setWide({ index, value }, indent) {
    const wide = this.wide(value);
    for (const each of [...wide.before, ...this.assignWide(index, wide)]) this.line(indent, `${each};`);
  }

  /** Assignments of both halves; the second may not read what the first wrote. */
  assignWide(index, { low, high, reads }) {
    const [first, second] = this.variables(index);
    if (!reads.has(index)) return [`${first} = ${low}`, `${second} = ${high}`];
    const kept = this.temporary();
    return [`${kept} = ${low}`, `${second} = ${high}`, `${first} = ${kept}`];
  }

  setGlobal({ name, value }, indent) {
    const target = this.names.get(name);
    if (infoOf(value).type !== i64) return this.line(indent, `${target} = ${this.value(value)};`);
    const wide = settled(this.wide(value), this.temporary);
    for (const each of [...wide.before, `${target} = ${wide.low}`, `${target}_ = ${wide.high}`])
      this.line(indent, `${each};`);
  }

  store({ offset, bytes, align, ptr, value }, indent) {
    const isWide = infoOf(value).type === i64;
    if (!isWide) {
      if (bytes === 4 && align < 4) refuse("a store at any address");
      const [before, pointer] = this.pointer(ptr);
      for (const each of before) this.line(indent, `${each};`);
      // Evaluated before the view is looked at: a call may grow the memory.
      let stored = this.value(value);
      if (hasEffects(value)) {
        stored = this.temporary();
        const kept = this.temporary();
        this.line(indent, `${kept} = ${pointer};`);
        this.line(indent, `${stored} = ${this.value(value)};`);
        return this.line(indent, `${this.place(kept, offset, bytes)} = ${stored};`);
      }
      return this.line(indent, `${this.place(pointer, offset, bytes)} = ${stored};`);
    }
    const written = writtenBy(value);
    const { before, low, high } = settled(this.wide(value), this.temporary);
    const pointer = this.value(ptr);
    const { id, index } = infoOf(ptr);
    const isPlain = id === binaryen.ConstId || (id === binaryen.LocalGetId && !written.has(index));
    const address = isPlain ? pointer : this.temporary();
    if (!isPlain) this.line(indent, `${address} = ${pointer};`);
    for (const each of before) this.line(indent, `${each};`);
    this.line(indent, `${this.place(address, offset, Math.min(bytes, 4))} = ${low};`);
    if (bytes === 8) this.line(indent, `${this.place(address, offset + 4, 4)} = ${high};`);
  }

  returned(value) {
    if (!value) return "return;";
    if (infoOf(value).type !== i64) return `return ${this.value(value)};`;
    const { before, low, high } = settled(this.wide(value), this.temporary);
    return `return ${sequence([...before, `upper = ${high}`], low)};`;
  }

  drop(value, indent) {
    if (infoOf(value).type !== i64) return this.line(indent, `${this.value(value)};`);
    for (const each of this.wide(value).before) this.line(indent, `${each};`);
  }

  // ---- expressions

  values(...expressions) {
    return expressions.map((one) => this.value(one)).join(", ");
  }

  /** An expression for a 32-bit value. */
  value(expression) {
    const info = infoOf(expression);
    switch (info.id) {
      case binaryen.ConstId:
        return number(info.value);
      case binaryen.LocalGetId:
        return localName(info.index);
      case binaryen.GlobalGetId:
        return this.names.get(info.name);
      case binaryen.LocalSetId:
        return `(${localName(info.index)} = ${this.value(info.value)})`;
      case binaryen.LoadId: {
        const [before, pointer] = this.pointer(info.ptr);
        return sequence(before, this.load(info, pointer));
      }
      case binaryen.CallId:
        return this.call(info);
      case binaryen.SelectId:
        return this.select(info);
      case binaryen.MemorySizeId:
        return "pages()";
      case binaryen.MemoryGrowId:
        return `grow(${this.value(info.delta)})`;
      case binaryen.UnaryId:
        return this.unary(info);
      case binaryen.BinaryId:
        return this.binary(info);
      default:
        return refuse(`expression ${info.id}`);
    }
  }

  /** An expression for a condition. */
  condition(expression) {
    const info = infoOf(expression);
    if (info.id === binaryen.UnaryId || info.id === binaryen.BinaryId) {
      const test = this.test(info);
      if (test !== undefined) return test;
    }
    return this.value(expression);
  }

  /** A comparison as a JavaScript condition; undefined for other operations. */
  test(info) {
    const name = operationOf(info);
    const isWide = name.endsWith("64");
    const operation = name.slice(0, -5);
    if (operation === "EqZ") {
      if (!isWide) return `!(${this.condition(info.value)})`;
      const { before, low, high } = this.wide(info.value);
      return sequence(before, `${comparison.Eq({ low, high }, constant(0n))}`);
    }
    if (!(operation in comparisonOperators)) return undefined;
    if (isWide) {
      const [left, right] = this.pair(info);
      const [a, b] = /^(Eq|Ne)$/.test(operation)
        ? [left, right]
        : [settled(left, this.temporary), settled(right, this.temporary)];
      // What the left one put into variables, the right one's preparation cannot change.
      return sequence([...a.before, ...b.before], comparison[operation](a, b));
    }
    const suffix = operation.endsWith("U") ? " >>> 0" : "";
    return `${this.value(info.left)}${suffix} ${comparisonOperators[operation]} ${this.value(info.right)}${suffix}`;
  }

  unary(info) {
    const test = this.test(info);
    if (test !== undefined) return `(${test} ? 1 : 0)`;
    const name = operationOf(info);
    switch (name) {
      case "WrapInt64": {
        const { before, low } = this.wide(info.value);
        return sequence(before, low);
      }
      case "ClzInt32":
        return `Math.clz32(${this.value(info.value)})`;
      case "CtzInt32":
        return `trailingZeros(${this.value(info.value)})`;
      case "PopcntInt32":
        return `countBits(${this.value(info.value)})`;
      case "ExtendS8Int32":
        return `(${this.value(info.value)} << 24 >> 24)`;
      case "ExtendS16Int32":
        return `(${this.value(info.value)} << 16 >> 16)`;
      default:
        return refuse(name);
    }
  }

  binary(info) {
    const test = this.test(info);
    if (test !== undefined) return `(${test} ? 1 : 0)`;
    const name = operationOf(info);
    const operation = name.slice(0, -5);
    const [left, right] = [this.value(info.left), this.value(info.right)];
    if (operation in wholeOperators) return `(${left} ${wholeOperators[operation]} ${right})`;
    switch (operation) {
      case "Add":
        return `(${left} + ${right} | 0)`;
      case "Sub":
        return `(${left} - ${right} | 0)`;
      case "Mul":
        return `Math.imul(${left}, ${right})`;
      case "ShrU":
        return `(${left} >>> ${right} | 0)`;
      case "DivU":
        return `((${left} >>> 0) / (${right} >>> 0) | 0)`;
      case "RemU":
        return `((${left} >>> 0) % (${right} >>> 0) | 0)`;
      case "RotL":
        return `rotate(${left}, ${right})`;
      default:
        return refuse(name);
    }
  }

  select({ ifTrue, ifFalse, condition }) {
    if ([ifTrue, ifFalse, condition].every((one) => !hasEffects(one)))
      return `(${this.condition(condition)} ? ${this.value(ifTrue)} : ${this.value(ifFalse)})`;
    const [a, b] = [this.temporary(), this.temporary()];
    const before = [`${a} = ${this.value(ifTrue)}`, `${b} = ${this.value(ifFalse)}`];
    return sequence(before, `${this.condition(condition)} ? ${a} : ${b}`);
  }

  /** An address, and what is to be evaluated before a view of the memory is looked at: a call may grow the memory. */
  pointer(expression) {
    const text = this.value(expression);
    if (!writtenBy(expression).has("effects")) return [[], text];
    const name = this.temporary();
    return [[`${name} = ${text}`], name];
  }

  load({ bytes, align, isSigned, offset }, pointer) {
    if (bytes > 1 && align < bytes) {
      const read = bytes === 2 ? (isSigned ? "getInt16" : "getUint16") : "getInt32";
      return `view.${read}(${address(pointer, offset)}, true)`;
    }
    return this.place(pointer, offset, bytes, isSigned);
  }

  place(pointer, offset, bytes, isSigned = false) {
    const at = address(pointer, offset);
    if (bytes === 4) return `words[${at} >>> 2]`;
    if (bytes === 2) return `${isSigned ? "signedHalves" : "halves"}[${at} >>> 1]`;
    return `${isSigned ? "signedBytes" : "bytes"}[${at} >>> 0]`;
  }

  call({ target, operands }) {
    const parts = operands.map((one) => (infoOf(one).type === i64 ? this.wide(one) : this.value(one)));
    if (parts.every((part) => typeof part === "string" || part.before.length === 0)) {
      const values = parts.flatMap((part) => (typeof part === "string" ? [part] : [part.low, part.high]));
      return `${this.names.get(target)}(${values.join(", ")})`;
    }
    // Something must be evaluated between the arguments: all of them go through variables.
    const before = [];
    const values = parts.flatMap((part) => {
      const halves = typeof part === "string" ? [part] : [part.low, part.high];
      if (typeof part !== "string") before.push(...part.before);
      return halves.map((half) => {
        const name = this.temporary();
        before.push(`${name} = ${half}`);
        return name;
      });
    });
    return sequence(before, `${this.names.get(target)}(${values.join(", ")})`);
  }

  // ---- 64-bit expressions

  wide(expression) {
    const info = infoOf(expression);
    switch (info.id) {
      case binaryen.ConstId:
        return constant(info.value);
      case binaryen.LocalGetId:
        return this.wideLocal(info.index);
      case binaryen.LocalSetId: {
        const value = this.wide(info.value);
        const before = [...value.before, ...this.assignWide(info.index, value)];
        return { ...this.wideLocal(info.index), before };
      }
      case binaryen.GlobalGetId: {
        const name = this.names.get(info.name);
        return { before: [], low: name, high: `${name}_`, reads: new Set(["effects"]) };
      }
      case binaryen.LoadId:
        return this.wideLoad(info);
      case binaryen.CallId: {
        const [low, high] = [this.temporary(), this.temporary()];
        return { before: [`${low} = ${this.call(info)}`, `${high} = upper`], low, high, reads: new Set() };
      }
      case binaryen.SelectId:
        return this.wideSelect(info);
      case binaryen.UnaryId:
        return this.wideUnary(info);
      case binaryen.BinaryId: {
        const name = operationOf(info);
        const write = binary[name.slice(0, -5)] ?? refuse(name);
        return write(...this.pair(info), this.temporary);
      }
      default:
        return refuse(`64-bit expression ${info.id}`);
    }
  }

  wideLocal(index) {
    const [low, high] = this.variables(index);
    return { before: [], low, high, reads: new Set([index]) };
  }

  /** Both operands of an operation; the left one in variables where evaluating the right one could change it. */
  pair({ left, right }) {
    const a = this.wide(left);
    const writes = writtenBy(right);
    const isSafe = [...a.reads].every((one) => !writes.has(one));
    return [isSafe ? a : this.held(a), this.wide(right)];
  }

  /** The value in variables of its own. */
  held({ before, low, high }) {
    const [first, second] = [this.temporary(), this.temporary()];
    return {
      before: [...before, `${first} = ${low}`, `${second} = ${high}`],
      low: first,
      high: second,
      reads: new Set(),
    };
  }

  wideLoad(info) {
    const { bytes, isSigned, offset, align, ptr } = info;
    const pointer = this.value(ptr);
    const isPlain = /^\w+$/.test(pointer) && infoOf(ptr).id !== binaryen.GlobalGetId;
    const at = isPlain ? pointer : this.temporary();
    const before = isPlain ? [] : [`${at} = ${pointer}`];
    const reads = new Set([
      "effects",
      ...(infoOf(ptr).id === binaryen.LocalGetId ? [infoOf(ptr).index] : []),
    ]);
    if (bytes === 8) {
      const half = (offset) => this.load({ bytes: 4, align: Math.min(align, 4), offset }, at);
      return { before, low: half(offset), high: half(offset + 4), reads };
    }
    const low = this.load({ bytes, align, isSigned, offset }, at);
    if (!isSigned) return { before, low, high: "0", reads };
    const kept = this.temporary();
    return { before: [...before, `${kept} = ${low}`], low: kept, high: `(${kept} >> 31)`, reads: new Set() };
  }

  wideSelect({ ifTrue, ifFalse, condition }) {
    const chosen = this.temporary();
    const a = this.held(this.wide(ifTrue));
    const b = this.held(this.wide(ifFalse));
    const before = [...a.before, ...b.before, `${chosen} = ${this.condition(condition)}`];
    const half = (name) => `(${chosen} ? ${a[name]} : ${b[name]})`;
    return { before, low: half("low"), high: half("high"), reads: new Set() };
  }

  wideUnary(info) {
    const name = operationOf(info);
    if (name === "ExtendUInt32" || name === "ExtendSInt32") return this.extended(info);
    const { before, low, high } = settled(this.wide(info.value), this.temporary);
    const result = this.temporary();
    const helper = { CtzInt64: "trailingZeros64", ClzInt64: "leadingZeros64", PopcntInt64: "countBits64" }[
      name
    ];
    if (helper === undefined) return refuse(name);
    return {
      before: [...before, `${result} = ${helper}(${low}, ${high})`],
      low: result,
      high: "0",
      reads: new Set(),
    };
  }

  extended(info) {
    const value = infoOf(info.value);
    const isSigned = info.op === binaryen.ExtendSInt32;
    const isLocal = value.id === binaryen.LocalGetId;
    const low = isLocal || value.id === binaryen.ConstId ? this.value(info.value) : this.temporary();
    const before = /^_\d+$/.test(low) ? [`${low} = ${this.value(info.value)}`] : [];
    const reads = new Set(isLocal ? [value.index] : []);
    return { before, low, high: isSigned ? `(${low} >> 31)` : "0", reads };
  }
}

/** Expressions in order, the last of which is the value. */
function sequence(before, value) {
  return before.length === 0 ? value : `(${before.join(", ")}, ${value})`;
}

function address(pointer, offset) {
  if (/^-?\d+$/.test(pointer)) return `${Number(pointer) + offset}`;
  return offset === 0 ? pointer : `(${pointer} + ${offset})`;
}

/** Calls a function with the parts of an expression. */
function forEachPart(info, visit) {
  for (const name of ["value", "ptr", "left", "right", "condition", "ifTrue", "ifFalse", "delta"])
    if (info.id !== binaryen.ConstId && typeof info[name] === "number" && info[name] !== 0) visit(info[name]);
  for (const operand of info.operands ?? []) visit(operand);
}

/** The locals that evaluating an expression may change, and "effects" if it may change memory and globals. */
function writtenBy(expression, written = new Set()) {
  const info = infoOf(expression);
  if (info.id === binaryen.LocalSetId) written.add(info.index);
  if (info.id === binaryen.CallId || info.id === binaryen.MemoryGrowId) written.add("effects");
  forEachPart(info, (part) => writtenBy(part, written));
  return written;
}

const hasEffects = (expression) => writtenBy(expression).size > 0;
