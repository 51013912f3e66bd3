/** Patterns with large gaps: whatever stands before a gap may end where the rest can go on. */

import { compile } from "tyara";
import { expect, it } from "vitest";

function find(pattern: string, data: string): string {
  const scanner = compile(`rule r { strings: $a = ${pattern} condition: $a }`).scanner();
  const { matches } = scanner.scan(Uint8Array.from(data, (character) => character.charCodeAt(0)));
  return matches
    .flatMap(({ patterns }) => patterns[0]!.matches.map(({ offset, length }) => `${offset}:${length}`))
    .join(" ");
}

const dashes = (count: number) => "-".repeat(count);

const cases: readonly [name: string, pattern: string, data: string, expected: string][] = [
  [
    "an unbounded repetition before a gap",
    "/([2]?.{1,}).+\\x00a\\x00/s",
    "bbbaa\0aa\0a\0",
    "0:11 1:10 2:9 3:8 4:7 5:6 6:5",
  ],
  [
    "an end between the nearest and the farthest before a bounded gap",
    "{ 61 [0-50] 62 [300-310] 63 64 }",
    `ab${dashes(20)}b${dashes(20)}b${dashes(285)}cd`,
    "0:331",
  ],
  ["the later alternative before a gap", "{ 61 ( 62 63 | 62 ) [-] 63 64 }", "abcd", "0:4"],
  ["the first alternative that goes on", "{ 78 ( 61 62 63 | 61 ) [-] 63 64 }", "xabcd-cd", "0:8"],
  ["the farthest tail", "/ab+.*cd/s", "abbcd-cd-c", "0:8"],
  ["the nearest tail", "/ab+?.*?cd/s", "abbcd-cd-c", "0:5"],
  ["a tail that is a word", "/ab.*?cd/s fullword", "abcde cd", "0:8"],
];

it.each(cases)("%s", (_, pattern, data, expected) => {
  expect(find(pattern, data)).toBe(expected);
});
