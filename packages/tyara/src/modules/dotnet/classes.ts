/** The types that an assembly defines, with their methods, base types and generic parameters. */

import { ByteReader } from "../../base/index.ts";
import type { StructValue } from "../../types/index.ts";
import { Budget } from "../budget.ts";
import { atMost } from "../limits.ts";
import type { Heaps } from "./heaps.ts";
import { readMethodSignature, readType, type TypeNames } from "./signatures.ts";
import { ownerReference, type RowReference, Table, type Tables, typeReference } from "./tables.ts";

/** Limit: rows of one table that are looked at, the reference's. */
export const MAX_ROWS = 15_000;
/**
 * Limit: characters of all methods, each counted as at least so many. Classes may claim the same methods, and methods the
 * same long signature.
 */
const MAX_METHOD_TEXT = 2 ** 26;
const METHOD_COST = 100;
/** Limit: how deep classes nest. */
const MAX_NESTING = 16;

const TypeFlag = { visibility: 0x7, interface: 0x20, abstract: 0x80, sealed: 0x100 } as const;
const MethodFlag = { access: 0x7, static: 0x10, final: 0x20, virtual: 0x40, abstract: 0x400 } as const;

/** By the visibility bits: not public, public, then the nested kinds. */
const typeVisibilities = [
  ...["internal", "public", "public", "private", "protected"],
  ...["internal", "private protected", "protected internal"],
];
const methodVisibilities = [
  ...["private", "private", "private protected", "internal"],
  ...["protected", "protected internal", "public", "private"],
];

/** Spec: the columns that are read here. */
const TypeDef = { flags: 0, name: 1, namespace: 2, extends: 3, methods: 5 } as const;
const TypeRef = { name: 1, namespace: 2 } as const;
const MethodDef = { flags: 2, name: 3, signature: 4, parameters: 5 } as const;
const Param = { name: 2 } as const;
const GenericParam = { owner: 2, name: 3 } as const;

export class Classes {
  private readonly tables: Tables;
  private readonly heaps: Heaps;
  private readonly enclosing: ReadonlyMap<number, number>;
  private readonly interfaces: ReadonlyMap<number, number[]>;
  private readonly typeParameters: ReadonlyMap<number, string[]>;
  private readonly methodParameters: ReadonlyMap<number, string[]>;
  private readonly methodBudget = new Budget(MAX_METHOD_TEXT, "methods");
  private readonly specNames = new Map<number, string | undefined>();

  constructor(tables: Tables, heaps: Heaps) {
    this.tables = tables;
    this.heaps = heaps;
    this.enclosing = new Map(
      tables
        .rows(Table.NestedClass, MAX_ROWS)
        .map((row) => [
          tables.value(Table.NestedClass, row, 0) ?? 0,
          tables.value(Table.NestedClass, row, 1) ?? 0,
        ]),
    );
    this.interfaces = this.readInterfaces();
    this.typeParameters = this.readGenericParameters(Table.TypeDef);
    this.methodParameters = this.readGenericParameters(Table.MethodDef);
  }

  /** All classes and interfaces, without the pseudo class of global functions. */
  read(): StructValue[] {
    return this.tables
      .rows(Table.TypeDef, MAX_ROWS)
      .map((row) => this.readClass(row))
      .filter((value) => value !== undefined);
  }

  private readClass(row: number): StructValue | undefined {
    const name = this.typeName(row);
    if (!name || name === "<Module>") return undefined;
    const flags = this.tables.value(Table.TypeDef, row, TypeDef.flags) ?? 0;
    const fullName = joined(this.namespaceOf(row, 0), name);
    // Compat: what stands behind the last dot is the name, though the tables may say otherwise.
    const lastDot = fullName.lastIndexOf(".");
    const baseTypes = this.baseTypes(row);
    const methods = this.readMethods(row);
    const genericParameters = this.typeParameters.get(row) ?? [];
    return {
      fullname: fullName,
      name: fullName.slice(lastDot + 1),
      namespace: lastDot > 0 ? fullName.slice(0, lastDot) : undefined,
      visibility: typeVisibilities[flags & TypeFlag.visibility],
      type: flags & TypeFlag.interface ? "interface" : "class",
      abstract: (flags & TypeFlag.abstract) !== 0,
      sealed: (flags & TypeFlag.sealed) !== 0,
      number_of_base_types: baseTypes.length,
      number_of_generic_parameters: genericParameters.length,
      number_of_methods: methods.length,
      base_types: baseTypes,
      generic_parameters: genericParameters,
      methods,
    };
  }

  private typeName(row: number): string | undefined {
    const name = this.heaps.name(this.tables.value(Table.TypeDef, row, TypeDef.name));
    return name === undefined ? undefined : withoutArity(name);
  }

  /** A nested class has its enclosing class for a namespace. */
  private namespaceOf(row: number, depth: number): string | undefined {
    const outer = this.enclosing.get(row);
    if (outer === undefined) return this.heaps.name(this.tables.value(Table.TypeDef, row, TypeDef.namespace));
    return depth < MAX_NESTING ? this.fullName(outer, depth + 1) : undefined;
  }

  private fullName(row: number, depth: number): string | undefined {
    const name = this.typeName(row);
    return name ? joined(this.namespaceOf(row, depth), name) : undefined;
  }

  private baseTypes(row: number): string[] {
    const extended = this.tables.value(Table.TypeDef, row, TypeDef.extends) ?? 0;
    const names = this.namesFor(row, undefined);
    return [extended, ...(this.interfaces.get(row) ?? [])]
      .map((index) => names.type(index, 0))
      .filter((name) => name !== undefined);
  }

  private readMethods(typeRow: number): StructValue[] {
    const first = Math.max(1, this.tables.value(Table.TypeDef, typeRow, TypeDef.methods) ?? 0);
    const next = this.tables.value(Table.TypeDef, typeRow + 1, TypeDef.methods);
    const last = Math.min((next ?? Number.MAX_SAFE_INTEGER) - 1, this.tables.rowCount(Table.MethodDef));
    const end = atMost(MAX_ROWS, last, "rows of a table") + 1;
    const methods: StructValue[] = [];
    for (let row = first; row < end && !this.methodBudget.isExhausted; row++) {
      const method = this.readMethod(typeRow, row);
      if (method) methods.push(method);
    }
    return methods;
  }

  private readMethod(typeRow: number, row: number): StructValue | undefined {
    const value = (column: number) => this.tables.value(Table.MethodDef, row, column);
    const name = this.heaps.name(value(MethodDef.name));
    const flags = value(MethodDef.flags);
    if (name === undefined || flags === undefined) return undefined;
    const blob = this.heaps.blob(value(MethodDef.signature));
    const signature = blob && readMethodSignature(blob, this.namesFor(typeRow, row));
    const text =
      signature?.parameters.reduce((length, type) => length + type.length, signature.result.length) ?? 0;
    if (!this.methodBudget.take(METHOD_COST + text) || !signature) return undefined;
    const parameters = this.readParameters(row, signature.parameters);
    const genericParameters = this.methodParameters.get(row) ?? [];
    return {
      name,
      visibility: methodVisibilities[flags & MethodFlag.access],
      abstract: (flags & MethodFlag.abstract) !== 0,
      static: (flags & MethodFlag.static) !== 0,
      virtual: (flags & MethodFlag.virtual) !== 0,
      final: (flags & MethodFlag.final) !== 0,
      return_type: name === ".ctor" || name === ".cctor" ? undefined : signature.result,
      number_of_generic_parameters: genericParameters.length,
      number_of_parameters: parameters.length,
      generic_parameters: genericParameters,
      parameters,
    };
  }

  private readParameters(methodRow: number, types: readonly string[]): StructValue[] {
    const first = Math.max(1, this.tables.value(Table.MethodDef, methodRow, MethodDef.parameters) ?? 0);
    return types.map((type, i) => ({
      name: this.heaps.name(this.tables.value(Table.Param, first + i, Param.name)) ?? `P_${i}`,
      type,
    }));
  }

  private namesFor(typeRow: number, methodRow: number | undefined): TypeNames {
    return {
      type: (index, depth) => this.nameOf(typeReference(index), depth),
      typeParameter: (index) => this.typeParameters.get(typeRow)?.[index],
      methodParameter: (index) =>
        methodRow === undefined ? undefined : this.methodParameters.get(methodRow)?.[index],
    };
  }

  private nameOf(reference: RowReference | undefined, depth: number): string | undefined {
    if (!reference || depth > MAX_NESTING) return undefined;
    if (reference.table === Table.TypeDef) return this.fullName(reference.row, 0);
    if (reference.table === Table.TypeRef) return this.referencedName(reference.row);
    return this.specName(reference.row, depth);
  }

  /** Compat: an empty namespace leaves its dot, and the type around a nested one is not looked for, as in the reference. */
  private referencedName(row: number): string | undefined {
    const name = this.heaps.name(this.tables.value(Table.TypeRef, row, TypeRef.name));
    const namespace = this.heaps.name(this.tables.value(Table.TypeRef, row, TypeRef.namespace));
    if (name === undefined) return undefined;
    return namespace === undefined ? withoutArity(name) : `${namespace}.${withoutArity(name)}`;
  }

  /** Kept, so that specs which refer to each other many times over are read once. */
  private specName(row: number, depth: number): string | undefined {
    if (!this.specNames.has(row)) {
      this.specNames.set(row, undefined);
      const blob = this.heaps.blob(this.tables.value(Table.TypeSpec, row, 0));
      this.specNames.set(row, blob && readType(new ByteReader(blob), this.namesFor(0, undefined), depth));
    }
    return this.specNames.get(row);
  }

  private readInterfaces(): ReadonlyMap<number, number[]> {
    const interfaces = new Map<number, number[]>();
    for (const row of this.tables.rows(Table.InterfaceImpl, MAX_ROWS)) {
      const owner = this.tables.value(Table.InterfaceImpl, row, 0) ?? 0;
      append(interfaces, owner, this.tables.value(Table.InterfaceImpl, row, 1) ?? 0);
    }
    return interfaces;
  }

  private readGenericParameters(of: Table): ReadonlyMap<number, string[]> {
    const parameters = new Map<number, string[]>();
    for (const row of this.tables.rows(Table.GenericParam, MAX_ROWS)) {
      const owner = ownerReference(this.tables.value(Table.GenericParam, row, GenericParam.owner) ?? 0);
      const name = this.heaps.name(this.tables.value(Table.GenericParam, row, GenericParam.name));
      if (owner?.table === of && name !== undefined) append(parameters, owner.row, name);
    }
    return parameters;
  }
}

function append<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** Without a namespace, or with an empty one, the name alone. */
function joined(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}.${name}` : name;
}

/** Names of generic types end in a backquote and the number of their parameters. */
function withoutArity(name: string): string {
  return name.replace(/`\d+$/, "");
}
