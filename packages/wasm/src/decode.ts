// Takes a module apart. Idea: one function a section, all on one cursor; entries are pushed as they are read,
// so a lying count fails at the end of the bytes and never allocates. Function bodies are cut out, not walked:
// that is the validator's work, and a scanner that trusts its compiler skips it.
import { BinaryReader } from "./binary-reader.ts";
import type {
  ByteRange,
  CustomSection,
  DataSegment,
  DecodedModule,
  ElementSegment,
  Export,
  FunctionBody,
  GlobalDefinition,
  Import,
  ImportType,
  SegmentMode,
} from "./decoded-module.ts";
import { catchFailure, Proposal, type WasmFailure } from "./failure.ts";
import { Op } from "./generated/opcodes.ts";
import { InstructionReader } from "./instruction-reader.ts";
import { moduleHeader } from "./module-builder.ts";
import { SectionId } from "./sections/section.ts";
import { skipExpression } from "./skip-expression.ts";
import { TypeReader } from "./type-reader.ts";
import { ExternalKind, type FunctionType, type Limits, type TableType, ValueType } from "./value-type.ts";

/** Locals of one function, as other engines bound them; the frame of a call is allocated from this number. */
const maxLocals = 50_000;

/** Takes a module apart, or says where it is malformed. Never throws. Keeps `bytes`; does not copy them. */
export function decodeModule(bytes: Uint8Array): DecodedModule | WasmFailure {
  return catchFailure(() => new ModuleDecoder(bytes, false).decode());
}

/**
 * Takes apart only what a module shows to the outside (types, imports, definitions, exports) and leaves
 * bodies and segments empty: quick on megabytes of code. Types that this package has no code for are
 * `ValueType.opaque`, since whoever runs the module may know them. Never throws.
 */
export function decodeInterface(bytes: Uint8Array): DecodedModule | WasmFailure {
  return catchFailure(() => new ModuleDecoder(bytes, true).decode());
}

const innerSections: ReadonlySet<number> = new Set([SectionId.element, SectionId.code, SectionId.data]);

// Sections must come in this order; the data count stands between the elements and the code.
const sectionOrder: readonly number[] = [
  SectionId.type,
  SectionId.import,
  SectionId.function,
  SectionId.table,
  SectionId.memory,
  SectionId.tag,
  SectionId.global,
  SectionId.export,
  SectionId.start,
  SectionId.element,
  SectionId.dataCount,
  SectionId.code,
  SectionId.data,
];

class ModuleDecoder {
  readonly #bytes: Uint8Array;
  #reader: BinaryReader;
  #typeReader: TypeReader;
  #types: readonly FunctionType[] = [];
  #imports: readonly Import[] = [];
  #functions: readonly number[] = [];
  #tables: readonly TableType[] = [];
  #memories: readonly Limits[] = [];
  #tags: readonly number[] = [];
  #globals: readonly GlobalDefinition[] = [];
  #exports: readonly Export[] = [];
  #start: number | undefined;
  #elements: readonly ElementSegment[] = [];
  #dataCount: number | undefined;
  #code: readonly FunctionBody[] = [];
  #data: readonly DataSegment[] = [];
  readonly #customs: CustomSection[] = [];
  readonly #sections: { id: number; header: number; content: ByteRange }[] = [];

  /** Only what is seen from outside. */
  readonly #isInterface: boolean;

  constructor(bytes: Uint8Array, isInterface: boolean) {
    this.#bytes = bytes;
    this.#isInterface = isInterface;
    this.#reader = new BinaryReader(bytes);
    this.#typeReader = new TypeReader(this.#reader, isInterface);
  }

  decode(): DecodedModule {
    this.#header();
    let place = -1;
    while (!this.#reader.isAtEnd) {
      const id = this.#section();
      if (id === SectionId.custom) continue;
      const next = sectionOrder.indexOf(id);
      if (next <= place) this.#reader.malformed("unexpected content after last section", this.#reader.offset);
      place = next;
    }
    if (!this.#isInterface) this.#checkCounts();
    return this.#result();
  }

  #header(): void {
    const start = this.#reader.offset;
    moduleHeader.forEach((byte, index) => {
      const message = index < 4 ? "magic header not detected" : "unknown binary version";
      if (this.#reader.isAtEnd) this.#reader.malformed("unexpected end");
      if (this.#reader.u8() !== byte) this.#reader.malformed(message, index < 4 ? start : start + 4);
    });
  }

  #section(): number {
    const outer = this.#reader;
    const header = outer.offset;
    const id = outer.u8();
    if (id > SectionId.tag) outer.malformed("malformed section id", header);
    const size = outer.u32();
    const start = outer.skip(size, "length out of bounds");
    this.#sections.push({ id, header, content: { start, end: outer.offset } });
    this.#reader = new BinaryReader(this.#bytes, start, outer.offset);
    this.#typeReader = new TypeReader(this.#reader, this.#isInterface);
    if (this.#isInterface && innerSections.has(id)) this.#reader.offset = outer.offset;
    else this.#content(id);
    if (!this.#reader.isAtEnd) this.#reader.malformed("section size mismatch");
    this.#reader = outer;
    return id;
  }

  #content(id: number): void {
    switch (id) {
      case SectionId.custom:
        this.#custom();
        return;
      case SectionId.type:
        this.#types = this.#typeReader.types();
        return;
      case SectionId.import:
        this.#imports = this.#list(() => this.#import());
        return;
      case SectionId.function:
        this.#functions = this.#list(() => this.#reader.u32());
        return;
      case SectionId.table:
        this.#tables = this.#list(() => this.#table());
        return;
      case SectionId.memory:
        this.#memories = this.#list(() => this.#typeReader.memoryType());
        return;
      case SectionId.tag:
        if (!this.#isInterface) this.#reader.unsupported(Proposal.exceptions);
        this.#tags = this.#list(() => this.#tag());
        return;
      case SectionId.global:
        this.#globals = this.#list(() => ({
          type: this.#typeReader.globalType(),
          initial: this.#expression(),
        }));
        return;
      case SectionId.export:
        this.#exports = this.#list(() => this.#export());
        return;
      case SectionId.start:
        this.#start = this.#reader.u32();
        return;
      case SectionId.element:
        this.#elements = this.#list(() => this.#element());
        return;
      case SectionId.code:
        this.#code = this.#list(() => this.#body());
        return;
      case SectionId.data:
        this.#data = this.#list(() => this.#dataSegment());
        return;
      default:
        this.#dataCount = this.#reader.u32();
    }
  }

  #checkCounts(): void {
    const { offset } = this.#reader;
    if (this.#functions.length !== this.#code.length) {
      this.#reader.malformed("function and code section have inconsistent lengths", offset);
    }
    if (this.#dataCount !== undefined && this.#dataCount !== this.#data.length) {
      this.#reader.malformed("data count and data section have inconsistent lengths", offset);
    }
  }

  #result(): DecodedModule {
    return {
      kind: "module",
      bytes: this.#bytes,
      types: this.#types,
      imports: this.#imports,
      functions: this.#functions,
      tables: this.#tables,
      memories: this.#memories,
      tags: this.#tags,
      globals: this.#globals,
      exports: this.#exports,
      start: this.#start,
      elements: this.#elements,
      dataCount: this.#dataCount,
      code: this.#code,
      data: this.#data,
      customs: this.#customs,
      sections: this.#sections,
    };
  }

  #list<T>(read: () => T): T[] {
    const count = this.#reader.u32();
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  #custom(): void {
    const name = this.#reader.name();
    const start = this.#reader.skip(this.#reader.end - this.#reader.offset);
    this.#customs.push({ name, content: { start, end: this.#reader.end } });
  }

  // A table may come with the value of its elements.
  #table(): TableType {
    const { offset } = this.#reader;
    if (this.#reader.bytes[offset] !== 0x40) return this.#typeReader.tableType();
    if (!this.#isInterface) this.#reader.unsupported(Proposal.functionReferences);
    this.#reader.skip(2);
    const type = this.#typeReader.tableType();
    this.#expression();
    return type;
  }

  #tag(): number {
    if (this.#reader.u8() !== 0) this.#reader.malformed("malformed tag attribute", this.#reader.offset - 1);
    return this.#reader.u32();
  }

  #import(): Import {
    const { offset } = this.#reader;
    const module = this.#reader.name();
    const name = this.#reader.name();
    return { module, name, import: this.#importType(), offset };
  }

  #importType(): ImportType {
    const kind = this.#reader.u8();
    switch (kind) {
      case ExternalKind.function:
        return { kind: "function", type: this.#reader.u32() };
      case ExternalKind.table:
        return { kind: "table", type: this.#typeReader.tableType() };
      case ExternalKind.memory:
        return { kind: "memory", type: this.#typeReader.memoryType() };
      case ExternalKind.global:
        return { kind: "global", type: this.#typeReader.globalType() };
      case ExternalKind.tag:
        if (!this.#isInterface) this.#reader.unsupported(Proposal.exceptions, this.#reader.offset - 1);
        return { kind: "tag", type: this.#tag() };
      default:
        return this.#reader.malformed("malformed import kind", this.#reader.offset - 1);
    }
  }

  #export(): Export {
    const { offset } = this.#reader;
    const name = this.#reader.name();
    const kind = this.#reader.u8();
    if (kind > ExternalKind.tag) this.#reader.malformed("malformed export kind", this.#reader.offset - 1);
    return { name, kind: kind as ExternalKind, index: this.#reader.u32(), offset };
  }

  // An expression ends with the first `end`: the instructions allowed in one open no blocks.
  #expression(): ByteRange {
    const start = this.#reader.offset;
    if (this.#isInterface) skipExpression(this.#reader);
    else {
      const instructions = new InstructionReader(this.#reader);
      while (instructions.next() !== Op.End);
    }
    return { start, end: this.#reader.offset };
  }

  // Spec: the flag's bits mean "not active", "explicit index or declarative" and "expressions".
  #element(): ElementSegment {
    const { offset } = this.#reader;
    const flags = this.#reader.u32();
    if (flags > 7) this.#reader.malformed("malformed elements segment kind", offset);
    const mode = this.#elementMode(flags);
    const hasExpressions = (flags & 4) !== 0;
    let type: ValueType = ValueType.funcref;
    if ((flags & 3) !== 0) {
      if (hasExpressions) type = this.#typeReader.referenceType();
      else if (this.#reader.u8() !== 0)
        this.#reader.malformed("malformed element kind", this.#reader.offset - 1);
    }
    const items = hasExpressions
      ? { kind: "expressions" as const, expressions: this.#list(() => this.#expression()) }
      : { kind: "functions" as const, indices: this.#list(() => this.#reader.u32()) };
    return { mode, type, items, offset };
  }

  #elementMode(flags: number): SegmentMode {
    if ((flags & 1) !== 0) return { kind: (flags & 2) !== 0 ? "declarative" : "passive" };
    const index = (flags & 2) !== 0 ? this.#reader.u32() : 0;
    return { kind: "active", index, offset: this.#expression() };
  }

  #dataSegment(): DataSegment {
    const { offset } = this.#reader;
    const mode = this.#dataMode();
    const size = this.#reader.u32();
    const start = this.#reader.skip(size);
    return { mode, bytes: { start, end: this.#reader.offset }, offset };
  }

  #dataMode(): SegmentMode {
    const flags = this.#reader.u32();
    if (flags > 2) this.#reader.malformed("malformed data segment kind", this.#reader.offset - 1);
    if (flags === 1) return { kind: "passive" };
    const index = flags === 2 ? this.#reader.u32() : 0;
    return { kind: "active", index, offset: this.#expression() };
  }

  #body(): FunctionBody {
    const size = this.#reader.u32();
    const start = this.#reader.skip(size);
    const end = this.#reader.offset;
    const reader = new BinaryReader(this.#bytes, start, end);
    const types = new TypeReader(reader, false);
    const locals: { count: number; type: ValueType }[] = [];
    let localCount = 0;
    for (let runs = reader.u32(); runs > 0; runs--) {
      const count = reader.u32();
      localCount += count;
      if (localCount > maxLocals) reader.malformed("too many locals");
      locals.push({ count, type: types.valueType() });
    }
    return { locals, localCount, code: { start: reader.offset, end } };
  }
}
