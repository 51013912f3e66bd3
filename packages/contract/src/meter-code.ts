/**
 * Makes the code of rules spend fuel, and refuses code that is no code of rules. Every rule module passes through here
 * before it is linked, whether it was compiled in this process or came from elsewhere: so no emitter can forget to spend,
 * and nobody has to be trusted to have spent.
 *
 * Fuel is a global that the module does not know of: rules may write anywhere in the memory, but not to it. What is spent
 * grows with the bytes of code that can run before the next look: on entry to a function with its length, at each turn of
 * a loop with the loop's; short functions that neither loop nor call are paid by who calls them. So a unit stands for about `BYTES_A_UNIT` bytes of code, wherever it was spent, and neither
 * recursion nor a tree of calls is free. When there is none left, `host.interrupt` gives more, or leaves the rules.
 *
 * A rule module has the sections that the emitter writes and no other; it imports what `importAll` imports, exports
 * `main`, and holds only instructions that take a short time and no memory: none that grow the memory, fill or copy it,
 * none on globals, tables or vectors. Whether the code is sound WebAssembly is for the engine to say, which compiles what
 * is made here.
 */
import { assert, ByteSink } from "@tyara/base";
import {
  BinaryReader,
  CodeBuilder,
  catchFailure,
  type Immediate,
  ModuleBuilder,
  moduleHeader,
  Op,
  opcodeRows,
  SectionId,
  ValueType,
} from "@tyara/wasm";
import { Form, MeterSpace, SPENDING_SIZE, UNITS_OFFSET } from "./code-forms.ts";
import { RuleFormatError } from "./format-error.ts";
import { importAll, mainExport } from "./linkage.ts";

/**
 * Limit: by how much bodies can grow. The shortest body has three bytes with its length, of which one stays; the shortest loop
 * three.
 */
const greatestGrowth = 12;

/** Limit: bytes of code, whose copy must fit a memory. Hosts take no more either. */
const maxCode = 1 << 28;

/** Sections of a rule module, in their order. */
const sectionIds = [
  SectionId.type,
  SectionId.import,
  SectionId.function,
  SectionId.table,
  SectionId.export,
  SectionId.element,
  SectionId.code,
] as const;

const forms = new Uint8Array(256);
const formOf: Partial<Record<Immediate, number>> = {
  none: Form.plain,
  block: Form.block,
  label: Form.number,
  labels: Form.labels,
  function: Form.call,
  "call-indirect": Form.callIndirect,
  local: Form.number,
  memory: Form.twoNumbers,
  i32: Form.number,
  i64: Form.number,
  f32: Form.bits32,
  f64: Form.bits64,
};
const refused: ReadonlySet<number> = new Set([
  Op.MemorySize,
  Op.MemoryGrow,
  Op.ReturnCall,
  Op.ReturnCallIndirect,
  Op.RefFunc,
]);
for (const [, op, immediate] of opcodeRows) {
  if (op < 0x100 && !refused.has(op)) forms[op] = formOf[immediate] ?? 0;
}

forms[Op.Loop] = Form.loop;
forms[Op.End] = Form.end;
forms[0xfc] = Form.saturating;

/** What `importAll` leads to: the bytes of the import section, and of the types that it names. */
interface Imports {
  readonly section: Uint8Array;
  readonly types: Uint8Array;
  readonly typeCount: number;
  readonly functionCount: number;
  readonly interrupt: number;
  /** The type `(i32) -> ()`, which some import has. */
  readonly mainType: number;
}

let imports: Imports | undefined;

function importsOfRules(): Imports {
  if (imports !== undefined) return imports;
  const builder = new ModuleBuilder();
  const functions = importAll(builder);
  const mainType = builder.type([ValueType.i32], []);
  const [types, section] = new SectionReader(builder.finish()).contents([SectionId.type, SectionId.import]);
  const typeReader = new BinaryReader(types!);
  const typeCount = typeReader.u32();
  imports = {
    section: section!,
    types: types!.subarray(typeReader.offset),
    typeCount,
    functionCount: functions.size,
    interrupt: functions.get("host.interrupt")!,
    mainType,
  };
  return imports;
}

/** The kernel's function, and a memory for it alone. */
export interface BodyMeter {
  /** Bytes of memory, at least so many, all zero. */
  readonly memory: (byteLength: number) => Uint8Array;
  /** Copies bodies; see kernel/assembly/meter.ts. */
  readonly meterBodies: (
    from: number,
    until: number,
    count: number,
    imported: number,
    functions: number,
    to: number,
  ) => number;
}

/**
 * The code of rules, made to spend fuel; it exports `main(fuel)`. Linear in its size. Throws {@link RuleFormatError} for
 * what the emitter does not write.
 */
export function meterCode(code: Uint8Array, meter: BodyMeter): Uint8Array<ArrayBuffer> {
  const metered = catchFailure(() => new ModuleMeter(code, meter).run());
  if (metered instanceof Uint8Array) return metered;
  throw new RuleFormatError(`the code of these rules is damaged: ${metered.message}`);
}

/** The sections of a module. */
class SectionReader {
  readonly #reader: BinaryReader;

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes);
    const start = this.#reader.skip(moduleHeader.length);
    if (!moduleHeader.every((byte, at) => bytes[start + at] === byte)) this.#reader.malformed("no module", 0);
  }

  /** The contents of exactly these sections; custom sections, such as names, are passed over. */
  contents(ids: readonly number[]): readonly Uint8Array[] {
    const reader = this.#reader;
    const contents: Uint8Array[] = [];
    while (!reader.isAtEnd) {
      const id = reader.u8();
      const start = reader.skip(reader.u32());
      if (id === SectionId.custom) continue;
      if (id !== ids[contents.length]) reader.malformed(`section ${id} is out of place`, start);
      contents.push(reader.bytes.subarray(start, reader.offset));
    }
    if (contents.length < ids.length) reader.malformed("a section is missing");
    return contents;
  }
}

class ModuleMeter {
  readonly #meter: BodyMeter;
  readonly #imports = importsOfRules();
  readonly #sections: readonly Uint8Array[];
  readonly #out: ByteSink;
  /** How many functions there are, those that are imported included. */
  #functionEnd = 0;
  #main = 0;

  constructor(bytes: Uint8Array, meter: BodyMeter) {
    this.#meter = meter;
    this.#sections = new SectionReader(bytes).contents(sectionIds);
    this.#out = new ByteSink(bytes.length + bytes.length / 4).bytes(moduleHeader);
  }

  run(): Uint8Array<ArrayBuffer> {
    const [types, imported, functions, table, exported, elements, code] = this.#sections as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    this.#checkImports(types, imported);
    this.#write(SectionId.type, types);
    this.#write(SectionId.import, imported);
    this.#functions(functions);
    this.#table(table);
    this.#out.u8(SectionId.global).sized(fuelGlobal);
    this.#export(exported);
    this.#elements(elements);
    this.#code(code);
    return this.#out.toBytes();
  }

  #write(id: number, content: Uint8Array): void {
    this.#out.u8(id).sized(content);
  }

  #checkImports(types: Uint8Array, imported: Uint8Array): void {
    const expected = this.#imports;
    const reader = new BinaryReader(types);
    const count = reader.u32();
    const first = types.subarray(reader.offset, reader.offset + expected.types.length);
    if (count < expected.typeCount || !isEqual(first, expected.types)) reader.malformed("types are missing");
    if (!isEqual(imported, expected.section)) reader.malformed("the imports are not those of rules");
  }

  /** Behind the functions that there are comes what `main` is called through. */
  #functions(content: Uint8Array): void {
    const reader = new BinaryReader(content);
    const count = reader.u32();
    this.#functionEnd = this.#imports.functionCount + count;
    const own = content.subarray(reader.offset);
    this.#write(
      SectionId.function,
      new ByteSink(content.length + 8)
        .u32(count + 1)
        .bytes(own)
        .u32(this.#imports.mainType)
        .view(),
    );
  }

  #table(content: Uint8Array): void {
    const reader = new BinaryReader(content);
    const isPlain = reader.u32() === 1 && reader.u8() === (ValueType.funcref & 0x7f) && reader.u32() === 0;
    if (!isPlain || reader.u32() > this.#functionEnd || !reader.isAtEnd)
      reader.malformed("the table is not that of rules");
    this.#write(SectionId.table, content);
  }

  #export(content: Uint8Array): void {
    const reader = new BinaryReader(content);
    const isMain = reader.u32() === 1 && reader.name() === mainExport && reader.u8() === 0;
    this.#main = reader.u32();
    if (!isMain || !reader.isAtEnd || this.#main >= this.#functionEnd)
      reader.malformed("the exports are not those of rules");
    this.#write(SectionId.export, new ByteSink().u32(1).name(mainExport).u8(0).u32(this.#functionEnd).view());
  }

  /** One list of functions, from the first place of the table on. */
  #elements(content: Uint8Array): void {
    const reader = new BinaryReader(content);
    const isPlain =
      reader.u32() === 1 &&
      reader.u32() === 0 &&
      reader.u8() === Op.I32Const &&
      reader.s32() === 0 &&
      reader.u8() === Op.End;
    if (!isPlain) reader.malformed("the elements are not those of rules");
    for (let left = reader.u32(); left > 0; left--) {
      if (reader.u32() >= this.#functionEnd) reader.malformed("unknown function");
    }
    if (!reader.isAtEnd) reader.malformed("the elements are not those of rules");
    this.#write(SectionId.element, content);
  }

  #code(content: Uint8Array): void {
    const reader = new BinaryReader(content);
    const count = reader.u32();
    const imported = this.#imports.functionCount;
    if (count !== this.#functionEnd - imported) reader.malformed("not every function has a body");
    const bodies =
      this.#bodies(content.subarray(reader.offset), count) ??
      reader.malformed("a function does what no rule does");
    const run = new CodeBuilder(1).localGet(0).globalSet(0).call(this.#main) as CodeBuilder;
    const last = new ByteSink();
    run.writeBody(last, new ByteSink());
    const length = new ByteSink().u32(count + 1);
    const size = length.length + bodies.length + last.length;
    this.#out.u8(SectionId.code).u32(size).bytes(length.view()).bytes(bodies).bytes(last.view());
  }

  #bodies(code: Uint8Array, count: number): Uint8Array | undefined {
    if (code.length > maxCode) throw new RuleFormatError("the code of these rules is too large");
    const end = MeterSpace.code + code.length;
    const imported = this.#imports.functionCount;
    const bytes = this.#meter.memory(end + code.length * greatestGrowth);
    bytes.set(forms, MeterSpace.forms);
    bytes.set(spendingCode(this.#imports.interrupt), MeterSpace.spending);
    bytes.set(code, MeterSpace.code);
    const copied =
      this.#meter.meterBodies(MeterSpace.code, end, count, imported, this.#functionEnd, end) >>> 0;
    return copied === 0 ? undefined : bytes.subarray(end, copied);
  }
}

/** Spends as many units as are written at {@link UNITS_OFFSET}. */
function spendingCode(interrupt: number): Uint8Array {
  const code = new CodeBuilder();
  code.globalGet(0).i32Const(0x07ffffff).i32Sub().globalSet(0);
  code.globalGet(0).i32Const(0).i32LtS().if().call(interrupt).globalSet(0).end();
  assert(
    code.length === SPENDING_SIZE && code.view()[UNITS_OFFSET - 1] === Op.I32Const,
    "what spends fuel has its size",
  );
  return code.view();
}

/** One i32 that can be written to, 0 at first. */
const fuelGlobal = Uint8Array.of(1, ValueType.i32 & 0x7f, 1, Op.I32Const, 0, Op.End);

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
