// The runtime layer against the host's bare WebAssembly: calls, callbacks, instantiation, the interpreter, and
// what interruption costs and how exactly it stops.
import {
  Engine,
  HostBackend,
  InterpreterBackend,
  Linker,
  Memory,
  Module,
  Store,
} from "../packages/tyara/dist/runtime.js";
import { CodeBuilder, ModuleBuilder, ValueType } from "../packages/tyara/dist/wasm.js";

export const description = "The WebAssembly runtime layer against the host's bare WebAssembly";

const { i32, i64 } = ValueType;

/** Guests of the benchmark: each export is one figure. */
function guests() {
  const module = new ModuleBuilder();
  module.importMemory("env", "memory", { minimum: 16 });
  const callback = module.importFunction("env", "callback", [i32, i32], [i32]);
  const wide = module.importFunction("env", "wide", [i64, i32], [i64]);
  const add = (name, parameters, results, write) =>
    module.exportFunction(
      name,
      module.addFunction(parameters, results, (code) => write(code, parameters.length)),
    );
  const countDown = (code, body) => {
    code.loop();
    body();
    code.localGet(0).i32Const(1).i32Sub().localTee(0).brIf(0).end();
  };
  add("add", [i32, i32], [i32], (code) => code.localGet(0).localGet(1).i32Add());
  add("callbacks", [i32], [i32], (code) => {
    const value = code.local(i32);
    countDown(code, () => code.localGet(0).localGet(value).call(callback).localSet(value));
    code.localGet(value);
  });
  add("wideCallbacks", [i32], [i64], (code) => {
    const value = code.local(i64);
    countDown(code, () => code.localGet(value).localGet(0).call(wide).localSet(value));
    code.localGet(value);
  });
  add("sumBytes", [i32], [i32], (code) => {
    const sum = code.local(i32);
    countDown(code, () =>
      code
        .localGet(sum)
        .localGet(0)
        .i32Const(0xffff)
        .i32And()
        .i32Load8U()
        .i32Add()
        .localGet(0)
        .i32Xor()
        .localSet(sum),
    );
    code.localGet(sum);
  });
  add("count", [i32], [i32], (code) => {
    countDown(code, () => undefined);
    code.localGet(0);
  });
  addCondition(add);
  addFibonacci(module);
  add("endless", [], [], (code) => code.loop().br(0).end());
  return module.finish();
}

// As `for all i in (0..n) : (uint8(i) >= 0)` compiles: 64-bit bounds, an undefined read, a counter.
function addCondition(add) {
  add("condition", [i32], [i64], (code) => {
    const [at, hits] = [code.local(i64), code.local(i64)];
    code.block().loop().localGet(at).localGet(0).i64ExtendI32U().i64GeS().brIf(1).block(i64);
    code.localGet(at).i64Const(0x100000).i64LtU().if(i64).localGet(at).i32WrapI64().i64Load8U();
    code.else().i64Const(0).br(1).end().end().i64Const(0).i64GeS();
    code.if().localGet(hits).i64Const(1).i64Add().localSet(hits).end();
    code.localGet(at).i64Const(1).i64Add().localSet(at).br(0).end().end().localGet(hits);
  });
}

function addFibonacci(module) {
  const index = module.declareFunction([i32], [i32]);
  const code = new CodeBuilder(1);
  code.localGet(0).i32Const(2).i32LtS().if(i32).localGet(0).else();
  code
    .localGet(0)
    .i32Const(1)
    .i32Sub()
    .call(index)
    .localGet(0)
    .i32Const(2)
    .i32Sub()
    .call(index)
    .i32Add()
    .end();
  module.defineFunction(index, code);
  module.exportFunction("fibonacci", index);
}

/**
 * Milliseconds of processor time that `work` takes: the least of several rounds, each long enough for the clock.
 * Processor time, because machines that measure are rarely idle.
 */
function best(work, rounds = 9) {
  let repeats = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; ) {
    const start = process.cpuUsage();
    for (let i = 0; i < repeats; i++) work();
    const { user, system } = process.cpuUsage(start);
    const milliseconds = (user + system) / 1000;
    if (milliseconds < 10) repeats *= 4;
    else {
      least = Math.min(least, milliseconds / repeats);
      round += 1;
    }
  }
  return least;
}

const bytes = guests();
const addUp = (a, b) => (a + b) | 0;

function instanceOn(config) {
  const engine = new Engine(config);
  const store = new Store(engine, undefined);
  const linker = new Linker(engine).define(store, "env", "memory", Memory.create(store, { minimum: 16 }));
  linker.funcWrap("env", "callback", ["i32", "i32"], ["i32"], (_caller, a, b) => addUp(a, b));
  linker.funcNewUnchecked("env", "wide", { params: ["i64", "i32"], results: ["i64"] }, (_caller, slots) => {
    slots.setI64Parts(0, addUp(slots.i64Low(0), slots.i32(1)), slots.i64High(0));
  });
  return { store, instance: linker.instantiate(store, Module.fromBinary(engine, bytes)) };
}

const bareImports = () => ({
  env: {
    memory: new WebAssembly.Memory({ initial: 16 }),
    callback: addUp,
    wide: (a, b) => BigInt.asIntN(64, a + BigInt(b)),
  },
});

const row = (figure, ours, theirs, against) => ({
  figure,
  ours,
  against: `${against}: ${theirs}`,
  ratio: Number((ours / theirs).toFixed(2)),
});
const round = (value) => Number(value.toPrecision(3));

function calls(host, bare) {
  const count = 2_000_000;
  // A loop for each, so that neither call site sees two functions.
  const typedLoop = () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = typed(sum, i);
    return sum;
  };
  const bareAdd = bare.add;
  const bareLoop = () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = bareAdd(sum, i);
    return sum;
  };
  const perCall = (milliseconds) => round((milliseconds * 1e6) / count);
  const typed = host.instance.getTypedFunc("add", ["i32", "i32"], ["i32"]);
  const callbacks = host.instance.getTypedFunc("callbacks", ["i32"], ["i32"]);
  const wide = host.instance.getTypedFunc("wideCallbacks", ["i32"], ["i64"]);
  const bareCallbacks = perCall(best(() => bare.callbacks(count)));
  return [
    row("typed call, ns", perCall(best(typedLoop)), perCall(best(bareLoop)), "bare export"),
    row("typed callback, ns", perCall(best(() => callbacks(count))), bareCallbacks, "bare import"),
    row(
      "callback with an i64 in raw slots, ns",
      perCall(best(() => wide(count))),
      perCall(best(() => bare.wideCallbacks(count))),
      "bare import with a bigint",
    ),
  ];
}

function instantiation() {
  const once = () =>
    instanceOn({ backend: new HostBackend() }).instance.getTypedFunc("add", ["i32", "i32"], ["i32"])(1, 2);
  const bare = () => new WebAssembly.Instance(new WebAssembly.Module(bytes), bareImports()).exports.add(1, 2);
  const each = (work) => round(best(work));
  return [row("compile, instantiate and call, ms", each(once), each(bare), "bare")];
}

function interpreted(host, interpreter) {
  const figures = [
    ["condition", ["i32"], ["i64"], 200_000],
    ["sumBytes", ["i32"], ["i32"], 200_000],
    ["fibonacci", ["i32"], ["i32"], 22],
  ];
  return figures.map(([name, params, results, argument]) => {
    const [ours, theirs] = [interpreter, host].map(({ instance }) =>
      instance.getTypedFunc(name, params, results),
    );
    if (ours(argument) !== theirs(argument)) throw new Error(`${name} differs between the backends`);
    const [slow, fast] = [ours, theirs].map((f) => round(best(() => f(argument))));
    return row(`interpreter: ${name}, ms`, slow, fast, "host");
  });
}

function interruption(host) {
  const fuelled = instanceOn({ backend: new HostBackend(), epochInterruption: true, epochIntervalMs: 1 });
  const rows = ["condition", "sumBytes", "count"].map((name) => {
    const results = name === "condition" ? ["i64"] : ["i32"];
    const [plain, checked] = [host, fuelled].map(({ instance }) =>
      instance.getTypedFunc(name, ["i32"], results),
    );
    const [without, withFuel] = [plain, checked].map((f) => round(best(() => f(3_000_000))));
    return row(`with fuel: ${name}, ms`, withFuel, without, "without");
  });
  const endless = fuelled.instance.getTypedFunc("endless", [], []);
  const overshoots = Array.from({ length: 100 }, () => {
    const start = performance.now();
    fuelled.store.setEpochDeadline(10);
    try {
      endless();
    } catch {}
    return performance.now() - start - 10;
  }).sort((a, b) => a - b);
  rows.push({
    figure: "deadline overshoot, ms",
    ours: round(overshoots[98]),
    against: `median: ${round(overshoots[50])}`,
    ratio: 0,
  });
  return rows;
}

/** Rows of figures; `ratio` is ours by the other. */
export async function run() {
  const host = instanceOn({ backend: new HostBackend() });
  const interpreter = instanceOn({ backend: new InterpreterBackend() });
  const bare = new WebAssembly.Instance(new WebAssembly.Module(bytes), bareImports()).exports;
  return {
    rows: [
      ...calls(host, bare),
      ...instantiation(),
      ...interpreted(host, interpreter),
      ...interruption(host),
    ],
  };
}
