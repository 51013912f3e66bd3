// Modules for hosts that run WebAssembly but do not compile it: edge workers import a `.wasm` file statically
// and get a WebAssembly.Module, which does not tell the types of its imports and exports. So what is prepared
// here carries a description of itself in a custom section, and is instrumented beforehand if it is to be
// interruptible.

import { ByteSink } from "@tyara/base";
import { type DecodedModule, decodeInterface, moduleHeader, SectionId } from "@tyara/wasm";
import { host } from "./backends/host/host.ts";
import { ModuleError } from "./errors.ts";
import type { HostModule } from "./host-module.ts";
import { instrument } from "./instrument.ts";

/** Custom section that holds the module's interface as a module without code. */
const interfaceSection = "tyara:interface";

/** The same for a module that was instrumented; the number changes with what instrumented modules import. */
const interruptibleSection = "tyara:interruptible-interface-2";

const interfaceSections: ReadonlySet<number> = new Set([
  SectionId.type,
  SectionId.import,
  SectionId.function,
  SectionId.table,
  SectionId.memory,
  SectionId.global,
  SectionId.export,
]);

/**
 * Returns the module as it is to be deployed as a `.wasm` file and later given to `Module.fromCompiled`. The
 * bytes must be a valid module. Throws ModuleError if they are malformed.
 */
export function prepareAheadOfTime(
  bytes: Uint8Array,
  options: { readonly epochInterruption?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const decoded = decodeOrThrow(bytes);
  const isInterruptible = options.epochInterruption ?? false;
  const code = isInterruptible ? instrument(bytes) : bytes;
  const name = isInterruptible ? interruptibleSection : interfaceSection;
  const content = new ByteSink().name(name).bytes(interfaceOf(decoded));
  return new ByteSink(code.length + content.length + 16)
    .bytes(code)
    .u8(SectionId.custom)
    .sized(content.view())
    .toBytes();
}

/** The description in a module that the host compiled. Throws ModuleError if it has none. */
export function describeCompiled(module: HostModule): {
  decoded: DecodedModule;
  isInterruptible: boolean;
} {
  for (const name of [interfaceSection, interruptibleSection]) {
    const [content] = host.WebAssembly.Module.customSections(module, name);
    if (content !== undefined) {
      return {
        decoded: decodeOrThrow(new Uint8Array(content)),
        isInterruptible: name === interruptibleSection,
      };
    }
  }
  throw new ModuleError("incompatible", "the module was not prepared with prepareAheadOfTime");
}

function interfaceOf(decoded: DecodedModule): Uint8Array {
  const out = new ByteSink().bytes(moduleHeader);
  for (const { id, content } of decoded.sections) {
    if (interfaceSections.has(id)) out.u8(id).sized(decoded.bytes.subarray(content.start, content.end));
  }
  return out.view();
}

function decodeOrThrow(bytes: Uint8Array): DecodedModule {
  const decoded = decodeInterface(bytes);
  if (decoded.kind === "module") return decoded;
  throw new ModuleError(decoded.kind, decoded.message, { offset: decoded.offset });
}
