import type { ByteSink } from "@tyara/base";
import type { ValueType } from "../value-type.ts";
import { Section, SectionId } from "./section.ts";

const functionForm = 0x60;

/** Function types, each written once. */
export class TypeSection extends Section {
  readonly #indices = new Map<string, number>();

  constructor() {
    super(SectionId.type);
  }

  /** The index of the type, added when it is new. */
  intern(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}:${results.join()}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const index = this.begin();
    this.#indices.set(key, index);
    this.entries.u8(functionForm);
    writeTypes(this.entries, parameters);
    writeTypes(this.entries, results);
    return index;
  }
}

function writeTypes(out: ByteSink, types: readonly ValueType[]): void {
  out.u32(types.length);
  for (const type of types) out.u8(type & 0x7f);
}
