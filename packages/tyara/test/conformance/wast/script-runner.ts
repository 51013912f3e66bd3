// Runs WebAssembly test scripts on a backend. A script's modules live in one store and are linked by the names
// under which the script registers them; every assertion is one pass or one failure with its line.
import {
  type Config,
  Engine,
  Func,
  Global,
  type Instance,
  LinkError,
  Linker,
  Memory,
  Module,
  ModuleError,
  Store,
  Table,
  Trap,
  type TrapCode,
  ValRaw,
} from "@tyara/runtime";
import { decodeModule, validateModule } from "@tyara/wasm";
import {
  bitsMatch,
  bitsOf,
  type Constant,
  readBits,
  readConstant,
  referenceMatches,
  toJs,
  writeArgument,
} from "./constant.ts";
import { keyword, type List, type Node, readScript } from "./s-expression.ts";

/** Assembles the text of a module. */
export interface Assembler {
  /** The module's bytes, sound or not; undefined if the assembler cannot read the text. */
  assemble(text: string): Uint8Array | undefined;
  /** Whether the text is a valid module with the features that we have. */
  accepts(text: string): boolean;
}

export interface ScriptResult {
  passed: number;
  readonly failures: string[];
  /** Assertions about the text format, which is the assembler's affair, and modules it cannot assemble. */
  readonly skipped: string[];
}

/** Messages of the specification and the codes that tell the same. Hosts merge some traps. */
const trapCodes: readonly (readonly [RegExp, readonly TrapCode[]])[] = [
  [/^unreachable/, ["unreachable"]],
  [/^integer divide by zero/, ["integerDivisionByZero"]],
  [/^integer overflow/, ["integerOverflow", "badConversionToInteger"]],
  [/^invalid conversion to integer/, ["badConversionToInteger"]],
  [/^out of bounds memory access/, ["memoryOutOfBounds"]],
  [/^(out of bounds table access|undefined element)/, ["tableOutOfBounds"]],
  [/^uninitialized/, ["indirectCallToNull", "badSignature"]],
  [/^indirect call type mismatch/, ["badSignature"]],
  [/^call stack exhausted/, ["stackOverflow"]],
];

/** Runs a script (as Latin-1 text) on an engine of its own. */
export function runScript(source: string, config: Config, assembler: Assembler): ScriptResult {
  return new ScriptRunner(source, config, assembler).run();
}

/** Typed references (also as bytes) and 64-bit tables: the assembler takes them even where they are switched off. */
const beyondAssembler = /\(ref (null )?(func|extern|\$)|\(table \S* ?i64 |\\6[34]\\(70|00)/;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A module that the assembler or our feature set does not take; its assertions are skipped. */
class AssemblerRefused extends Error {}

class ScriptRunner {
  readonly #source: string;
  readonly #assembler: Assembler;
  readonly #engine: Engine;
  readonly #store: Store<undefined>;
  readonly #registered = new Map<string, Instance>();
  readonly #named = new Map<string, Instance>();
  readonly #spectest: readonly (readonly [string, Func | Global | Memory | Table])[];
  readonly #result: ScriptResult = { passed: 0, failures: [], skipped: [] };
  /** Names under which modules would be registered if they could be assembled. */
  readonly #missing = new Set<string>();
  #current: Instance | undefined;

  constructor(source: string, config: Config, assembler: Assembler) {
    this.#source = source;
    this.#assembler = assembler;
    this.#engine = new Engine(config);
    this.#store = new Store(this.#engine, undefined);
    this.#spectest = spectest(this.#store);
  }

  run(): ScriptResult {
    const nodes = readScript(this.#source);
    const isBareModule =
      nodes.length > 0 && nodes.every((node) => /^(func|memory|table|global|type)$/.test(keyword(node)));
    if (isBareModule) this.#instantiate(this.#bytes(`(module ${this.#source})`));
    else for (const node of nodes) this.#command(node as List);
    return this.#result;
  }

  #command(node: List): void {
    try {
      this.#execute(node);
    } catch (error) {
      const line = this.#source.slice(0, node.start).split("\n").length;
      const what = `line ${line}: ${keyword(node)}`;
      if (error instanceof AssemblerRefused) this.#result.skipped.push(`${what}: ${error.message}`);
      else
        this.#result.failures.push(
          `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`,
        );
    }
  }

  #execute(node: List): void {
    const [, subject, ...rest] = node.items;
    switch (keyword(node)) {
      case "module":
        this.#module(node);
        return;
      case "register":
        this.#register(subject!, rest[0]);
        return;
      case "invoke":
      case "get":
        this.#action(node, []);
        return;
      case "assert_return":
        this.#assertReturn(subject as List, rest.map(readConstant));
        break;
      case "assert_trap":
        this.#assertTrap(subject as List, rest[0]!);
        break;
      case "assert_exhaustion":
        this.#assertTrap(subject as List, rest[0]!);
        break;
      case "assert_malformed":
      case "assert_invalid":
        this.#assertRejected(subject as List, keyword(node) === "assert_malformed" ? "malformed" : "invalid");
        break;
      case "assert_unlinkable":
        expectThrow(LinkError, () => this.#instantiate(this.#moduleBytes(subject as List)));
        break;
      default:
        throw new Error("unknown command");
    }
    this.#result.passed += 1;
  }

  #module(node: List): void {
    this.#current = undefined;
    const bytes = this.#soundModule(node);
    if (node.items.some((item) => item.kind === "atom" && item.text === "definition")) {
      Module.fromBinary(this.#engine, bytes);
      return;
    }
    this.#current = this.#instantiate(bytes);
    const name = node.items[1];
    if (name?.kind === "atom" && name.text.startsWith("$")) this.#named.set(name.text, this.#current);
  }

  #register(as: Node, which: Node | undefined): void {
    const name = utf8.decode((as as { bytes: Uint8Array }).bytes);
    this.#missing.add(name);
    this.#registered.set(name, this.#instance(which));
    this.#missing.delete(name);
  }

  #instance(which: Node | undefined): Instance {
    const found = which?.kind === "atom" ? this.#named.get(which.text) : this.#current;
    if (found === undefined) throw new AssemblerRefused("the module before was not assembled");
    return found;
  }

  #instantiate(bytes: Uint8Array): Instance {
    const module = Module.fromBinary(this.#engine, bytes);
    if (module.imports.some((wanted) => this.#missing.has(wanted.module))) {
      throw new AssemblerRefused("it imports from a module that was not assembled");
    }
    const linker = new Linker<undefined>(this.#engine);
    for (const [name, item] of this.#spectest) linker.define(this.#store, "spectest", name, item);
    for (const [name, instance] of this.#registered) linker.instance(this.#store, name, instance);
    return linker.instantiate(this.#store, module);
  }

  #moduleBytes(node: List): Uint8Array {
    const isBinary = node.items.some((item) => item.kind === "atom" && item.text === "binary");
    if (isBinary) return joinedStrings(node);
    if (node.items.some((item) => item.kind === "atom" && item.text === "quote"))
      return this.#bytes(this.#quoted(node));
    return this.#bytes(this.#moduleText(node));
  }

  #quoted(node: List): string {
    return `(module ${Array.from(joinedStrings(node), (byte) => String.fromCharCode(byte)).join("")})`;
  }

  #soundModule(node: List): Uint8Array {
    const isText = !node.items.some((item) => item.kind === "atom" && /^(binary|quote)$/.test(item.text));
    const text = this.#moduleText(node);
    if (beyondAssembler.test(text) || (isText && !this.#assembler.accepts(text))) {
      throw new AssemblerRefused("the module needs features that we do not have");
    }
    return this.#moduleBytes(node);
  }

  #moduleText(node: List): string {
    return this.#source.slice(node.start, node.end).replace(/^\(module\s+(definition|instance)/, "(module");
  }

  #bytes(text: string): Uint8Array {
    const bytes = this.#assembler.assemble(text);
    if (bytes === undefined) throw new AssemblerRefused("the assembler does not take the module");
    return bytes;
  }

  // Invokes a function or reads a global; complains unless the results are the expected ones, where given.
  #action(node: List, expected: readonly Constant[] | undefined): void {
    const [, second, ...rest] = node.items;
    const isNamed = second?.kind === "atom";
    const instance = this.#instance(isNamed ? second : undefined);
    const name = (isNamed ? rest[0] : second) as { bytes: Uint8Array };
    const text = utf8.decode(name.bytes);
    if (keyword(node) === "get") {
      const { type } = instance.getGlobal(text);
      const value = instance.getGlobal(text).get();
      if (expected !== undefined) checkJs(expected, [value], [type.type]);
      return;
    }
    invoke(instance.getFunc(text), (isNamed ? rest.slice(1) : rest).map(readConstant), expected);
  }

  #assertReturn(action: List, expected: readonly Constant[]): void {
    this.#action(action, expected);
  }

  #assertTrap(subject: List, message: Node): void {
    const text = utf8.decode((message as { bytes: Uint8Array }).bytes);
    const codes = trapCodes.find(([words]) => words.test(text))?.[1] ?? [];
    const error = expectThrow(Trap, () => {
      if (keyword(subject) === "module") this.#instantiate(this.#moduleBytes(subject));
      else this.#action(subject, undefined);
    });
    if (!codes.includes(error.code))
      throw new Error(`trapped with ${error.code} where "${text}" was expected`);
  }

  // The assembler must not have refused what is to be invalid; what it refuses as text is not our affair.
  #assertRejected(subject: List, kind: "malformed" | "invalid"): void {
    const isText = subject.items.some((item) => item.kind === "atom" && item.text === "quote");
    if (isText && kind === "malformed" && !this.#assembler.accepts(this.#quoted(subject))) {
      throw new AssemblerRefused("malformed as text, which is the assembler's affair");
    }
    const bytes = this.#moduleBytes(subject);
    const decoded = decodeModule(bytes);
    const failure = decoded.kind === "module" ? validateModule(decoded) : decoded;
    if (failure === undefined)
      throw new Error(
        `accepted by our own validator: ${this.#source.slice(subject.start, subject.start + 80)}`,
      );
    if (failure.kind !== kind && kind === "malformed")
      throw new Error(`${failure.kind} (${failure.message}) where ${kind} was expected`);
    expectThrow(ModuleError, () => Module.fromBinary(this.#engine, bytes));
  }
}

function joinedStrings(node: List): Uint8Array {
  return Uint8Array.from(node.items.flatMap((item) => (item.kind === "string" ? [...item.bytes] : [])));
}

function invoke(func: Func, args: readonly Constant[], expected: readonly Constant[] | undefined): void {
  const { params, results } = func.type;
  if ([...params, ...results].some((type) => type === "funcref" || type === "externref")) {
    const call = func.invoke as (...values: unknown[]) => unknown;
    const returned = call(...args.map(toJs));
    if (expected !== undefined)
      checkJs(expected, results.length > 1 ? (returned as unknown[]) : [returned], results);
    return;
  }
  const slots = ValRaw.allocate(64);
  let slot = 0;
  args.forEach((constant, index) => {
    writeArgument(slots, slot, constant);
    slot += params[index] === "v128" ? 2 : 1;
  });
  func.callUnchecked(slots);
  if (expected === undefined) return;
  if (expected.length !== results.length) throw new Error("another number of results");
  slot = 0;
  results.forEach((type, index) => {
    const bits = readBits(slots, slot, type);
    if (!bitsMatch(expected[index]!, bits)) {
      throw new Error(`result ${index} is 0x${bits.toString(16)}, expected ${show(expected[index]!)}`);
    }
    slot += type === "v128" ? 2 : 1;
  });
}

function show(constant: Constant): string {
  return JSON.stringify(constant, (_, value) =>
    typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  );
}

function checkJs(expected: readonly Constant[], values: readonly unknown[], types: readonly string[]): void {
  expected.forEach((constant, index) => {
    const value = values[index];
    const type = types[index] as "i32";
    const isReference = types[index] === "funcref" || types[index] === "externref";
    const matches = isReference
      ? referenceMatches(constant, value)
      : bitsMatch(constant, bitsOf(value as number, type));
    if (!matches) throw new Error(`result ${index} is ${String(value)}, expected ${show(constant)}`);
  });
}

function expectThrow<T extends Error>(type: abstract new (...args: never[]) => T, work: () => void): T {
  try {
    work();
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(`nothing was thrown where ${type.name} was expected`);
}

// The module that scripts may import from without defining it.
function spectest(store: Store<undefined>): readonly (readonly [string, Func | Global | Memory | Table])[] {
  const nothing = () => undefined;
  return [
    ["print", Func.wrap(store, [], [], nothing)],
    ["print_i32", Func.wrap(store, ["i32"], [], nothing)],
    ["print_i64", Func.wrap(store, ["i64"], [], nothing)],
    ["print_f32", Func.wrap(store, ["f32"], [], nothing)],
    ["print_f64", Func.wrap(store, ["f64"], [], nothing)],
    ["print_i32_f32", Func.wrap(store, ["i32", "f32"], [], nothing)],
    ["print_f64_f64", Func.wrap(store, ["f64", "f64"], [], nothing)],
    ["global_i32", Global.create(store, { type: "i32", mutability: "const" }, 666)],
    ["global_i64", Global.create(store, { type: "i64", mutability: "const" }, 666n)],
    ["global_f32", Global.create(store, { type: "f32", mutability: "const" }, 666.6)],
    ["global_f64", Global.create(store, { type: "f64", mutability: "const" }, 666.6)],
    ["table", Table.create(store, { element: "funcref", minimum: 10, maximum: 20 })],
    ["memory", Memory.create(store, { minimum: 1, maximum: 2 })],
  ];
}
