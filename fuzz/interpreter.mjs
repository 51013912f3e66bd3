// Runs random modules on the host, on the host with instrumented code and on the interpreter, and compares results, traps,
// globals, memory, and the fuel that calls cost:
//
//   node fuzz/interpreter.mjs [executions] [first seed] [most seconds] [--dump]
//
// Ends with the number of executions; a difference is shown with its seed and stops the run.
import {
  Engine,
  HostBackend,
  InterpreterBackend,
  Linker,
  Module,
  Store,
  Trap,
  ValRaw,
} from "../packages/tyara/dist/runtime.js";
import { dumpModule } from "../packages/tyara/dist/wasm.js";
import { generateModule, randomOf } from "./generate-module.mjs";

const wanted = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? 1);
const mostSeconds = Number(process.argv[4] ?? Number.POSITIVE_INFINITY);
const callsPerFunction = 200;

const engines = [
  new Engine({ backend: new HostBackend() }),
  new Engine({ backend: new InterpreterBackend(), epochInterruption: true }),
  new Engine({ backend: new HostBackend(), epochInterruption: true }),
];
const names = ["host", "interpreter", "instrumented host"];
const differing = (items) => items.findIndex((item) => item !== items[0]);
const bits = new DataView(new ArrayBuffer(8));

function instantiate(engine, bytes) {
  const store = new Store(engine, undefined);
  if (engine.config.epochInterruption) store.fuel = Number.MAX_SAFE_INTEGER;
  return new Linker(engine).instantiate(store, Module.fromBinary(engine, bytes));
}

// V8 has one message for all conversions that fail.
const sameTrap = (code) => (code === "badConversionToInteger" ? "integerOverflow" : code);

function outcome(func, slots, resultSlots) {
  try {
    func.callUnchecked(slots);
  } catch (error) {
    if (error instanceof Trap) return sameTrap(error.code);
    throw error;
  }
  let text = "";
  for (let slot = 0; slot < resultSlots.length; slot++) {
    const high = resultSlots[slot] ? 0 : slots.i64High(slot);
    text += `${slots.i64Low(slot)}:${high} `;
  }
  return text;
}

// One entry a slot: whether only its low half counts.
const slotsOf = (types) =>
  types.flatMap((type) => (type === "v128" ? [false, false] : [type === "i32" || type === "f32"]));

function fillArguments(random, count) {
  const special = [0, 1, -1, 0x7fffffff, -0x80000000, 0x7fc00000, 0x7ff80000, 0x3f800000, 0x41f00000];
  return Array.from({ length: count * 2 }, () =>
    random.chance(50) ? random.pick(special) : random.next() | 0,
  );
}

function globalsOf(instance) {
  return instance.exports
    .filter(({ type }) => type.kind === "global")
    .map(({ name }) => {
      const value = instance.getGlobal(name).get();
      if (typeof value === "bigint") return value;
      // A NaN's payload may get lost where it becomes a JavaScript number.
      bits.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
      return bits.getBigUint64(0);
    })
    .join();
}

function complain(seed, bytes, what) {
  if (process.argv.includes("--dump")) console.log(dumpModule(bytes));
  console.log(`seed ${seed}: ${what}`);
  process.exit(1);
}

let executions = 0;
let traps = 0;
let modules = 0;
const start = performance.now();
const isTimeLeft = () => performance.now() - start < mostSeconds * 1000;
for (let seed = firstSeed; executions < wanted && isTimeLeft(); seed++) {
  const { bytes, functions } = generateModule(seed);
  const random = randomOf(seed + 0x5eed);
  const instances = engines.map((engine) => instantiate(engine, bytes));
  modules += 1;
  for (const { element } of functions) {
    const funcs = instances.map((instance) => instance.getFunc(`f${element}`));
    const { params, results } = funcs[0].type;
    const [given, made] = [slotsOf(params).length, slotsOf(results)];
    for (let call = 0; call < callsPerFunction; call++) {
      const words = fillArguments(random, given);
      const outcomes = funcs.map((func) => {
        const slots = ValRaw.allocate(Math.max(given, made.length));
        for (let slot = 0; slot < given; slot++)
          slots.setI64Parts(slot, words[2 * slot], words[2 * slot + 1]);
        return outcome(func, slots, made);
      });
      executions += 1;
      if (/^[a-z]/i.test(outcomes[0])) traps += 1;
      const other = differing(outcomes);
      if (other > 0)
        complain(seed, bytes, `f${element} call ${call}: ${outcomes[0]}, ${names[other]} ${outcomes[other]}`);
      const [interpreted, instrumented] = instances
        .slice(1)
        .map(({ store }) => Number.MAX_SAFE_INTEGER - store.fuel);
      if (interpreted !== instrumented && outcomes[0] !== "stackOverflow")
        complain(seed, bytes, `f${element} call ${call}: fuel ${interpreted}, instrumented ${instrumented}`);
    }
    const [first, ...others] = instances.map((instance) => instance.getMemory("memory").data());
    if (others.some((bytes) => Buffer.compare(first, bytes) !== 0))
      complain(seed, bytes, `memories differ after f${element}`);
    const globals = instances.map(globalsOf);
    const other = differing(globals);
    if (other > 0)
      complain(
        seed,
        bytes,
        `globals differ after f${element}: ${globals[0]}, ${names[other]} ${globals[other]}`,
      );
  }
}
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(
  `${executions} executions of ${modules} modules from seed ${firstSeed} (${traps} trapped) in ${seconds} s: no difference`,
);
