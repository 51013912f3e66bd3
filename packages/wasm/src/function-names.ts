import { BinaryReader } from "./binary-reader.ts";
import type { DecodedModule } from "./decoded-module.ts";
import { catchFailure } from "./failure.ts";

/** The part of the section of names that names functions. */
const functionPart = 1;

/** Names of functions by index, from the module's section of debug names; none where that is missing or malformed. */
export function functionNames(module: DecodedModule): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const section = module.customs.find(({ name }) => name === "name");
  if (section !== undefined) {
    catchFailure(() => {
      readNames(new BinaryReader(module.bytes, section.content.start, section.content.end), names);
      return undefined;
    });
  }
  return names;
}

function readNames(reader: BinaryReader, names: Map<number, string>): void {
  while (!reader.isAtEnd) {
    const part = reader.u8();
    const size = reader.u32();
    const start = reader.skip(size);
    if (part !== functionPart) continue;
    const entries = new BinaryReader(reader.bytes, start, reader.offset);
    for (let count = entries.u32(); count > 0; count--) names.set(entries.u32(), entries.name());
  }
}
