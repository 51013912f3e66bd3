import { describe, expect, it } from "vitest";
import { Checker } from "../check/index.ts";
import { diagnosticData } from "./diagnostic-data.ts";
import { errors } from "./generated/messages.ts";

/** With characters of one to four bytes before what is wrong, on the same line and above. */
const text = '// 🦠 ä\nrule r { meta: a = "é🦠" condition: nothing and "x" == 1 }\n';

describe("a diagnostic as data", () => {
  const [first] = new Checker().addSource(text, { origin: "a.yar" }).errors;
  const data = diagnosticData(first!);

  it("says where it is in lines and columns, UTF-16 units and bytes", () => {
    const { place, kind } = data.labels[0]!;
    expect(kind).toBe("primary");
    const start = text.indexOf("nothing");
    expect(place).toEqual({
      origin: "a.yar",
      line: 2,
      column: 36,
      endLine: 2,
      endColumn: 43,
      range: { start, end: start + 7 },
      span: { start: new TextEncoder().encode(text.slice(0, start)).length, end: 57 },
    });
    expect(text.slice(place!.range.start, place!.range.end)).toBe("nothing");
  });

  it("does not carry its source, and is the same in JSON and behind structuredClone", () => {
    expect(JSON.stringify(data)).not.toContain("🦠");
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(structuredClone(data)).toEqual(data);
  });

  it("has no place where it has no source", () => {
    const nowhere = diagnosticData(errors.unknownIdentifier({ start: 0, end: 1 }, { name: "x" }));
    expect(nowhere.labels.map(({ place }) => place)).toEqual([null]);
  });
});
