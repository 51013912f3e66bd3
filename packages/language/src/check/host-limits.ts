/** How large a rule may become, as far as the checker can tell without its code. The emitter measures the rest. */

/**
 * Targets of a `br_table`, each an item of a tuple that a loop walks over, in a block of its own. V8 takes 65,520 targets;
 * compiled rules that are loaded may have 65,536 blocks inside each other.
 */
export const maxJumpTargets = 60_000;

/**
 * Whether a condition fits without a look. The code of one expression takes less than 700 bytes (the largest is `of` with
 * 16 patterns at a place), a variable two locals.
 */
export function certainlyFitsHosts(expressionCount: number, variableCount: number): boolean {
  return expressionCount <= 10_000 && expressionCount * variableCount <= 200_000;
}
