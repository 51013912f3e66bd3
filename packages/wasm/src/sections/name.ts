import { ByteSink } from "@tyara/base";
import { SectionId } from "./section.ts";

const Subsection = { module: 0, functions: 1 } as const;

/** The custom section "name": what debuggers and stack traces show. */
export class NameSection {
  readonly #functions = new Map<number, string>();
  #module = "";

  setModule(name: string): void {
    this.#module = name;
  }

  setFunction(index: number, name: string): void {
    this.#functions.set(index, name);
  }

  /** Writes the section unless nothing has a name. Function indices ascend, as the format demands. */
  write(out: ByteSink): void {
    if (this.#module === "" && this.#functions.size === 0) return;
    const content = new ByteSink().name("name");
    if (this.#module !== "") content.u8(Subsection.module).sized(new ByteSink().name(this.#module).view());
    if (this.#functions.size > 0) content.u8(Subsection.functions).sized(this.#functionNames().view());
    out.u8(SectionId.custom).sized(content.view());
  }

  #functionNames(): ByteSink {
    const sorted = [...this.#functions].sort(([a], [b]) => a - b);
    const map = new ByteSink().u32(sorted.length);
    for (const [index, name] of sorted) map.u32(index).name(name);
    return map;
  }
}
