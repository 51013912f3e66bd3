/** What compiled rules tell of themselves without a scan. */
import type { RuleReader } from "@tyara/contract";
import type { RuleMetadata } from "./result.ts";

/** A compiled rule. */
export interface RuleDescription {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** In order of declaration. */
  readonly patterns: readonly PatternDescription[];
}

/** A pattern of a compiled rule. */
export interface PatternDescription {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}

/** Throws RuleFormatError when the rule is damaged. */
export function describeRule(rules: RuleReader, namespaces: readonly string[], id: number): RuleDescription {
  const { identifier, namespace, isGlobal, isPrivate, tags, metadata, patterns } = rules.rule(id);
  return {
    identifier,
    namespace: namespaces[namespace]!,
    isGlobal,
    isPrivate,
    tags,
    metadata,
    patterns: patterns.map(({ pattern: _, ...description }) => description),
  };
}
