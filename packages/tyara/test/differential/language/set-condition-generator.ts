/** Conditions in which patterns are named and caught by wildcards, in `and`, `or`, sets and loops inside each other. */
import type { Random } from "../random.ts";

/** What the conditions speak of. */
export const SET_PATTERNS: string = '$a1 = "abcd1" $ab1 = "abcd2" $ab2 = "abcd22" $b1 = "abcd3"';

const SETS = ["($a*)", "($a1)", "($*)", "them", "($ab*)", "($a1, $b*)", "($b*, $a*)"];

export function generateSetCondition(random: Random, depth: number): string {
  const some = () => generateSetCondition(random, depth - 1);
  const leaves = [
    () => random.pick(["$a1", "$ab1", "$b1"]),
    () => `${random.pick(["any", "all", "2", "none"])} of ${random.pick(SETS)}`,
    () => random.pick(["#a1 > 1", "filesize > 1"]),
  ];
  const nodes = [
    () => `(${some()} and ${some()})`,
    () => `(${some()} and ${some()} and ${some()})`,
    () => `(${some()} or ${some()})`,
    () => `not (${some()})`,
    () => `for any of ${random.pick(SETS)} : (${some()})`,
    () => `for any i in (1..2) : (${some()} and i == 1)`,
    () => `any of (${some()}, ${some()})`,
  ];
  return random.pick(depth > 0 ? [...leaves, ...nodes] : leaves)();
}
