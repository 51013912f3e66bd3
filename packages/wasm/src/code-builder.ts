// The body of one function: its locals and its instructions. One builder can write many functions after each
// other (`reset`), so that compiling thousands of rules does not allocate thousands of buffers.

import type { ByteSink } from "@tyara/base";
import { assert } from "@tyara/base";
import { InstructionSink } from "./generated/instructions.ts";
import type { ValueType } from "./value-type.ts";

export class CodeBuilder extends InstructionSink {
  #parameterCount: number;
  readonly #locals: ValueType[] = [];

  /** @param parameterCount parameters of the function; they are its first locals. */
  constructor(parameterCount = 0) {
    super(1024);
    this.#parameterCount = parameterCount;
  }

  /** Starts another function in the same buffer; what was written before is gone. */
  reset(parameterCount: number): this {
    this.clear();
    this.depth = 0;
    this.#parameterCount = parameterCount;
    this.#locals.length = 0;
    return this;
  }

  /** Declares a local variable, zero at first, and returns its index. Possible at any point of the body. */
  local(type: ValueType): number {
    this.#locals.push(type);
    return this.#parameterCount + this.#locals.length - 1;
  }

  /** How many locals the function has beside its parameters. */
  get localCount(): number {
    return this.#locals.length;
  }

  /** Writes the body with its size as the code section has it; the function's final `end` is added here. */
  writeBody(out: ByteSink, locals: ByteSink): void {
    assert(this.depth === 0, `${this.depth} blocks of the function are still open`);
    locals.clear();
    writeLocals(locals, this.#locals);
    out.u32(locals.length + this.length + 1);
    out.bytes(locals.view()).bytes(this.view()).u8(0x0b);
  }
}

function writeLocals(out: ByteSink, locals: readonly ValueType[]): void {
  const isRunStart = (index: number) => index === 0 || locals[index] !== locals[index - 1];
  const starts = locals.map((_, index) => index).filter(isRunStart);
  out.u32(starts.length);
  starts.forEach((start, run) => {
    out.u32((starts[run + 1] ?? locals.length) - start).u8(locals[start]! & 0x7f);
  });
}
