// Makes random WebAssembly modules that are valid by construction and end: expressions are generated for the
// type that is wanted, loops count down, and functions call only functions before them.
//
// The specification leaves the bits of NaNs open, so every float that an operation made is replaced by one
// fixed NaN where it is a NaN; then two engines must agree on every bit.
import { CodeBuilder, ModuleBuilder, Op, opcodeRows, ValueType } from "../packages/tyara/dist/wasm.js";

const { i32, i64, f32, f64, v128, funcref } = ValueType;
const typeOfLetter = { i: i32, l: i64, f: f32, d: f64, v: v128 };
const scalars = [i32, i64, f32, f64];
const types = [...scalars, i32, i64, v128];

/** A seeded generator of numbers (xorshift); the same seed gives the same module. */
export function randomOf(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (count) => next() % count;
  return { next, below, pick: (list) => list[below(list.length)], chance: (percent) => below(100) < percent };
}

const methodOf = (name) => name.replace(/[._](.)/g, (_, letter) => letter.toUpperCase());
const isFloatMade = (name) =>
  /^(f32|f64|f32x4|f64x2)\.(add|sub|mul|div|min|max|pmin|pmax|sqrt|ceil|floor|trunc|nearest|demote|promote)/.test(
    name,
  );

// Instructions of fixed types, by the type of their result.
const operations = new Map([i32, i64, f32, f64, v128, undefined].map((type) => [type, []]));
// Those that have a method of the encoder.
const encoded = new Set(Object.values(Op));
for (const [name, op, immediate, size, signature] of opcodeRows) {
  if (!encoded.has(op)) continue;
  if (signature === "*" || /^(nop|elem|table|data\.drop)/.test(name) || / ?const/.test(name)) continue;
  const [parameters, results] = signature.split(":");
  const row = { name, immediate, size, parameters: [...parameters].map((letter) => typeOfLetter[letter]) };
  operations.get(typeOfLetter[results]).push(row);
}

const interesting32 = [0, 1, -1, 2, 31, 32, 255, 65535, 0x7fffffff, -0x80000000];
const interesting64 = [
  0n,
  1n,
  -1n,
  63n,
  64n,
  0xffffffffn,
  1n << 32n,
  (1n << 63n) - 1n,
  -(1n << 63n),
  1n << 53n,
];
const interestingFloats = [
  0,
  -0,
  1,
  -1.5,
  2 ** 31,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  Infinity,
  -Infinity,
  NaN,
  1e-310,
  0.5,
  2.5,
];

class FunctionGenerator {
  constructor(random, shape, parameters, results, callable) {
    Object.assign(this, { random, shape, results, callable });
    this.code = new CodeBuilder(parameters.length);
    this.locals = parameters.map((type, index) => ({ type, index }));
    for (const type of types) this.locals.push({ type, index: this.code.local(type) });
    this.scratch = new Map([f32, f64, v128].map((type) => [type, this.code.local(type)]));
    this.labels = [];
    this.budget = 60;
    this.loops = 0;
    this.calls = 0;
  }

  generate() {
    const count = 1 + this.random.below(6);
    for (let i = 0; i < count; i++) this.statement(3);
    for (const type of this.results) this.expression(type, 4);
    return this.code;
  }

  constant(type) {
    const { random, code } = this;
    if (type === i32) code.i32Const(random.chance(60) ? random.pick(interesting32) : random.next() | 0);
    else if (type === i64) {
      const any = BigInt.asIntN(64, (BigInt(random.next()) << 32n) | BigInt(random.next()));
      code.i64Const(random.chance(60) ? random.pick(interesting64) : any);
    } else if (type === f32) code.f32Const(random.pick(interestingFloats));
    else if (type === f64)
      code.f64Const(random.chance(70) ? random.pick(interestingFloats) : random.next() / 1000);
    else
      code.v128Const(
        Uint8Array.from({ length: 16 }, () => random.pick([0, 1, 127, 128, 255, random.below(256)])),
      );
  }

  expression(type, depth) {
    const { random, code } = this;
    this.budget -= 1;
    if (depth <= 0 || this.budget <= 0) return random.chance(50) ? this.constant(type) : this.variable(type);
    const kind = random.below(100);
    if (kind < 12) this.constant(type);
    else if (kind < 30) this.variable(type);
    else if (kind < 78) this.operation(random.pick(operations.get(type)), depth);
    else if (kind < 84) this.blockOf(type, depth);
    else if (kind < 90) this.choice(type, depth);
    else if (kind < 95) this.call(type, depth);
    else {
      this.expression(type, depth - 1);
      this.expression(type, depth - 1);
      this.expression(i32, depth - 1);
      code.select();
    }
  }

  variable(type) {
    const { random, code } = this;
    if (random.chance(25)) code.globalGet(this.shape.globals.get(type));
    else code.localGet(random.pick(this.locals.filter((local) => local.type === type)).index);
  }

  address(depth) {
    this.expression(i32, depth - 1);
    // Now and then out of bounds.
    if (!this.random.chance(3)) this.code.i32Const(0xfff0).i32And();
  }

  operation(row, depth) {
    const { random, code } = this;
    const isMemory =
      row.immediate.startsWith("memory") && row.name !== "memory.size" && row.name !== "memory.grow";
    const isBulk = /^memory\.(copy|fill|init)/.test(row.name);
    row.parameters.forEach((type, index) => {
      if (isMemory && index === 0) this.address(depth);
      else if (isBulk && index === 2) code.i32Const(random.below(20));
      else if (isBulk && index === 1 && row.name === "memory.copy") this.address(depth);
      else if (isBulk && index === 1 && row.name === "memory.init") code.i32Const(random.below(12));
      else if (row.name === "memory.grow") code.i32Const(random.below(2));
      else this.expression(type, depth - 1);
    });
    code[methodOf(row.name)](...this.immediates(row));
    if (isFloatMade(row.name)) this.fixNan(row.name);
  }

  immediates({ name, immediate, size }) {
    const { random } = this;
    const offset = random.chance(70) ? random.below(16) : 0;
    if (name === "memory.size" || name === "memory.grow" || name === "memory.fill") return [];
    if (immediate === "memory") return [offset, random.below(size + 1)];
    if (immediate === "memory-lane") return [random.below(16 >> size), offset, 0];
    if (immediate === "lane") return [random.below(size)];
    if (immediate === "shuffle") return [Array.from({ length: 16 }, () => random.below(32))];
    return immediate === "memory-init" ? [0] : [];
  }

  fixNan(name) {
    const { code } = this;
    const shape = name.split(".")[0];
    const type = shape === "f32" ? f32 : shape === "f64" ? f64 : v128;
    const local = this.scratch.get(type);
    code.localTee(local);
    if (type === f32) code.f32Const(NaN).localGet(local).localGet(local).f32Eq().select();
    else if (type === f64) code.f64Const(NaN).localGet(local).localGet(local).f64Eq().select();
    else {
      code.v128Const(new Uint8Array(16)).localGet(local).localGet(local);
      (shape === "f32x4" ? code.f32x4Eq() : code.f64x2Eq()).v128Bitselect();
    }
  }

  blockOf(type, depth) {
    const { code, random } = this;
    code.block(type);
    this.labels.push({ types: [type] });
    this.statement(depth - 1);
    this.expression(type, depth - 1);
    if (random.chance(60)) {
      this.expression(i32, depth - 1);
      code.brIf(0);
    }
    this.labels.pop();
    code.end();
  }

  choice(type, depth) {
    const { code } = this;
    this.expression(i32, depth - 1);
    code.if(type);
    this.labels.push({ types: [type] });
    this.expression(type, depth - 1);
    code.else();
    this.statement(depth - 1);
    this.expression(type, depth - 1);
    this.labels.pop();
    code.end();
  }

  call(type, depth) {
    const { random, code } = this;
    const fitting = this.callable.filter(({ results }) => results.length === 1 && results[0] === type);
    if (fitting.length === 0 || this.calls >= 2 || this.loops > 0) return this.variable(type);
    this.calls += 1;
    const target = random.pick(fitting);
    for (const parameter of target.parameters) this.expression(parameter, depth - 1);
    if (random.chance(50)) return code.call(target.index);
    if (random.chance(90)) code.i32Const(target.element);
    else this.expression(i32, depth - 1);
    return code.callIndirect(target.type);
  }

  statement(depth) {
    const { random, code } = this;
    this.budget -= 1;
    if (depth <= 0 || this.budget <= 0) return;
    const kind = random.below(100);
    if (kind < 35) {
      const local = random.pick(this.locals);
      this.expression(local.type, depth);
      if (random.chance(50)) code.localSet(local.index);
      else code.localTee(local.index).globalSet(this.shape.globals.get(local.type));
    } else if (kind < 60) this.operation(random.pick(operations.get(undefined)), depth);
    else if (kind < 66) this.loop(depth);
    else if (kind < 72) this.countUp(depth);
    else if (kind < 75) this.compareWithBound(depth);
    else if (kind < 82) this.branchTable(depth);
    else if (kind < 90) this.leave(depth);
    else if (kind < 95) this.several(depth);
    else {
      const type = random.pick(types);
      this.expression(type, depth);
      code.drop();
    }
  }

  loop(depth) {
    const { random, code } = this;
    if (this.loops >= 2) return;
    const counter = code.local(i32);
    code
      .i32Const(1 + random.below(5))
      .localSet(counter)
      .loop();
    this.labels.push({ types: undefined });
    this.loops += 1;
    this.statement(depth - 1);
    this.statement(depth - 1);
    this.loops -= 1;
    this.labels.pop();
    code.localGet(counter).i32Const(1).i32Sub().localTee(counter).brIf(0).end();
  }

  // A loop that begins with a test against a bound of 32 or 64 bits, and counts on at its end; a few turns long.
  countUp(depth) {
    const { random, code } = this;
    if (this.loops >= 2) return;
    const [counter, bound, wideBound] = [code.local(i64), code.local(i32), code.local(i64)];
    const last = random.pick([0, 3, 0x7fffffff, -0x80000000, -1]);
    code.i32Const(last).localTee(bound).i64ExtendI32U().localSet(wideBound);
    code.i64Const(BigInt(last >>> 0) - BigInt(random.below(8))).localSet(counter);
    code.block().loop().localGet(counter);
    if (random.chance(50)) code.localGet(wideBound);
    else code.localGet(bound).i64ExtendI32U();
    code[random.pick(["i64GeS", "i64GtS", "i64GeU", "i64GtU"])]().brIf(1);
    this.labels.push({ types: [] }, { types: undefined });
    this.loops += 1;
    this.statement(depth - 1);
    this.loops -= 1;
    this.labels.length -= 2;
    const step = 1 + random.below(3);
    code.localGet(counter).i64Const(step).i64Add().localSet(counter).br(0).end().end();
  }

  // Compares an i64, perhaps just counted on, with a bound of 32 bits or another i64, and branches.
  compareWithBound(depth) {
    const { random, code } = this;
    const [counter, bound, wideBound] = [code.local(i64), code.local(i32), code.local(i64)];
    this.expression(i32, depth - 1);
    code.localSet(bound);
    this.expression(i64, depth - 1);
    code.localSet(wideBound);
    code.block();
    this.labels.push({ types: [] });
    const pushBound = () => {
      if (random.chance(50)) code.localGet(bound).i64ExtendI32U();
      else code.localGet(wideBound);
    };
    const isBoundFirst = random.chance(30);
    if (isBoundFirst) pushBound();
    this.expression(i64, depth - 1);
    if (random.chance(70)) {
      this.constant(i64);
      code[random.pick(["i64Add", "i64Sub"])]().localTee(counter);
    }
    if (!isBoundFirst) pushBound();
    const order = random.pick(["Lt", "Le", "Gt", "Ge"]) + random.pick(["S", "U"]);
    code[`i64${order}`]().brIf(0);
    this.statement(depth - 1);
    this.labels.pop();
    code.end();
  }

  branchTable(depth) {
    const { random, code } = this;
    const type = random.pick(types);
    const count = 1 + random.below(3);
    for (let i = 0; i <= count; i++) {
      code.block(type);
      this.labels.push({ types: [type] });
    }
    this.expression(type, depth - 1);
    this.expression(i32, depth - 1);
    if (random.chance(70)) code.i32Const(3).i32And();
    code.brTable(
      Array.from({ length: count }, () => random.below(count + 1)),
      random.below(count + 1),
    );
    for (let i = 0; i <= count; i++) {
      code.end();
      this.labels.pop();
      if (i < count) {
        code.drop();
        this.expression(type, depth - 1);
      }
    }
    code.drop();
  }

  // Leaves a block or the function if something holds, or if it does not.
  leave(depth) {
    const { random, code } = this;
    this.expression(i32, depth - 1);
    code.if();
    this.labels.push({ types: [] });
    if (random.chance(50)) {
      this.statement(depth - 1);
      code.else();
    }
    const open = this.labels.map((label, index) => ({ ...label, depth: this.labels.length - 1 - index }));
    const target = random.pick(open.filter((label) => label.types !== undefined));
    if (random.chance(20)) {
      for (const type of this.results) this.expression(type, depth - 1);
      code.return();
    } else {
      for (const type of target.types) this.expression(type, depth - 1);
      code.br(target.depth);
    }
    this.labels.pop();
    code.end();
  }

  // A block with parameters and several results.
  several(depth) {
    const { random, code } = this;
    const [given, made] = [
      [random.pick(types), random.pick(types)],
      [random.pick(types), random.pick(types), random.pick(types)],
    ];
    for (const type of given) this.expression(type, depth - 1);
    code.block(this.shape.module.type(given, made));
    this.labels.push({ types: made });
    for (const type of [...given].reverse())
      code.localSet(random.pick(this.locals.filter((local) => local.type === type)).index);
    for (const type of made) this.expression(type, depth - 1);
    this.labels.pop();
    code.end();
    for (const type of [...made].reverse())
      code.localSet(random.pick(this.locals.filter((local) => local.type === type)).index);
  }
}

/** A random module: functions `f0` …, a memory, and a global of each type as `g` and its place. */
export function generateModule(seed, functionCount = 6) {
  const random = randomOf(seed);
  const module = new ModuleBuilder();
  module.exportMemory("memory", module.addMemory({ minimum: 1, maximum: 3 }));
  const table = module.addTable({ element: funcref, minimum: functionCount + 1 });
  const globals = new Map();
  for (const type of new Set(types)) {
    const zero = { i32: 0, i64: 0, f32: 0, f64: 0, v128: new Uint8Array(16) };
    const name = Object.keys(ValueType).find((key) => ValueType[key] === type);
    const index = module.addGlobal({ type, mutable: true }, { kind: name, value: zero[name] });
    globals.set(type, index);
    if (type !== v128) module.exportGlobal(`g${index}`, index);
  }
  module.addPassiveData(Uint8Array.from({ length: 16 }, () => random.below(256)));
  const functions = [];
  for (let element = 0; element < functionCount; element++) {
    const parameters = Array.from({ length: random.below(5) }, () => random.pick(types));
    const results = Array.from({ length: random.chance(75) ? 1 : random.below(4) }, () => random.pick(types));
    const generator = new FunctionGenerator(random, { module, globals }, parameters, results, functions);
    const code = generator.generate();
    const index = module.declareFunction(parameters, results);
    module.defineFunction(index, code);
    module.exportFunction(`f${element}`, index);
    functions.push({ index, element, parameters, results, type: module.type(parameters, results) });
  }
  module.addElements(
    table,
    { kind: "i32", value: 0 },
    functions.map((f) => f.index),
  );
  return { bytes: module.finish(), functions };
}
