/** What goes between the editor and the worker that scans. All of it is plain data. */

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface ScanRequest {
  /** The rules, and what they include, by the path under which it is found. */
  readonly rules: NamedText;
  readonly included: readonly NamedText[];
  /** Report what each pattern of this rule finds, whatever the condition says. */
  readonly explain?: string;
}

export type ToWorker =
  | { readonly kind: "rules"; readonly request: ScanRequest }
  | { readonly kind: "file"; readonly name: string; readonly data: Uint8Array };

export interface FoundMatch {
  readonly offset: number;
  readonly length: number;
}

export interface FoundPattern {
  readonly identifier: string;
  readonly matches: readonly FoundMatch[];
  /** How many there are; not all are kept. */
  readonly count: number;
}

export interface FoundRule {
  readonly identifier: string;
  readonly tags: readonly string[];
  readonly patterns: readonly FoundPattern[];
  /** False for a rule that is explained and does not match. */
  readonly isMatch: boolean;
}

export interface FileResult {
  readonly name: string;
  readonly rules: readonly FoundRule[];
  /** What kept the scan from being whole. */
  readonly notes: readonly string[];
}

export type FromWorker =
  /** The sound rules are compiled; the reports tell why others are not. */
  | { readonly kind: "ready"; readonly problems: readonly string[] }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "result"; readonly result: FileResult };
