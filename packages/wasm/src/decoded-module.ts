import type { ExternalKind, FunctionType, GlobalType, Limits, TableType, ValueType } from "./value-type.ts";

/** What an import asks for. */
export type ImportType =
  | { readonly kind: "function"; readonly type: number }
  | { readonly kind: "table"; readonly type: TableType }
  | { readonly kind: "memory"; readonly type: Limits }
  | { readonly kind: "global"; readonly type: GlobalType }
  | { readonly kind: "tag"; readonly type: number };

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly import: ImportType;
  readonly offset: number;
}

export interface Export {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
  readonly offset: number;
}

/** Byte offsets `[start, end)` in the module. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface GlobalDefinition {
  readonly type: GlobalType;
  /** The initial value's expression, its `end` included. */
  readonly initial: ByteRange;
}

/** Where a segment goes: copied at instantiation, by an instruction, or nowhere. */
export type SegmentMode =
  | { readonly kind: "active"; readonly index: number; readonly offset: ByteRange }
  | { readonly kind: "passive" }
  | { readonly kind: "declarative" };

export interface ElementSegment {
  readonly mode: SegmentMode;
  readonly type: ValueType;
  /** Functions by index, or one expression an element. */
  readonly items:
    | { readonly kind: "functions"; readonly indices: readonly number[] }
    | { readonly kind: "expressions"; readonly expressions: readonly ByteRange[] };
  readonly offset: number;
}

export interface DataSegment {
  readonly mode: SegmentMode;
  readonly bytes: ByteRange;
  readonly offset: number;
}

/** A function body: runs of locals, then instructions. */
export interface FunctionBody {
  readonly locals: readonly { readonly count: number; readonly type: ValueType }[];
  readonly localCount: number;
  /** The instructions, the final `end` included. */
  readonly code: ByteRange;
}

export interface CustomSection {
  readonly name: string;
  readonly content: ByteRange;
}

/** A module taken apart. Function bodies and expressions stay byte ranges; nothing of their meaning is checked. */
export interface DecodedModule {
  readonly kind: "module";
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  /** Type index of each function that the module defines. */
  readonly functions: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly Limits[];
  /** Type index of each tag that the module defines. */
  readonly tags: readonly number[];
  readonly globals: readonly GlobalDefinition[];
  readonly exports: readonly Export[];
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly dataCount: number | undefined;
  readonly code: readonly FunctionBody[];
  readonly data: readonly DataSegment[];
  readonly customs: readonly CustomSection[];
  /** Every section in its place, contents without header; for tools that copy what they do not change. */
  readonly sections: readonly { readonly id: number; readonly header: number; readonly content: ByteRange }[];
}

/** Types of everything in an index space: imports first, then definitions. */
export interface IndexSpaces {
  readonly functions: readonly FunctionType[];
  readonly functionTypeIndices: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly Limits[];
  readonly globals: readonly GlobalType[];
  readonly tagTypeIndices: readonly number[];
  readonly importedFunctionCount: number;
  readonly importedGlobalCount: number;
}
