import { ByteSink, spendMemory, spendWork } from "@tyara/base";
import type { CodeBuilder } from "../code-builder.ts";
import { Section, SectionId } from "./section.ts";

/** Bodies of the module's functions, in the order of the function section. */
export class CodeSection extends Section {
  readonly #pending = new Map<number, Uint8Array>();
  readonly #scratch = new ByteSink();
  readonly #locals = new ByteSink();

  constructor() {
    super(SectionId.code);
  }

  /** Bodies may come in any order; one that comes in its turn is copied once. */
  set(index: number, code: CodeBuilder): void {
    spendMemory(code.length);
    spendWork(4 * code.length);
    if (index === this.count) {
      code.writeBody(this.entries, this.#locals);
      this.begin();
      this.#flush();
      return;
    }
    this.#scratch.clear();
    code.writeBody(this.#scratch, this.#locals);
    this.#pending.set(index, this.#scratch.toBytes());
  }

  /** Whether every function up to `count` has its body. */
  isComplete(count: number): boolean {
    return this.count === count && this.#pending.size === 0;
  }

  /** Whether the function has its body. */
  has(index: number): boolean {
    return index < this.count || this.#pending.has(index);
  }

  #flush(): void {
    for (let body = this.#pending.get(this.count); body !== undefined; body = this.#pending.get(this.count)) {
      this.#pending.delete(this.count);
      this.entries.bytes(body);
      this.begin();
    }
  }
}
