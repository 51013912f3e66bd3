// Translates a validated function body into the interpreter's register code, in one pass. What it saves over
// running WebAssembly as it stands: the operand stack is gone (operands are places in the frame, see
// operand-stack.ts), constants are part of the instruction, results go straight into the local they are
// assigned to, a comparison and the branch on it are one instruction, structured control is plain jumps, an
// `else` that leaves stands at the end and no jump leads over it, and unreachable code is not translated.
//
// Rejected: an optimising register allocator. Homes by stack position cost a few moves at joins and nothing
// else, and keep translation linear.
import { assert } from "@tyara/base";
import {
  BinaryReader,
  BlockType,
  denseOpcode,
  type FunctionBody,
  type FunctionType,
  InstructionReader,
  Op,
  opcodeRows,
  ValueType,
} from "@tyara/wasm";
import { bulkShift, makesEntryCost } from "../../fuel.ts";
import { type Arm, CodeWriter, is64, type Label, newLabel, type Position } from "./code-writer.ts";
import { Bytecode, plainForms, variants } from "./generated/bytecode.ts";
import type { Body } from "./interpreted-function.ts";
import type { InterpretedModule } from "./interpreted-module.ts";
import { OperandStack, Place, wordsOf, wordsOfAll } from "./operand-stack.ts";

interface ControlFrame {
  readonly op: number;
  readonly type: FunctionType;
  /** Where a branch to this frame goes: its end, or its start if it is a loop. */
  readonly label: Label;
  /** Where an `if` goes whose condition does not hold. */
  readonly otherwise: Label | undefined;
  /** The code of an `else` that a jump leads over. */
  readonly arm: Arm | undefined;
  /** Operands and words below the block's parameters. */
  readonly height: number;
  readonly bottom: number;
}

const { i32, i64, f32, f64, v128, funcref } = ValueType;
const typeOfLetter: Record<string, ValueType> = { i: i32, l: i64, f: f32, d: f64, v: v128 };

/** Operand count and result type of instructions whose types never change, by dense opcode. */
const shapes: { readonly operands: number; readonly result: ValueType | undefined }[] = [];
for (const [, op, , , signature] of opcodeRows) {
  if (signature === "*") continue;
  const [parameters, results] = signature.split(":") as [string, string];
  shapes[denseOpcode(op)] = { operands: parameters.length, result: typeOfLetter[results] };
}

/** Translates the body of a function. `type` is the function's; the module must be valid. */
export function translate(module: InterpretedModule, type: FunctionType, body: FunctionBody): Body {
  return new Translator(module, type, body).translate();
}

/** Where the translated code of a body came from, in the order of its words. */
export function positionsOf(module: InterpretedModule, type: FunctionType, body: FunctionBody): Position[] {
  const translator = new Translator(module, type, body);
  translator.translate();
  return translator.positions();
}

class Translator {
  readonly #module: InterpretedModule;
  readonly #type: FunctionType;
  readonly #reader: InstructionReader;
  readonly #code: CodeWriter;
  readonly #localPlaces: number[] = [];
  readonly #localTypes: ValueType[] = [];
  readonly #localWords: number;
  readonly #stack: OperandStack;
  readonly #frames: ControlFrame[] = [];
  #entryCosts = false;

  constructor(module: InterpretedModule, type: FunctionType, body: FunctionBody) {
    this.#module = module;
    this.#type = type;
    this.#reader = new InstructionReader(
      new BinaryReader(module.decoded.bytes, body.code.start, body.code.end),
    );
    let words = 0;
    const addLocal = (local: ValueType) => {
      this.#localTypes.push(local);
      this.#localPlaces.push(words);
      words += wordsOf(local);
    };
    for (const parameter of type.parameters) addLocal(parameter);
    for (const run of body.locals) for (let i = 0; i < run.count; i++) addLocal(run.type);
    this.#localWords = words;
    this.#code = new CodeWriter(words);
    this.#stack = new OperandStack(words, (to, operand) => this.#code.move(to, operand));
  }

  translate(): Body {
    this.#pushFrame(Op.Block, { parameters: [], results: this.#type.results }, undefined);
    while (this.#frames.length > 0) {
      this.#reader.next();
      this.#instruction();
    }
    const resultWords = wordsOfAll(this.#type.results);
    return {
      code: this.#code.finish(),
      parameterWords: wordsOfAll(this.#type.parameters),
      localWords: this.#localWords,
      frameWords: Math.max(this.#stack.highest, resultWords) + 4,
      entryCosts: this.#entryCosts,
    };
  }

  positions(): Position[] {
    return this.#code.positions();
  }

  #instruction(): void {
    const { op, offset } = this.#reader;
    this.#code.offset = offset;
    this.#entryCosts ||= makesEntryCost(op);
    const plain = plainForms.get(op);
    if (plain !== undefined) this.#plain(plain);
    else if (shapes[denseOpcode(op)] !== undefined) this.#fixed(op);
    else if (op <= Op.ReturnCallIndirect) this.#control(op);
    else this.#variable(op);
  }

  #control(op: number): void {
    switch (op) {
      case Op.Unreachable:
        this.#code.emit(Bytecode.Unreachable);
        this.#skipUnreachable();
        return;
      case Op.Block:
      case Op.Loop:
        this.#block(op);
        return;
      case Op.If:
        this.#if();
        return;
      case Op.Else:
        this.#else();
        return;
      case Op.End:
        this.#end();
        return;
      case Op.Br:
        this.#branch(this.#frame(this.#reader.index));
        this.#skipUnreachable();
        return;
      case Op.BrIf:
        this.#branchIf(this.#frame(this.#reader.index));
        return;
      case Op.BrTable:
        this.#branchTable();
        this.#skipUnreachable();
        return;
      case Op.Return:
        this.#return();
        this.#skipUnreachable();
        return;
      default:
        this.#call(op);
        return;
    }
  }

  #call(op: number): void {
    const { index, second } = this.#reader;
    switch (op) {
      case Op.Call:
        this.#enter(this.#module.spaces.functions[index]!, 0, Bytecode.Call, [index]);
        return;
      case Op.CallIndirect:
        this.#enter(this.#module.decoded.types[index]!, 1, Bytecode.CallIndirect, [index, second]);
        return;
      case Op.ReturnCall:
        this.#tailCall(this.#module.spaces.functions[index]!, 0, Bytecode.ReturnCall, [index]);
        this.#skipUnreachable();
        return;
      case Op.ReturnCallIndirect:
        this.#tailCall(this.#module.decoded.types[index]!, 1, Bytecode.ReturnCallIndirect, [index, second]);
        this.#skipUnreachable();
        return;
      default:
        assert(false, `${this.#reader.info.name} has no translation`);
    }
  }

  #variable(op: number): void {
    const { index, blockType } = this.#reader;
    switch (op) {
      case Op.Drop:
        this.#stack.pop();
        return;
      case Op.Select:
      case Op.SelectTyped:
        this.#select();
        return;
      case Op.LocalGet:
        this.#stack.pushLocal(this.#localTypes[index]!, this.#localPlaces[index]!);
        return;
      case Op.LocalSet:
        this.#setLocal(this.#localPlaces[index]!);
        return;
      case Op.LocalTee: {
        const local = this.#localPlaces[index]!;
        this.#setLocal(local);
        this.#stack.pushLocal(this.#localTypes[index]!, local);
        return;
      }
      case Op.GlobalGet:
        this.#globalGet(index);
        return;
      case Op.GlobalSet:
        this.#globalSet(index);
        return;
      case Op.RefNull:
        this.#stack.pushConstant(blockType as ValueType, 0, 0);
        return;
      case Op.RefIsNull:
        this.#compareWithZero(Bytecode.I32EqConstant);
        return;
      case Op.RefFunc:
        this.#slow(op, 0, funcref, [index]);
        return;
      default:
        this.#table(op, index);
        return;
    }
  }

  #table(op: number, index: number): void {
    const { element } = this.#module.spaces.tables[index]!;
    switch (op) {
      case Op.TableGet:
        this.#slow(op, 1, element, [index]);
        return;
      case Op.TableSet:
        this.#slow(op, 2, undefined, [index]);
        return;
      case Op.TableSize:
        this.#slow(op, 0, i32, [index]);
        return;
      case Op.TableGrow:
        this.#slow(op, 2, i32, [index]);
        return;
      case Op.TableFill:
        this.#slow(op, 3, undefined, [index]);
        return;
      default:
        assert(false, `${this.#reader.info.name} has no translation`);
    }
  }

  // Instructions of a fixed type that are not a plain form of the main loop.
  #fixed(op: number): void {
    const { index, low, high } = this.#reader;
    switch (op) {
      case Op.Nop:
        return;
      case Op.I32Const:
        this.#stack.pushConstant(i32, index, 0);
        return;
      case Op.F32Const:
        this.#stack.pushConstant(f32, index, 0);
        return;
      case Op.I64Const:
        this.#stack.pushConstant(i64, low, high);
        return;
      case Op.F64Const:
        this.#stack.pushConstant(f64, low, high);
        return;
      case Op.I32WrapI64:
      case Op.I32ReinterpretF32:
        this.#retype(i32);
        return;
      case Op.F32ReinterpretI32:
        this.#retype(f32);
        return;
      case Op.I64ReinterpretF64:
        this.#retype(i64);
        return;
      case Op.F64ReinterpretI64:
        this.#retype(f64);
        return;
      case Op.I32Eqz:
        this.#notZero();
        return;
      case Op.I64Eqz:
        this.#compareWithZero(Bytecode.I64EqConstant);
        return;
      case Op.MemorySize:
        this.#emitResult(i32, [Bytecode.MemorySize, this.#stack.top]);
        return;
      case Op.MemoryGrow: {
        const pages = this.#code.register(this.#stack.pop());
        this.#emitResult(i32, [Bytecode.MemoryGrow, this.#stack.top, pages]);
        return;
      }
      default: {
        const { operands, result } = shapes[denseOpcode(op)]!;
        this.#slow(op, operands, result, this.#slowImmediates());
        return;
      }
    }
  }

  // The same bits as another type: wrapping takes the low word, which is where a narrower value is anyway.
  #retype(type: ValueType): void {
    const operand = this.#stack.pop();
    if (operand.place === Place.local) this.#stack.pushLocal(type, operand.local);
    else if (operand.place === Place.constant) this.#stack.pushConstant(type, operand.low, operand.high);
    else this.#stack.pushHome(type, operand.start, operand.end);
  }

  #slowImmediates(): readonly number[] {
    const { info, index, second, memoryOffset, vectorOffset } = this.#reader;
    switch (info.immediate) {
      case "memory":
      case "atomic":
        return [memoryOffset];
      case "memory-lane":
        return [memoryOffset, index];
      case "v128":
      case "shuffle": {
        const reader = new BinaryReader(this.#module.decoded.bytes, vectorOffset);
        return [reader.bits32(), reader.bits32(), reader.bits32(), reader.bits32()];
      }
      default:
        return [index, second];
    }
  }

  #slow(op: number, operands: number, result: ValueType | undefined, immediates: readonly number[]): void {
    const registers = [0, 0, 0];
    for (let i = operands - 1; i >= 0; i--) registers[i] = this.#code.register(this.#stack.pop());
    const shift = bulkShift.get(op);
    if (shift !== undefined) this.#code.emit(Bytecode.SpendOnBulk, registers[2]!, shift);
    const words = [0, 1, 2, 3].map((i) => immediates[i] ?? 0);
    this.#code.emit(Bytecode.Slow, denseOpcode(op), this.#stack.top, ...registers, ...words);
    if (result !== undefined) this.#stack.pushHome(result);
  }

  #plain(bytecode: number): void {
    const { info, memoryOffset, op } = this.#reader;
    const { operands, result } = shapes[denseOpcode(op)]!;
    if (info.immediate === "memory") {
      this.#memory(bytecode, result, memoryOffset);
      return;
    }
    if (operands === 2) {
      this.#binary(bytecode, result!);
      return;
    }
    const operand = this.#code.register(this.#stack.pop());
    this.#emitResult(result!, [bytecode, this.#stack.top, operand]);
  }

  #memory(bytecode: number, result: ValueType | undefined, offset: number): void {
    const value = result === undefined ? this.#code.register(this.#stack.pop()) : 0;
    const address = this.#stack.pop();
    this.#code.emitAccess(bytecode, result === undefined ? value : this.#stack.top, address, offset);
    if (result !== undefined) this.#stack.pushHome(result, this.#code.lastStart, this.#code.length);
  }

  #binary(plain: number, result: ValueType): void {
    let bytecode = plain;
    let right = this.#stack.pop();
    let left = this.#stack.pop();
    const mirrored = variants.get(bytecode)?.mirrored;
    if (left.place === Place.constant && right.place !== Place.constant && mirrored !== undefined) {
      [left, right] = [right, left];
      bytecode = mirrored;
    }
    const constant = variants.get(bytecode)?.constant;
    if (right.place === Place.constant && constant !== undefined) {
      const words = is64(right.type) ? [right.low, right.high] : [right.low];
      this.#emitResult(result, [constant, this.#stack.top, this.#code.register(left), ...words]);
    } else {
      const registers = [this.#code.register(left), this.#code.register(right)];
      this.#emitResult(result, [bytecode, this.#stack.top, ...registers]);
    }
  }

  #compareWithZero(bytecode: number): void {
    const operand = this.#code.register(this.#stack.pop());
    const zeros = bytecode === Bytecode.I64EqConstant ? [0, 0] : [0];
    this.#emitResult(i32, [bytecode, this.#stack.top, operand, ...zeros]);
  }

  // `i32.eqz` of a comparison is the opposite comparison.
  #notZero(): void {
    if (!this.#code.invert(this.#stack.peek(0))) this.#compareWithZero(Bytecode.I32EqConstant);
  }

  #select(): void {
    const condition = this.#code.register(this.#stack.pop());
    const second = this.#stack.pop();
    const first = this.#stack.pop();
    const registers = [this.#code.register(first), this.#code.register(second), condition];
    if (first.type === v128) {
      this.#code.emit(Bytecode.Slow, denseOpcode(Op.Select), this.#stack.top, ...registers, 0, 0, 0, 0);
      this.#stack.pushHome(v128);
    } else this.#emitResult(first.type, [Bytecode.Select, this.#stack.top, ...registers]);
  }

  #globalGet(index: number): void {
    const { type } = this.#module.spaces.globals[index]!;
    if (type === v128) this.#slow(Op.GlobalGet, 0, v128, [index]);
    else this.#emitResult(type, [Bytecode.GlobalGet, this.#stack.top, index]);
  }

  #globalSet(index: number): void {
    if (this.#module.spaces.globals[index]!.type === v128) {
      this.#slow(Op.GlobalSet, 1, undefined, [index]);
      return;
    }
    this.#code.emit(Bytecode.GlobalSet, index, this.#code.register(this.#stack.pop()));
  }

  #setLocal(local: number): void {
    const value = this.#stack.pop();
    this.#stack.spill(local);
    // Whatever computed the value last can put it into the local at once.
    if (!this.#code.retarget(value, local)) this.#code.move(local, value);
  }

  // --- calls ---

  // Arguments, and the table index of an indirect call, end up in their homes.
  #arguments(type: FunctionType, extra: number): number {
    this.#stack.settleTop(type.parameters.length + extra);
    const index = extra === 1 ? this.#stack.pop().home : 0;
    for (let i = type.parameters.length; i > 0; i--) this.#stack.pop();
    return index;
  }

  #enter(type: FunctionType, extra: number, bytecode: number, immediates: readonly number[]): void {
    const index = this.#arguments(type, extra);
    const registers = extra === 1 ? [index] : [];
    this.#code.emit(bytecode, ...immediates, ...registers, this.#stack.top);
    for (const result of type.results) this.#stack.pushHome(result);
  }

  #tailCall(type: FunctionType, extra: number, bytecode: number, immediates: readonly number[]): void {
    const index = this.#arguments(type, extra);
    let from = this.#stack.top;
    let to = 0;
    for (const parameter of type.parameters) {
      this.#code.moveWords(parameter, to, from);
      from += wordsOf(parameter);
      to += wordsOf(parameter);
    }
    this.#code.emit(bytecode, ...immediates, index);
  }

  // --- control ---

  #frame(depth: number): ControlFrame {
    return this.#frames[this.#frames.length - 1 - depth]!;
  }

  #isFunction(frame: ControlFrame): boolean {
    return frame === this.#frames[0];
  }

  #blockType(): FunctionType {
    const { blockType } = this.#reader;
    if (blockType >= 0) return this.#module.decoded.types[blockType]!;
    return { parameters: [], results: blockType === BlockType.empty ? [] : [blockType as ValueType] };
  }

  #pushFrame(op: number, type: FunctionType, otherwise: Label | undefined): void {
    const height = this.#stack.length - type.parameters.length;
    const bottom = this.#stack.top - wordsOfAll(type.parameters);
    const label = newLabel();
    this.#frames.push({ op, type, label, otherwise, arm: undefined, height, bottom });
    if (op === Op.Loop) this.#code.bind(label);
  }

  #block(op: number): void {
    const type = this.#blockType();
    this.#stack.settleTop(type.parameters.length);
    if (op === Op.Loop) this.#code.emit(Bytecode.EnterLoop);
    this.#pushFrame(op, type, undefined);
  }

  #if(): void {
    const condition = this.#stack.pop();
    const type = this.#blockType();
    this.#stack.settleTop(type.parameters.length);
    const otherwise = newLabel();
    this.#code.jumpOn(condition, false, otherwise);
    this.#pushFrame(Op.If, type, otherwise);
  }

  #else(): void {
    const frame = this.#frames.pop()!;
    this.#stack.settleTop(frame.type.results.length);
    this.#startElse(frame, this.#code.jumpOver(frame.label, frame.otherwise!));
  }

  #startElse(frame: ControlFrame, arm: Arm | undefined): void {
    this.#stack.truncate(frame.height);
    for (const parameter of frame.type.parameters) this.#stack.pushHome(parameter);
    this.#frames.push({ ...frame, op: Op.Else, otherwise: undefined, arm });
  }

  #end(): void {
    const frame = this.#frames.at(-1)!;
    if (this.#isFunction(frame)) this.#return();
    else this.#stack.settleTop(frame.type.results.length);
    if (frame.arm !== undefined) this.#code.endArm(frame.arm);
    this.#leave();
  }

  // Ends the innermost frame; what follows finds the results in their homes.
  #leave(): void {
    const frame = this.#frames.pop()!;
    if (frame.otherwise !== undefined) this.#code.bind(frame.otherwise);
    if (frame.op !== Op.Loop) this.#code.bind(frame.label);
    this.#stack.truncate(frame.height);
    for (const result of frame.type.results) this.#stack.pushHome(result);
  }

  // Reads over code that cannot be reached, up to the `else` or `end` of the innermost frame.
  #skipUnreachable(): void {
    for (let depth = 0; ; ) {
      const op = this.#reader.next();
      this.#entryCosts ||= makesEntryCost(op);
      if (op === Op.Block || op === Op.Loop || op === Op.If) depth += 1;
      else if (op === Op.End && depth > 0) depth -= 1;
      else if (op === Op.End) {
        const { arm } = this.#frames.at(-1)!;
        if (arm !== undefined) this.#code.endLeavingArm(arm);
        this.#leave();
        return;
      } else if (op === Op.Else && depth === 0) {
        const frame = this.#frames.pop()!;
        this.#code.bind(frame.otherwise!);
        this.#startElse(frame, undefined);
        return;
      }
    }
  }

  #targetTypes(frame: ControlFrame): readonly ValueType[] {
    return frame.op === Op.Loop ? frame.type.parameters : frame.type.results;
  }

  // A branch that is taken for sure.
  #branch(frame: ControlFrame): void {
    if (this.#isFunction(frame)) {
      this.#return();
      return;
    }
    this.#moveDown(this.#targetTypes(frame), frame.bottom);
    this.#code.jump(frame.label);
  }

  #branchIf(frame: ControlFrame): void {
    const condition = this.#stack.pop();
    if (!this.#isFunction(frame) && this.#isInPlace(frame)) {
      this.#code.jumpOn(condition, true, frame.label);
      return;
    }
    const skip = newLabel();
    this.#code.jumpOn(condition, false, skip);
    this.#branch(frame);
    this.#code.bind(skip);
  }

  #branchTable(): void {
    const index = this.#code.register(this.#stack.pop());
    const { labels } = this.#reader;
    const stubs = new Map<number, Label>();
    this.#code.emit(Bytecode.BranchTable, index, labels.length - 1);
    for (const depth of labels) {
      const frame = this.#frame(depth);
      const isDirect = !this.#isFunction(frame) && this.#isInPlace(frame);
      let target = isDirect ? frame.label : stubs.get(depth);
      if (target === undefined) stubs.set(depth, (target = newLabel()));
      this.#code.target(target);
    }
    for (const [depth, stub] of stubs) {
      this.#code.bind(stub);
      this.#branch(this.#frame(depth));
    }
  }

  // Whether the values that a branch takes along are where its target expects them.
  #isInPlace(frame: ControlFrame): boolean {
    const types = this.#targetTypes(frame);
    let home = frame.bottom;
    return types.every((type, index) => {
      const operand = this.#stack.peek(types.length - 1 - index);
      const isThere = operand.place === Place.home && operand.home === home;
      home += wordsOf(type);
      return isThere;
    });
  }

  // Moves the topmost operands to `bottom` and up. Homes lie above their targets and locals lie elsewhere, so
  // ascending order overwrites nothing that is still to be read. The operands stay as they are: the code may
  // go on without branching.
  #moveDown(types: readonly ValueType[], bottom: number): void {
    let to = bottom;
    types.forEach((type, index) => {
      this.#code.move(to, this.#stack.peek(types.length - 1 - index));
      to += wordsOf(type);
    });
  }

  // Results go to the start of the frame, where locals are: with more than one, locals are saved first.
  #return(): void {
    const { results } = this.#type;
    if (results.length > 1) {
      for (let depth = 0; depth < results.length; depth++) {
        const operand = this.#stack.peek(depth);
        if (operand.place === Place.local) this.#code.moveWords(operand.type, operand.home, operand.local);
      }
    }
    let to = 0;
    results.forEach((type, index) => {
      const operand = this.#stack.peek(results.length - 1 - index);
      const isSaved = operand.place === Place.local && results.length > 1;
      if (isSaved) this.#code.moveWords(type, to, operand.home);
      else this.#code.move(to, operand);
      to += wordsOf(type);
    });
    this.#code.emit(Bytecode.Return);
  }

  // --- code ---

  #emitResult(type: ValueType, words: readonly number[]): void {
    const start = this.#code.length;
    this.#code.emit(...words);
    this.#stack.pushHome(type, start, this.#code.length);
  }
}
