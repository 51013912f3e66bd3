/**
 * Rules made ready to run: the kernels and the rule module, compiled once for an engine, and instances of them that
 * share one memory.
 */
import { MemoryMap, mainExport, meterCode, RuleFormatError, RuleReader, type RuleSet } from "@tyara/contract";
import {
  CodeMeter,
  Kernel,
  type KernelHost,
  type KernelVariant,
  type SearchKernel,
  searchKernel,
} from "@tyara/kernel";
import { Engine, LinkError, Linker, Memory, Module, ModuleError, Store, Trap } from "@tyara/runtime";
import { deservesRehearsal } from "./rehearsal.ts";
import { SharedTables, withSharedTables } from "./shared-tables.ts";

const pageSize = 0x10000;

/** How rules are linked; what is absent is chosen by trying. */
export interface LinkOptions {
  readonly engine?: Engine | undefined;
  readonly kernel?: KernelVariant | undefined;
  readonly selectAfter?: number | undefined;
  readonly windowStep?: number | undefined;
}

/** Bytes of data beside which making tables for some of the patterns costs little. */
const defaultSelectAfter = 1 << 20;

/** The rules' modules, compiled; any number of scanners may be made of them. */
export class LinkedRules {
  /** Its search tables are a copy each time that they are read. */
  readonly ruleSet: RuleSet;
  /** Shared by the scanners, so that each rule that matches is read once. */
  readonly rules: RuleReader;
  readonly tables: SharedTables;
  readonly engine: Engine;
  readonly #kernel: Kernel;
  readonly #module: Module;
  readonly #selectAfter: number;
  #deservesRehearsal: boolean;
  /** Bytes that windows over data slide on by, where that was said. */
  readonly windowStep: number | undefined;

  private constructor(
    ruleSet: RuleSet,
    engine: Engine,
    kernel: Kernel,
    module: Module,
    { selectAfter = defaultSelectAfter, windowStep }: LinkOptions,
  ) {
    this.tables = new SharedTables(ruleSet.search.bytes);
    this.ruleSet = withSharedTables(ruleSet, this.tables);
    this.rules = RuleReader.of(ruleSet);
    this.engine = engine;
    this.#kernel = kernel;
    this.#module = module;
    this.#selectAfter = selectAfter;
    this.windowStep = windowStep;
    this.#deservesRehearsal =
      kernel.choice.variant !== "javascript" &&
      deservesRehearsal(this.tables.byteLength, ruleSet.search.selectionSize);
  }

  /** Whether a rehearsal is due: once, since scanners share the code that the host compiled in it. */
  takeRehearsal(): boolean {
    const isDue = this.#deservesRehearsal;
    this.#deservesRehearsal = false;
    return isDue;
  }

  /** Compiles at once. */
  static linkSync(ruleSet: RuleSet, options: LinkOptions = {}): LinkedRules {
    const { engine = new Engine(), kernel: variant } = options;
    const kernel = Kernel.compileSync(engine, variant);
    const code = meterCode(ruleSet.code, new CodeMeter(engine, kernel));
    return new LinkedRules(
      ruleSet,
      engine,
      kernel,
      soundly(() => Module.fromBinary(engine, code)),
      options,
    );
  }

  /** Compiles without blocking, where the host can. */
  static async link(ruleSet: RuleSet, options: LinkOptions = {}): Promise<LinkedRules> {
    const { engine = new Engine(), kernel: variant } = options;
    const kernel = await Kernel.compile(engine, variant);
    const code = meterCode(ruleSet.code, new CodeMeter(engine, kernel));
    const rules = await Module.fromBinaryAsync(engine, code).catch(unsound);
    return new LinkedRules(ruleSet, engine, kernel, rules, options);
  }

  /** A memory with the rules' constants, and instances on it. */
  instantiate(host: HostFunctions): RuleInstance {
    const store = new Store<HostFunctions>(this.engine, host);
    const pages = Math.ceil(this.ruleSet.layout.end / pageSize) + 1;
    const memory = Memory.create(store, { minimum: Math.max(pages, 2) });
    const linker = new Linker<HostFunctions>(this.engine).define(store, "tyara", "memory", memory);
    defineHost(linker, host);
    const kernel = this.#kernel.instantiate(linker, store, memory, host);
    const rules = soundly(() => linker.instantiate(store, this.#module));
    this.tables.loadInto(memory);
    this.#loadConstants(memory.data());
    return {
      memory,
      main: rules.getTypedFunc(mainExport, ["i32"], []),
      kernel: searchKernel(kernel),
      matches: kernel.getTypedFunc("regexpMatches", ["i32", "i32", "i32"], ["i32"]),
    };
  }

  #loadConstants(bytes: Uint8Array): void {
    const { constants, layout } = this.ruleSet;
    bytes.set(constants, layout.constants);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    view.setUint32(MemoryMap.patternStates, layout.patternStates, true);
    view.setUint32(MemoryMap.ruleStates, layout.ruleStates, true);
    view.setUint32(MemoryMap.selectAfter, this.#selectAfter, true);
  }
}

/** Does what fails only when the code of the rules is none that the compiler wrote. */
function soundly<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return unsound(error);
  }
}

function unsound(error: unknown): never {
  const isUnsound =
    (error instanceof ModuleError && (error.code === "malformed" || error.code === "invalid")) ||
    error instanceof LinkError ||
    error instanceof Trap;
  if (!isUnsound) throw error;
  throw new RuleFormatError(`the code of these rules is damaged: ${error.message}`, { cause: error });
}

/** One set of instances on one memory. */
export interface RuleInstance {
  readonly memory: Memory;
  /** Evaluates all rules, with so much fuel until they first look at the clock. */
  readonly main: (fuel: number) => void;
  readonly kernel: SearchKernel;
  /** Whether a packed program matches somewhere in a string: addresses of both, byte length. */
  readonly matches: (program: number, address: number, byteLength: number) => number;
}

/** What rule code (see `hostImports`) and the kernels ask of the scanner. */
export interface HostFunctions extends KernelHost {
  readonly search: () => void;
  readonly loadModule: (index: number) => void;
  readonly call: (index: number) => void;
  readonly stringTest: (operator: number) => number;
  readonly fetch: (offset: number, byteLength: number) => number;
}

function defineHost(linker: Linker<HostFunctions>, host: HostFunctions): void {
  linker.funcWrap("host", "search", [], [], () => host.search());
  linker.funcWrap("host", "loadModule", ["i32"], [], (_, index) => host.loadModule(index));
  linker.funcWrap("host", "call", ["i32"], [], (_, index) => host.call(index));
  linker.funcWrap("host", "stringTest", ["i32"], ["i32"], (_, operator) => host.stringTest(operator));
  linker.funcWrap("host", "fetch", ["i32", "i32"], ["i32"], (_, offset, byteLength) =>
    host.fetch(offset >>> 0, byteLength),
  );
  linker.funcWrap("host", "interrupt", [], ["i32"], () => host.interrupt());
}
