/**
 * Every item of a list that is spread into a call becomes an argument, and some ten thousand arguments overflow the stack:
 * code that reads hostile bytes spreads no list whose length they decide. A comment that begins with `Bounded:` on the line
 * before allows it, and says what bounds the list.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const rooms = ["modules", "scanner", "base"].map((name) =>
  fileURLToPath(new URL(`../../../${name}/src/`, import.meta.url)),
);

const spreadIntoCall =
  /\b(?:push|unshift|splice|concat|max|min|hypot|of|fromCharCode|fromCodePoint)\((?:[^()]*,\s*)?\.\.\.|\.apply\(/;
const allowed = /^\s*(?:\/\/|\/?\*+) Bounded: \S/;

function offendersIn(text: string): number[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) =>
    spreadIntoCall.test(line) && !allowed.test(lines[index - 1] ?? "") ? [index + 1] : [],
  );
}

it("finds spreads and lets bounded ones be", () => {
  expect(offendersIn("list.push(...more);")).toEqual([1]);
  expect(offendersIn("const most = Math.max(0, ...ends);")).toEqual([1]);
  expect(offendersIn("String.fromCharCode.apply(null, codes);")).toEqual([1]);
  expect(offendersIn("// Bounded: at most 3 bytes.\nString.fromCharCode(...name);")).toEqual([]);
  expect(offendersIn("const copy = [...list];\nreturn { ...options };\nrun(context, ...args);")).toEqual([]);
});

it("no list of a length that data decide is spread into a call", () => {
  const offenders = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .flatMap((name) => offendersIn(readFileSync(room + name, "utf8")).map((line) => `${name}:${line}`)),
  );
  expect(offenders).toEqual([]);
});
