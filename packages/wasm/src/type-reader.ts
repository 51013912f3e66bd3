// Reads types as the binary format writes them. A reader of interfaces takes what this package has no code for as
// `opaque`: whoever runs the module knows it. All others have it fail as `unsupported`.
import type { BinaryReader } from "./binary-reader.ts";
import { Proposal } from "./failure.ts";
import {
  type FunctionType,
  type GlobalType,
  isValueType,
  type Limits,
  type TableType,
  ValueType,
} from "./value-type.ts";

/** Parameters, and results, of one function, as other engines bound them: a call is two bytes and moves them all. */
const maxArity = 1000;

/** The bytes of heap types that later proposals brought, as the signed numbers that they are. */
const laterHeapTypes: ReadonlyMap<number, string> = new Map([
  ...[0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73].map((byte) => [byte - 0x80, Proposal.gc] as const),
  ...[0x69, 0x74].map((byte) => [byte - 0x80, Proposal.exceptions] as const),
]);

/** The proposal that brought the type which this number stands for, if it is one that this package has no code for. */
export function proposalOfType(type: number): string | undefined {
  return isTypedReference(type) ? Proposal.functionReferences : laterHeapTypes.get(type);
}

const isTypedReference = (type: number): boolean => type === 0x63 - 0x80 || type === 0x64 - 0x80;

const typeForms = {
  function: 0x60,
  struct: 0x5f,
  array: 0x5e,
  sub: 0x50,
  subFinal: 0x4f,
  group: 0x4e,
} as const;
const storageTypes: ReadonlySet<number> = new Set([0x78 - 0x80, 0x77 - 0x80]);

const noFunction: FunctionType = { parameters: [], results: [] };

export class TypeReader {
  readonly #reader: BinaryReader;
  readonly #isTolerant: boolean;

  /** @param isTolerant types that are not known here are `opaque`. */
  constructor(reader: BinaryReader, isTolerant: boolean) {
    this.#reader = reader;
    this.#isTolerant = isTolerant;
  }

  /** The entries of a type section; what is no function has an empty type. */
  types(): FunctionType[] {
    const types: FunctionType[] = [];
    for (let count = this.#reader.u32(); count > 0; count--) this.#typeOrGroup(types);
    return types;
  }

  valueType(): ValueType {
    const type = this.#reader.u8() - 0x80;
    return isValueType(type) ? type : (this.#laterReference(type) ?? this.#malformed("malformed value type"));
  }

  referenceType(): TableType["element"] {
    const type = this.#reader.u8() - 0x80;
    if (type === ValueType.funcref || type === ValueType.externref) return type;
    return this.#laterReference(type) ?? this.#malformed("malformed reference type");
  }

  tableType(): TableType {
    const element = this.referenceType();
    return { element, ...this.#limits(false) };
  }

  memoryType(): Limits {
    return this.#limits(true);
  }

  globalType(): GlobalType {
    const type = this.valueType();
    const mutable = this.#reader.u8();
    if (mutable > 1) this.#malformed("malformed mutability");
    return { type, mutable: mutable === 1 };
  }

  #malformed(message: string): never {
    return this.#reader.malformed(message, this.#reader.offset - 1);
  }

  /** Fails as unsupported, unless that does not matter. */
  #needs(proposal: string): void {
    if (!this.#isTolerant) this.#reader.unsupported(proposal, this.#reader.offset - 1);
  }

  #laterReference(type: number): typeof ValueType.opaque | undefined {
    const proposal = proposalOfType(type);
    if (proposal === undefined) return undefined;
    this.#needs(proposal);
    if (isTypedReference(type)) this.#reader.s33();
    return ValueType.opaque;
  }

  #typeOrGroup(types: FunctionType[]): void {
    const form = this.#reader.u8();
    if (form !== typeForms.group) {
      types.push(this.#type(form));
      return;
    }
    this.#needs(Proposal.gc);
    for (let count = this.#reader.u32(); count > 0; count--) types.push(this.#type(this.#reader.u8()));
  }

  #type(form: number): FunctionType {
    switch (form) {
      case typeForms.function:
        return this.#functionType();
      case typeForms.struct:
      case typeForms.array:
        this.#needs(Proposal.gc);
        for (let count = form === typeForms.array ? 1 : this.#reader.u32(); count > 0; count--) this.#field();
        return noFunction;
      case typeForms.sub:
      case typeForms.subFinal:
        this.#needs(Proposal.gc);
        for (let count = this.#reader.u32(); count > 0; count--) this.#reader.u32();
        return this.#type(this.#reader.u8());
      default:
        return this.#malformed("malformed function type");
    }
  }

  #field(): void {
    const type = this.#reader.u8() - 0x80;
    if (!storageTypes.has(type) && !isValueType(type) && this.#laterReference(type) === undefined)
      this.#malformed("malformed value type");
    this.#reader.u8();
  }

  #functionType(): FunctionType {
    const parameters = this.#valueTypes();
    const results = this.#valueTypes();
    if (Math.max(parameters.length, results.length) > maxArity) {
      this.#reader.malformed("too many parameters or results");
    }
    return { parameters, results };
  }

  #valueTypes(): ValueType[] {
    const types: ValueType[] = [];
    for (let count = this.#reader.u32(); count > 0; count--) types.push(this.valueType());
    return types;
  }

  // Bits of the flags: has a maximum, is shared, has addresses of 64 bits.
  #limits(isMemory: boolean): Limits {
    const flags = this.#reader.u8();
    if (flags > 7 || ((flags & 2) !== 0 && !isMemory)) {
      this.#malformed("integer representation too long or malformed limits flags");
    }
    const is64 = (flags & 4) !== 0;
    if (is64) this.#needs(Proposal.memory64);
    const size = () => (is64 ? this.#reader.u64Number() : this.#reader.u32());
    const minimum = size();
    const maximum = flags & 1 ? size() : undefined;
    return { minimum, maximum, shared: (flags & 2) !== 0, ...(is64 && { is64 }) };
  }
}
