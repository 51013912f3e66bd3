// Types the code of one function, by the algorithm in the specification's appendix: a stack of operand types
// and a stack of control frames. After an unconditional branch the rest of a frame is unreachable, where
// operands that are missing may have any type.
import { BinaryReader } from "./binary-reader.ts";
import type { FunctionBody } from "./decoded-module.ts";
import { WasmFailureSignal } from "./failure.ts";
import { Op, opcodeRows } from "./generated/opcodes.ts";
import { denseOpcode, InstructionReader } from "./instruction-reader.ts";
import { proposalOfType } from "./type-reader.ts";
import type { ValidationContext } from "./validate.ts";
import {
  BlockType,
  type FunctionType,
  type GlobalType,
  isValueType,
  ValueType,
  valueTypeName,
} from "./value-type.ts";

/** A type that fits every other: what unreachable code leaves on the stack. */
const bottom = 0;
type OperandType = ValueType | typeof bottom;

/** Nesting of blocks, as deep as the explicit stack is allowed to grow. */
const maxBlockDepth = 100_000;

/** Operands at a time: a few bytes of code can push a thousand, and translators give each a place. */
const maxOperands = 1_000_000;

interface ControlFrame {
  readonly op: number;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Operands below this block. */
  readonly height: number;
  isUnreachable: boolean;
}

const typeOfLetter: Record<string, ValueType> = {
  i: ValueType.i32,
  l: ValueType.i64,
  f: ValueType.f32,
  d: ValueType.f64,
  v: ValueType.v128,
};

// Operands and results of the instructions whose types never change, by dense opcode.
const plainSignatures: (FunctionType | undefined)[] = [];
for (const [, op, , , signature] of opcodeRows) {
  if (signature === "*") continue;
  const [parameters, results] = signature
    .split(":")
    .map((types) => [...types].map((type) => typeOfLetter[type]!));
  plainSignatures[denseOpcode(op)] = { parameters: parameters!, results: results! };
}

export class FunctionValidator {
  readonly #context: ValidationContext;
  #code!: InstructionReader;
  #locals: ValueType[] = [];
  readonly #operands: OperandType[] = [];
  readonly #frames: ControlFrame[] = [];

  constructor(context: ValidationContext) {
    this.#context = context;
  }

  /** Signals a failure unless the body is valid code of that type. */
  validate(type: FunctionType, body: FunctionBody): void {
    this.#code = new InstructionReader(
      new BinaryReader(this.#context.module.bytes, body.code.start, body.code.end),
    );
    this.#operands.length = 0;
    this.#frames.length = 0;
    this.#locals = [...type.parameters];
    for (const { count, type: local } of body.locals) {
      for (let i = 0; i < count; i++) this.#locals.push(local);
    }
    this.#pushFrame(Op.Block, [], type.results);
    while (this.#frames.length > 0) {
      this.#code.next();
      this.#instruction();
    }
    if (!this.#code.reader.isAtEnd) this.#code.reader.malformed("unexpected content after function end");
  }

  #invalid(message: string): never {
    throw new WasmFailureSignal("invalid", this.#code.offset, message);
  }

  #notAType(message: string): never {
    const { reader, offset, blockType } = this.#code;
    const proposal = proposalOfType(blockType);
    return proposal === undefined ? reader.malformed(message, offset) : reader.unsupported(proposal, offset);
  }

  #instruction(): void {
    const code = this.#code;
    this.#checkImmediates();
    const plain = plainSignatures[denseOpcode(code.op)];
    if (plain !== undefined) {
      this.#popAll(plain.parameters);
      this.#pushAll(plain.results);
      return;
    }
    switch (code.op) {
      case Op.Unreachable:
        this.#unreachable();
        return;
      case Op.Block:
      case Op.Loop:
        this.#block(code.op);
        return;
      case Op.If:
        this.#pop(ValueType.i32);
        this.#block(code.op);
        return;
      case Op.Else:
        this.#else();
        return;
      case Op.End:
        this.#end();
        return;
      case Op.Br:
        this.#popAll(this.#label(code.index));
        this.#unreachable();
        return;
      case Op.BrIf:
        this.#branchIf();
        return;
      case Op.BrTable:
        this.#branchTable();
        return;
      case Op.Return:
        this.#popAll(this.#frames[0]!.results);
        this.#unreachable();
        return;
      case Op.Drop:
        this.#popAny();
        return;
      case Op.Select:
        this.#select();
        return;
      case Op.SelectTyped:
        this.#selectTyped();
        return;
      default:
        this.#variableOrCall();
        return;
    }
  }

  #variableOrCall(): void {
    const code = this.#code;
    switch (code.op) {
      case Op.Call:
        this.#call(this.#function(code.index));
        return;
      case Op.ReturnCall:
        this.#tailCall(this.#function(code.index));
        return;
      case Op.CallIndirect:
        this.#pop(ValueType.i32);
        this.#call(this.#indirectType());
        return;
      case Op.ReturnCallIndirect:
        this.#pop(ValueType.i32);
        this.#tailCall(this.#indirectType());
        return;
      case Op.LocalGet:
        this.#push(this.#local());
        return;
      case Op.LocalSet:
        this.#pop(this.#local());
        return;
      case Op.LocalTee:
        this.#pop(this.#local());
        this.#push(this.#local());
        return;
      case Op.GlobalGet:
        this.#push(this.#global().type);
        return;
      case Op.GlobalSet:
        if (!this.#global().mutable) this.#invalid("global is immutable");
        this.#pop(this.#global().type);
        return;
      default:
        this.#reference();
        return;
    }
  }

  #reference(): void {
    const code = this.#code;
    switch (code.op) {
      case Op.RefNull:
        if (!isReference(code.blockType)) this.#notAType("malformed reference type");
        this.#push(code.blockType);
        return;
      case Op.RefIsNull: {
        const type = this.#popAny();
        if (type !== bottom && !isReference(type)) this.#invalid("type mismatch: expected a reference");
        this.#push(ValueType.i32);
        return;
      }
      case Op.RefFunc:
        this.#function(code.index);
        if (!this.#context.declaredReferences.has(code.index)) this.#invalid("undeclared function reference");
        this.#push(ValueType.funcref);
        return;
      default:
        this.#table();
        return;
    }
  }

  #table(): void {
    const { op, index } = this.#code;
    const element = this.#tableElement(index);
    switch (op) {
      case Op.TableGet:
        this.#pop(ValueType.i32);
        this.#push(element);
        return;
      case Op.TableSet:
        this.#pop(element);
        this.#pop(ValueType.i32);
        return;
      case Op.TableSize:
        this.#push(ValueType.i32);
        return;
      case Op.TableGrow:
        this.#pop(ValueType.i32);
        this.#pop(element);
        this.#push(ValueType.i32);
        return;
      default:
        this.#pop(ValueType.i32);
        this.#pop(element);
        this.#pop(ValueType.i32);
    }
  }

  // Checks that do not depend on the operands.
  #checkImmediates(): void {
    const { info, index, second, align } = this.#code;
    switch (info.immediate) {
      case "memory":
        this.#needMemory();
        if (info.size < align && this.#hasAlignment())
          this.#invalid("alignment must not be larger than natural");
        return;
      case "atomic":
        this.#needMemory();
        if (info.size !== align) this.#invalid("atomic alignment must be natural");
        return;
      case "memory-lane":
        this.#needMemory();
        if (info.size < align) this.#invalid("alignment must not be larger than natural");
        this.#checkLane(16 >> info.size);
        return;
      case "lane":
        this.#checkLane(info.size);
        return;
      case "shuffle":
        this.#checkShuffle();
        return;
      case "memory-init":
        this.#needMemory();
        this.#needData();
        return;
      case "data":
        this.#needData();
        return;
      case "memory-copy":
        this.#needMemory();
        return;
      case "element":
        this.#elementType(index);
        return;
      case "table-init":
        if (this.#elementType(index) !== this.#tableElement(second)) this.#invalid("type mismatch");
        return;
      case "table-copy":
        if (this.#tableElement(index) !== this.#tableElement(second)) this.#invalid("type mismatch");
        return;
      default:
    }
  }

  #hasAlignment(): boolean {
    const { op } = this.#code;
    return op !== Op.MemorySize && op !== Op.MemoryGrow && op !== Op.MemoryFill;
  }

  #needMemory(): void {
    if (this.#context.memories.length === 0) this.#invalid("unknown memory 0");
  }

  #needData(): void {
    const { dataCount } = this.#context.module;
    if (dataCount === undefined)
      this.#code.reader.malformed("data count section required", this.#code.offset);
    if (this.#code.index >= dataCount) this.#invalid(`unknown data segment ${this.#code.index}`);
  }

  #checkLane(count: number): void {
    if (this.#code.index >= count) this.#invalid("invalid lane index");
  }

  #checkShuffle(): void {
    const at = this.#code.vectorOffset;
    const lanes = this.#context.module.bytes.subarray(at, at + 16);
    if (lanes.some((lane) => lane >= 32)) this.#invalid("invalid lane index");
  }

  #elementType(index: number): ValueType {
    const segment = this.#context.module.elements[index];
    return segment === undefined ? this.#invalid(`unknown elem segment ${index}`) : segment.type;
  }

  #tableElement(index: number): ValueType {
    const table = this.#context.tables[index];
    return table === undefined ? this.#invalid(`unknown table ${index}`) : table.element;
  }

  #local(): ValueType {
    return this.#locals[this.#code.index] ?? this.#invalid(`unknown local ${this.#code.index}`);
  }

  #global(): GlobalType {
    return this.#context.globals[this.#code.index] ?? this.#invalid(`unknown global ${this.#code.index}`);
  }

  #function(index: number): FunctionType {
    return this.#context.functions[index] ?? this.#invalid(`unknown function ${index}`);
  }

  #indirectType(): FunctionType {
    const { index, second } = this.#code;
    if (this.#tableElement(second) !== ValueType.funcref)
      this.#invalid("type mismatch: calls need a table of funcref");
    return this.#context.module.types[index] ?? this.#invalid(`unknown type ${index}`);
  }

  #call(type: FunctionType): void {
    this.#popAll(type.parameters);
    this.#pushAll(type.results);
  }

  #tailCall(type: FunctionType): void {
    const { results } = this.#frames[0]!;
    const isSame =
      results.length === type.results.length && results.every((result, i) => result === type.results[i]);
    if (!isSame) this.#invalid("type mismatch: a tail call must return what the function returns");
    this.#popAll(type.parameters);
    this.#unreachable();
  }

  #block(op: number): void {
    const { parameters, results } = this.#blockType();
    this.#popAll(parameters);
    this.#pushFrame(op, parameters, results);
  }

  #blockType(): FunctionType {
    const { blockType } = this.#code;
    if (blockType >= 0)
      return this.#context.module.types[blockType] ?? this.#invalid(`unknown type ${blockType}`);
    if (blockType === BlockType.empty) return { parameters: [], results: [] };
    if (!isValueType(blockType)) return this.#notAType("malformed block type");
    return { parameters: [], results: [blockType] };
  }

  #else(): void {
    const frame = this.#popFrame();
    if (frame.op !== Op.If) this.#code.reader.malformed("unexpected else", this.#code.offset);
    this.#pushFrame(Op.Else, frame.parameters, frame.results);
  }

  #end(): void {
    const frame = this.#popFrame();
    const { parameters, results } = frame;
    const hasNoElse = frame.op === Op.If;
    if (
      hasNoElse &&
      !(parameters.length === results.length && parameters.every((type, i) => type === results[i]))
    ) {
      this.#invalid("type mismatch: an if without else must return its parameters");
    }
    this.#pushAll(results);
  }

  #pushFrame(op: number, parameters: readonly ValueType[], results: readonly ValueType[]): void {
    if (this.#frames.length >= maxBlockDepth) this.#invalid("blocks are nested too deeply");
    this.#frames.push({ op, parameters, results, height: this.#operands.length, isUnreachable: false });
    this.#pushAll(parameters);
  }

  #popFrame(): ControlFrame {
    const frame = this.#frames.at(-1)!;
    this.#popAll(frame.results);
    if (this.#operands.length !== frame.height) this.#invalid("type mismatch: values remain on the stack");
    this.#frames.pop();
    return frame;
  }

  #label(depth: number): readonly ValueType[] {
    const frame = this.#frames[this.#frames.length - 1 - depth];
    if (frame === undefined) return this.#invalid(`unknown label ${depth}`);
    return frame.op === Op.Loop ? frame.parameters : frame.results;
  }

  #branchIf(): void {
    this.#pop(ValueType.i32);
    const types = this.#label(this.#code.index);
    this.#popAll(types);
    this.#pushAll(types);
  }

  #branchTable(): void {
    this.#pop(ValueType.i32);
    const { labels } = this.#code;
    const fallback = this.#label(labels.at(-1)!);
    for (const depth of labels) {
      const types = this.#label(depth);
      if (types.length !== fallback.length)
        this.#invalid("type mismatch: targets take different numbers of values");
      this.#pushBack(this.#popAll(types));
    }
    this.#popAll(fallback);
    this.#unreachable();
  }

  #select(): void {
    this.#pop(ValueType.i32);
    const first = this.#popAny();
    const second = this.#popAny();
    if (isReference(first) || isReference(second))
      this.#invalid("type mismatch: select of references needs a type");
    if (first !== second && first !== bottom && second !== bottom) this.#invalid("type mismatch");
    this.#push(first === bottom ? second : first);
  }

  #selectTyped(): void {
    const { index, blockType } = this.#code;
    if (index !== 1) this.#invalid("invalid result arity");
    if (!isValueType(blockType)) {
      this.#notAType("malformed value type");
      return;
    }
    this.#pop(ValueType.i32);
    this.#pop(blockType);
    this.#pop(blockType);
    this.#push(blockType);
  }

  #unreachable(): void {
    const frame = this.#frames.at(-1)!;
    this.#operands.length = frame.height;
    frame.isUnreachable = true;
  }

  #push(type: OperandType): void {
    this.#operands.push(type);
  }

  #pushAll(types: readonly ValueType[]): void {
    for (const type of types) this.#operands.push(type);
    if (this.#operands.length > maxOperands) this.#invalid("the operand stack is too deep");
  }

  #pushBack(popped: readonly OperandType[]): void {
    for (let i = popped.length - 1; i >= 0; i--) this.#operands.push(popped[i]!);
  }

  #popAny(): OperandType {
    const frame = this.#frames.at(-1)!;
    if (this.#operands.length > frame.height) return this.#operands.pop()!;
    return frame.isUnreachable ? bottom : this.#invalid("type mismatch: the stack is empty");
  }

  #pop(wanted: OperandType): OperandType {
    const found = this.#popAny();
    if (found !== wanted && found !== bottom && wanted !== bottom) {
      this.#invalid(`type mismatch: expected ${nameOf(wanted)}, found ${nameOf(found)}`);
    }
    return found;
  }

  // Pops the types from the last to the first and returns what was found, in that order.
  #popAll(types: readonly ValueType[]): OperandType[] {
    const found: OperandType[] = [];
    for (let i = types.length - 1; i >= 0; i--) found.push(this.#pop(types[i]!));
    return found;
  }
}

const nameOf = (type: OperandType): string => (type === bottom ? "any type" : valueTypeName(type));

function isReference(type: number): type is typeof ValueType.funcref | typeof ValueType.externref {
  return type === ValueType.funcref || type === ValueType.externref;
}
