import {
  type DecodedModule,
  decodeModule,
  type FunctionType,
  type IndexSpaces,
  indexSpaces,
  validateModule,
} from "@tyara/wasm";
import { ModuleError } from "../../errors.ts";
import type { Position } from "./code-writer.ts";
import type { Body } from "./interpreted-function.ts";
import { positionsOf, translate } from "./translate.ts";

/** Numbers equal function types equally, across the modules of an engine. */
export class TypeIds {
  readonly #ids = new Map<string, number>();

  idOf(type: FunctionType): number {
    const key = `${type.parameters.join()}:${type.results.join()}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(key, id);
    }
    return id;
  }
}

/** A validated module. Bodies are translated when they are first called, once for all instances. */
export class InterpretedModule {
  readonly decoded: DecodedModule;
  readonly spaces: IndexSpaces;
  /** Engine-wide number of each type of the module. */
  readonly typeIds: readonly number[];
  readonly exports: ReadonlyMap<string, { readonly kind: number; readonly index: number }>;
  readonly #bodies: (Body | undefined)[] = [];

  /** Throws ModuleError unless the bytes are a valid module. Keeps them: nobody else may change them. */
  constructor(bytes: Uint8Array, types: TypeIds) {
    const decoded = decodeModule(bytes);
    const failure = decoded.kind === "module" ? validateModule(decoded) : decoded;
    if (failure !== undefined)
      throw new ModuleError(failure.kind, failure.message, { offset: failure.offset });
    this.decoded = decoded as DecodedModule;
    this.spaces = indexSpaces(this.decoded);
    this.exports = new Map(this.decoded.exports.map((entry) => [entry.name, entry]));
    this.typeIds = this.decoded.types.map((type) => types.idOf(type));
  }

  /** The translated body of one of the functions that the module defines. */
  body(definedIndex: number): Body {
    let body = this.#bodies[definedIndex];
    if (body === undefined) {
      body = translate(this, this.#typeOf(definedIndex), this.decoded.code[definedIndex]!);
      this.#bodies[definedIndex] = body;
    }
    return body;
  }

  /** Where the translated code of such a body came from. */
  positions(definedIndex: number): readonly Position[] {
    return positionsOf(this, this.#typeOf(definedIndex), this.decoded.code[definedIndex]!);
  }

  #typeOf(definedIndex: number): FunctionType {
    return this.spaces.functions[this.spaces.importedFunctionCount + definedIndex]!;
  }
}
