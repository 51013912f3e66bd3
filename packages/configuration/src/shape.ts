/** What values a configuration may have, as data against which they are checked. */

export type Shape =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly least: number }
  | TextShape
  /** One value of any simple kind. */
  | { readonly kind: "scalar" }
  | { readonly kind: "either"; readonly shapes: readonly Shape[] }
  | { readonly kind: "list"; readonly item: Shape }
  | TableShape
  | MapShape;

export interface TextShape {
  readonly kind: "text";
  readonly choices?: readonly string[];
  /** What is wrong with a text; undefined when nothing is. */
  readonly problem?: (text: string) => string | undefined;
}

export interface TableShape {
  readonly kind: "table";
  readonly keys: Readonly<Record<string, Shape>>;
}

/** A table whose keys the author chooses, among `names` where these are given. */
export interface MapShape {
  readonly kind: "map";
  readonly value: Shape;
  readonly names?: ReadonlySet<string>;
}

export type Scalar = string | number | bigint | boolean;

/** The shapes that allow the values of a type and no others; every key of a table may be absent. */
export type ShapeOf<T> = [T] extends [boolean]
  ? Shape & { readonly kind: "boolean" }
  : [T] extends [number]
    ? Shape & { readonly kind: "integer" }
    : [T] extends [string]
      ? TextShape
      : [T] extends [Scalar]
        ? Shape & { readonly kind: "scalar" | "either" }
        : T extends ReadonlyMap<string, infer V>
          ? MapShape & { readonly value: ShapeOf<V> }
          : T extends readonly (infer I)[]
            ? { readonly kind: "list"; readonly item: ShapeOf<I> }
            : {
                readonly kind: "table";
                readonly keys: { readonly [K in keyof T]-?: ShapeOf<NonNullable<T[K]>> };
              };
