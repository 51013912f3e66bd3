/** What the page and its workers say to each other. Everything is plain data; offsets are UTF-16 indexes, as editors count. */

/** A call and its answer; `id` joins them. */
export interface Call<Name extends string = string, Args = unknown> {
  readonly id: number;
  readonly name: Name;
  readonly args: Args;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** Files of rules by path. */
export type RuleTexts = readonly (readonly [path: string, text: string])[];

/** A diagnostic as an editor shows it. */
export interface Problem {
  readonly path: string;
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly fixes: readonly { readonly from: number; readonly to: number; readonly text: string }[];
}

/** What the language worker says of one file. */
export interface Check {
  readonly problems: readonly Problem[];
  /** The rules of the file, for the outline. */
  readonly outline: readonly { readonly name: string; readonly from: number }[];
}

/** A change of a text. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What the compiling worker gives: rules for the scanning workers, or what is wrong. */
export interface Compiled {
  /** Serialised rules; absent when nothing could be compiled. */
  readonly rules?: Uint8Array;
  readonly ruleCount: number;
  readonly imports: readonly string[];
  readonly problems: readonly Problem[];
}

/** A file that came out of an archive. */
export interface Unpacked {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
