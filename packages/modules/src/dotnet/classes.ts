/** The types that an assembly defines, with their methods, base types and generic parameters. */

import type { StructValue } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { atMost } from "../kit/limits.ts";
import type { Heaps } from "./heaps.ts";
import { readMethodSignature, readType, type TypeNames } from "./signatures.ts";
import { ownerReference, type RowReference, Table, type Tables, typeReference } from "./tables.ts";

/** Limit: rows of one table that are looked at, the reference's. */
export const MAX_ROWS = 15_000;
/** Characters that each class and method counts as, beside those of its names and types. */
const ITEM_COST = 100;
const PARAMETER_COST = 32;
/** Limit: how deep classes nest. */
const MAX_NESTING = 16;
/** Spec: visibilities from here on are those of nested classes. */
const NESTED_VISIBILITY = 2;

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
  /** Where the names of type parameters are, by row of the class or method. */
  private readonly typeParameters: ReadonlyMap<number, number[]>;
  private readonly methodParameters: ReadonlyMap<number, number[]>;
  /**
   * Characters of all that is said of classes. They may claim the same methods, share their base types, and name types by
   * signatures that refer to each other.
   */
  private readonly budget: Budget;
  /** Names of specifications that do not depend on type parameters, by row and depth. */
  private readonly closedNames = new Map<number, string | undefined>();
  /** How often a type parameter was asked for. */
  private parametersRead = 0;

  /** @param byteLength of the file. */
  constructor(tables: Tables, heaps: Heaps, byteLength: number) {
    this.tables = tables;
    this.heaps = heaps;
    this.budget = Budget.ofBytes(byteLength, "types and methods");
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
    const ownName = this.heaps.name(this.tables.value(Table.TypeDef, row, TypeDef.name));
    if (!ownName || ownName === "<Module>" || !this.budget.take(ITEM_COST)) return undefined;
    const flags = this.tables.value(Table.TypeDef, row, TypeDef.flags) ?? 0;
    const fullName = this.fullName(row, 0);
    if (!this.budget.take(fullName?.length ?? 0)) return undefined;
    // Compat: what stands behind the last dot is the name, though the tables may say otherwise.
    const lastDot = fullName?.lastIndexOf(".") ?? 0;
    const baseTypes = this.baseTypes(row);
    const methods = this.readMethods(row);
    const genericParameters = this.namesAt(this.typeParameters.get(row));
    return {
      fullname: fullName,
      name: fullName?.slice(lastDot + 1),
      namespace: lastDot > 0 ? fullName?.slice(0, lastDot) : undefined,
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

  /**
   * The name behind the namespace. A nested class has the name of the class around it before its own namespace; its
   * visibility tells that it is nested. `undefined` when classes nest too deep, or around each other.
   */
  private fullName(row: number, depth: number): string | undefined {
    const name = this.typeName(row);
    if (name === undefined || depth >= MAX_NESTING) return undefined;
    const namespace = this.heaps.name(this.tables.value(Table.TypeDef, row, TypeDef.namespace));
    const outer = this.enclosingOf(row);
    const own = joined(namespace, name);
    if (outer === undefined) return own;
    const outerName = this.fullName(outer, depth + 1);
    return outerName === undefined ? undefined : joined(outerName, own);
  }

  private enclosingOf(row: number): number | undefined {
    const visibility = (this.tables.value(Table.TypeDef, row, TypeDef.flags) ?? 0) & TypeFlag.visibility;
    const outer = visibility >= NESTED_VISIBILITY ? this.enclosing.get(row) : undefined;
    return outer === row ? undefined : outer;
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
    for (let row = first; row < end && !this.budget.isExhausted; row++) {
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
    if (blob) this.heaps.takeRead(blob);
    const cost = ITEM_COST + name.length + PARAMETER_COST * (signature?.parameters.length ?? 0);
    if (!this.budget.take(cost) || !signature) return undefined;
    const parameters = this.readParameters(row, signature.parameters);
    const genericParameters = this.namesAt(this.methodParameters.get(row));
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

  /** Each decoded anew: methods that several classes claim share their lists. */
  private namesAt(offsets: readonly number[] = []): string[] {
    return offsets.map((offset) => this.heaps.name(offset)).filter((name) => name !== undefined);
  }

  /** Names in what belongs to a class, and in its methods to a method. */
  private namesFor(typeRow: number, methodRow: number | undefined): TypeNames {
    const specifications = new Map<number, string | undefined>();
    const parameterOf = (offsets: readonly number[] | undefined, index: number) => {
      this.parametersRead++;
      return this.affordable(this.heaps.name(offsets?.[index]));
    };
    const names: TypeNames = {
      type: (index, depth) =>
        this.affordable(this.nameOf(typeReference(index), depth, names, specifications)),
      typeParameter: (index) => parameterOf(this.typeParameters.get(typeRow), index),
      methodParameter: (index) =>
        parameterOf(methodRow === undefined ? undefined : this.methodParameters.get(methodRow), index),
    };
    return names;
  }

  private affordable(name: string | undefined): string | undefined {
    return name !== undefined && this.budget.take(name.length) ? name : undefined;
  }

  private nameOf(
    reference: RowReference | undefined,
    depth: number,
    names: TypeNames,
    specifications: Map<number, string | undefined>,
  ): string | undefined {
    if (!reference || depth > MAX_NESTING || this.budget.isExhausted) return undefined;
    if (reference.table === Table.TypeDef) return this.fullName(reference.row, 0);
    if (reference.table === Table.TypeRef) return this.referencedName(reference.row);
    return this.specName(reference.row, depth, names, specifications);
  }

  /** Compat: an empty namespace leaves its dot, and the type around a nested one is not looked for, as in the reference. */
  private referencedName(row: number): string | undefined {
    const name = this.heaps.name(this.tables.value(Table.TypeRef, row, TypeRef.name));
    const namespace = this.heaps.name(this.tables.value(Table.TypeRef, row, TypeRef.namespace));
    if (name === undefined) return undefined;
    return namespace === undefined ? withoutArity(name) : `${namespace}.${withoutArity(name)}`;
  }

  /**
   * The name of a specified type. Names are kept, so that specifications which refer to each other many times over are
   * read once: those without type parameters for all, others in `specifications`. What nests too deep for one place may
   * not for another.
   */
  private specName(
    row: number,
    depth: number,
    names: TypeNames,
    specifications: Map<number, string | undefined>,
  ): string | undefined {
    const key = row * (MAX_NESTING + 1) + depth;
    for (const known of [this.closedNames, specifications]) if (known.has(key)) return known.get(key);
    // While it is read it has no name: it may refer to itself.
    specifications.set(key, undefined);
    const before = this.parametersRead;
    const blob = this.heaps.blob(this.tables.value(Table.TypeSpec, row, 0));
    const name = blob && readType(blob, names, depth);
    if (blob) this.heaps.takeRead(blob);
    (this.parametersRead === before ? this.closedNames : specifications).set(key, name);
    return name;
  }

  private readInterfaces(): ReadonlyMap<number, number[]> {
    const interfaces = new Map<number, number[]>();
    for (const row of this.tables.rows(Table.InterfaceImpl, MAX_ROWS)) {
      const owner = this.tables.value(Table.InterfaceImpl, row, 0) ?? 0;
      append(interfaces, owner, this.tables.value(Table.InterfaceImpl, row, 1) ?? 0);
    }
    return interfaces;
  }

  private readGenericParameters(of: Table): ReadonlyMap<number, number[]> {
    const parameters = new Map<number, number[]>();
    for (const row of this.tables.rows(Table.GenericParam, MAX_ROWS)) {
      const owner = ownerReference(this.tables.value(Table.GenericParam, row, GenericParam.owner) ?? 0);
      const name = this.tables.value(Table.GenericParam, row, GenericParam.name);
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

/** Names of generic types end in a backquote and the number of their parameters. Compat: whatever is behind it. */
function withoutArity(name: string): string {
  const arity = name.lastIndexOf("`");
  return arity < 0 ? name : name.slice(0, arity);
}
