// Functions as JavaScript: statements become statements, one a line.
import binaryen from "binaryen";
import { address, Expressions } from "./expressions.mjs";
import { hasEffects, infoOf, isWide, refuse, writtenBy } from "./tree.mjs";
import { settled } from "./wide.mjs";
import { localName, sequence } from "./wide-expressions.mjs";

/** Turns of a function's loops between two calls of `rest`; a power of two. */
export const turnsARest = 64;

export class FunctionWriter extends Expressions {
  constructor(info, names) {
    const parameters = binaryen.expandType(info.params);
    super([...parameters, ...info.vars], names);
    this.info = info;
    this.parameterCount = parameters.length;
    this.lines = [];
    this.labels = new Map();
    this.loops = new Set();
  }

  write() {
    this.statement(this.info.body, "  ");
    const variables = this.types.map((_, index) => this.variables(index));
    const parameters = variables.slice(0, this.parameterCount).flat();
    const locals = variables.slice(this.parameterCount).flat();
    const temporaries = Array.from({ length: this.temporaryCount }, (_, index) => `_${index}`);
    const turns = this.loops.size > 0 ? ["turns = 0"] : [];
    const declared = [...locals.map((name) => `${name} = 0`), ...turns, ...temporaries];
    const head = declared.length === 0 ? [] : [`  let ${declared.join(", ")};`];
    const name = this.names.get(this.info.name);
    return [`function ${name}(${parameters.join(", ")}) {`, ...head, ...this.lines, "}"].join("\n");
  }

  line(indent, text) {
    this.lines.push(indent + text);
  }

  label(name) {
    let label = this.labels.get(name);
    if (label === undefined) this.labels.set(name, (label = `L${this.labels.size}`));
    return label;
  }

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
        if (this.types[info.index] === binaryen.i64) return this.setWide(info, indent);
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
        if (info.type === binaryen.i32 || info.type === binaryen.i64)
          return this.line(indent, this.returned(expression));
        return this.line(indent, `${this.call(info)};`);
      case binaryen.UnreachableId:
        return this.line(indent, `throw new RangeError("unreachable");`);
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
    if (!ifFalse) return this.line(indent, "}");
    this.line(indent, "} else {");
    this.statement(ifFalse, `${indent}  `);
    this.line(indent, "}");
  }

  loop({ name, body }, indent) {
    const label = this.label(name);
    this.loops.add(name);
    this.line(indent, `${label}: for (;;) {`);
    // Counted in a variable of the function, which costs next to nothing; see `rest` in frame.mjs.
    this.line(indent, `  if ((++turns & ${turnsARest - 1}) === 0) rest();`);
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
    return `${this.loops.has(name) ? "continue" : "break"} ${this.label(name)};`;
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

  setGlobal({ name, value }, indent) {
    const target = this.names.get(name);
    if (!isWide(value)) return this.line(indent, `${target} = ${this.value(value)};`);
    const wide = settled(this.wide(value), this.temporary);
    for (const each of [...wide.before, `${target} = ${wide.low}`, `${target}_ = ${wide.high}`])
      this.line(indent, `${each};`);
  }

  store(info, indent) {
    if (isWide(info.value)) return this.storeWide(info, indent);
    const { ptr, value } = info;
    if (!hasEffects(ptr) && !hasEffects(value))
      return this.line(indent, this.stored(info, this.value(ptr), this.value(value)));
    // Both are evaluated before the view is looked at: a call may grow the memory.
    const [at, stored] = [this.temporary(), this.temporary()];
    this.line(indent, `${at} = ${this.value(ptr)};`);
    this.line(indent, `${stored} = ${this.value(value)};`);
    this.line(indent, this.stored(info, at, stored));
  }

  stored({ offset, bytes, align }, pointer, value) {
    if (align >= bytes) return `${this.place(pointer, offset, bytes)} = ${value};`;
    return `view.setInt${8 * bytes}(${address(pointer, offset)} >>> 0, ${value}, true);`;
  }

  storeWide({ offset, bytes, align, ptr, value }, indent) {
    const written = writtenBy(value);
    const { before, low, high } = settled(this.wide(value), this.temporary);
    const pointer = this.value(ptr);
    const { id, index } = infoOf(ptr);
    const isPlain = id === binaryen.ConstId || (id === binaryen.LocalGetId && !written.has(index));
    const at = isPlain ? pointer : this.temporary();
    if (!isPlain) this.line(indent, `${at} = ${pointer};`);
    for (const each of before) this.line(indent, `${each};`);
    const half = { offset, bytes: Math.min(bytes, 4), align: Math.min(align, 4) };
    this.line(indent, this.stored(half, at, low));
    if (bytes === 8) this.line(indent, this.stored({ ...half, offset: offset + 4 }, at, high));
  }

  returned(value) {
    if (!value) return "return;";
    if (!isWide(value)) return `return ${this.value(value)};`;
    const { before, low, high } = settled(this.wide(value), this.temporary);
    return `return ${sequence([...before, `upper = ${high}`], low)};`;
  }

  drop(value, indent) {
    const { id, condition, ifTrue, ifFalse } = infoOf(value);
    // Binaryen makes this of a dropped select.
    if (id === binaryen.IfId) {
      this.line(indent, `if (${this.condition(condition)}) {`);
      this.drop(ifTrue, `${indent}  `);
      this.line(indent, "} else {");
      this.drop(ifFalse, `${indent}  `);
      return this.line(indent, "}");
    }
    if (!isWide(value)) return this.line(indent, `${this.value(value)};`);
    for (const each of this.wide(value).before) this.line(indent, `${each};`);
  }
}
