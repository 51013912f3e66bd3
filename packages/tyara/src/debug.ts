/**
 * What becomes of rules, published as `tyara/debug`: their conditions on the way through the compiler, the facts that spare their
 * evaluation, their WebAssembly, what they refer to, and how their patterns are looked for. For tools that explain; its output is
 * for people and may change with any version.
 *
 * @packageDocumentation
 */
export { describePattern, dumpRuleCode, inspectRules, type RuleInspection } from "@tyara/compiler";
export type { PatternFacts } from "@tyara/contract";
export { chooseKernel, type KernelChoice, type KernelVariant } from "@tyara/kernel";
