// WebAssembly to JavaScript on typed arrays, for the kernels where WebAssembly is forbidden. Binaryen brings the module
// into a form in which blocks, loops and branches have no values; then statements become statements and expressions
// become expressions, in the order in which WebAssembly evaluates them. A 32-bit number is a signed one, a 64-bit number
// is two (wide.mjs). What the kernels do not use (floats, tables, signatures of several results) is refused.
import binaryen from "binaryen";
import { reservedNames } from "./frame.mjs";
import { FunctionWriter } from "./function-writer.mjs";
import { infoOf, refuse } from "./tree.mjs";
import { constant } from "./wide.mjs";

/** Passes after which no structured expression has a value. */
const passes = [
  "remove-unused-brs",
  "merge-blocks",
  "flatten",
  "simplify-locals-nostructure",
  "coalesce-locals",
  "simplify-locals-nostructure",
  "vacuum",
  "reorder-locals",
  "remove-unused-names",
];

const typeNames = new Map([
  [binaryen.i32, "i32"],
  [binaryen.i64, "i64"],
]);

/**
 * The functions of a module as JavaScript, and what it exports:
 * { functions, globals, imports: [name], exports: [{ name, params, results }] }.
 */
export function translate(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(binaryen.Features.All);
  module.runPasses(passes);
  if (!module.validate()) throw new Error("the passes broke the module");
  const exported = exportsOf(module);
  const names = namesOf(module, exported);
  const functions = [];
  const imports = [];
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(i));
    if (info.base) imports.push(names.get(info.name));
    else functions.push(new FunctionWriter(info, names).write());
  }
  const result = { functions, imports, globals: globalsOf(module, names), exports: exported };
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

/** Names by what the module calls functions and globals: the last part of the name in the sources, exported and imported functions the one outside. */
function namesOf(module, exported) {
  const names = new Map(exported.map(({ name, target }) => [target, name]));
  const taken = new Set([...names.values(), ...importNames(module), ...reservedNames]);
  const give = (name, prefix) => {
    if (names.has(name)) return;
    const base = `${prefix}${name.replace(/.*[/~]/, "").replace(/\W/g, "_")}`.replace(/^(?=\d)/, "f");
    let unique = base;
    for (let n = 2; taken.has(unique); n++) unique = `${base}${n}`;
    taken.add(unique);
    names.set(name, unique);
  };
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const { name, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(i));
    if (base) names.set(name, base);
    else give(name, "");
  }
  for (let i = 0; i < module.getNumGlobals(); i++)
    give(binaryen.getGlobalInfo(module.getGlobalByIndex(i)).name, "$");
  return names;
}

function importNames(module) {
  const functions = Array.from({ length: module.getNumFunctions() }, (_, i) => module.getFunctionByIndex(i));
  return functions.map((one) => binaryen.getFunctionInfo(one).base).filter((base) => base);
}

/** Variables of the globals with their first values. */
function globalsOf(module, names) {
  const found = [];
  for (let i = 0; i < module.getNumGlobals(); i++) {
    const info = binaryen.getGlobalInfo(module.getGlobalByIndex(i));
    const name = names.get(info.name);
    const { value } = infoOf(info.init);
    const { low, high } = constant(BigInt(value));
    found.push([name, low]);
    if (info.type === binaryen.i64) found.push([`${name}_`, high]);
  }
  return found;
}
