// What every host must be able to do with the built package: run as a program (it ends with "ok" or throws),
// as a page's module, or as a worker's. `backends` names the runtime backends that the host allows, `kernel` the build of
// the search kernels that must be chosen there.
export async function smoke(runtime, wasm, engine, backends, kernel) {
  const lines = [];
  for (const name of backends) lines.push(runGuest(runtime, wasm, runtime.chooseBackend(name).backend));
  const chosen = new runtime.Engine();
  lines.push(`chose ${chosen.backend.name}: ${chosen.backendReason}`);
  lines.push(scan(engine, kernel));
  return lines.join("\n");
}

function check(condition, what) {
  if (!condition) throw new Error(`failed: ${what}`);
}

/** A guest that squares 64-bit numbers, calls back, traps, and is stopped by its deadline. */
function guest({ ModuleBuilder, ValueType: { i32, i64 } }) {
  const module = new ModuleBuilder();
  const note = module.importFunction("env", "note", [i64], []);
  const write = (code) => code.localGet(0).localGet(0).i64Mul().localTee(0).call(note).localGet(0);
  module.exportFunction("square", module.addFunction([i64], [i64], write));
  module.exportFunction(
    "trap",
    module.addFunction([i32], [i32], (code) => code.i32Const(1).localGet(0).i32DivS()),
  );
  module.exportFunction(
    "endless",
    module.addFunction([], [], (code) => code.loop().br(0).end()),
  );
  return module.finish();
}

function runGuest(runtime, wasm, backend) {
  const { Engine, Linker, Module, Store, Trap } = runtime;
  const engine = new Engine({ backend, epochInterruption: true });
  const store = new Store(engine, { notes: [] });
  const linker = new Linker(engine);
  linker.funcNewUnchecked("env", "note", { params: ["i64"], results: [] }, (caller, slots) => {
    caller.data.notes.push(slots.i64High(0));
  });
  const instance = linker.instantiate(store, Module.fromBinary(engine, guest(wasm)));
  const square = instance.getTypedFunc("square", ["i64"], ["i64"]);
  check(square(-3_000_000_000n) === 9_000_000_000_000_000_000n, "exact 64-bit numbers");
  check(store.data.notes[0] === 2_095_475_792, "halves of a 64-bit number in a callback");
  const trapCode = (work) => {
    try {
      work();
    } catch (error) {
      return error instanceof Trap ? error.code : String(error);
    }
    return "nothing";
  };
  const trap = instance.getTypedFunc("trap", ["i32"], ["i32"]);
  check(
    trapCode(() => trap(0)) === "integerDivisionByZero",
    `a trap has its code, not ${trapCode(() => trap(0))}`,
  );
  store.fuel = 100_000;
  const stopped = trapCode(instance.getTypedFunc("endless", [], []));
  check(stopped === "outOfFuel", `an endless guest is stopped, not ${stopped}`);
  return `${backend.name}: ok`;
}

const rules = `
  rule literal { strings: $a = "needle" nocase $b = "wide" wide $c = "hidden" xor(1-255) condition: all of them }
  rule regexp { strings: $a = /pin[0-9]{2,5}\\b/ $b = { 68 61 79 [1-2] 68 61 79 ?? } condition: $a and #b == 250 }
  rule texts { strings: $a = "absent" condition: not $a and "abc" icontains "BC" and filesize > 1MB }`;

function scan({ chooseKernel, compile }, kernel) {
  const { variant, reason } = chooseKernel();
  check(variant === kernel, `the kernels are ${kernel}, not ${variant}`);
  const hay = new TextEncoder().encode(`${"Straw, and more of it. ".repeat(200)}hay, hay. `.repeat(250));
  const needles = "NEEDLE w\0i\0d\0e\0 \x49\x48\x45\x45\x44\x4f pin1234 ";
  const data = Uint8Array.from([...hay, ...new TextEncoder().encode(needles)]);
  const scanner = compile(rules).scanner();
  const found = scanner.scan(data).matches.map((rule) => rule.identifier);
  check(found.join() === "literal,regexp,texts", `a scan finds what is there, not ${found.join()}`);
  check(scanner.scan(hay.subarray(0, 99)).matches.length === 0, "a scan finds nothing more");
  // The best of several, for hosts are still busy compiling; some have no clock that moves meanwhile.
  const times = Array.from({ length: 8 }, () => {
    const start = performance.now();
    scanner.scan(data);
    return performance.now() - start;
  });
  const speed = data.length / 1e3 / Math.min(...times);
  return `scan with ${variant} kernels (${reason}): ok, ${speed.toFixed(1)} MB/s`;
}
