/** The comparison can fail. */
import { expect, test } from "vitest";
import { peModule } from "../../../../modules/src/pe/index.ts";
import { peSamples } from "../../corpus/pe-samples.ts";
import { native } from "../../peers.ts";
import { ModuleComparer } from "./module-comparer.ts";
import { claimsOf, contradicted } from "./module-comparison.ts";

const { bytes } = peSamples[0]!;

test.skipIf(!native)("conditions that the reference finds false are told", () => {
  const wrong = [
    "pe.number_of_sections == 7",
    'pe.sections[0].name == "nope"',
    "pe.imports(3, /./, /./) == 0",
  ];
  const right = Array.from({ length: 100 }, (_, i) => `pe.is_pe and filesize > ${i}`);
  expect(contradicted("pe", bytes, [...right, ...wrong, ...right])).toEqual(wrong);
});

test("there are conditions for scalars, lists and calls of every function", () => {
  const { conditions, limits } = claimsOf(peModule, bytes);
  expect(limits).toEqual([]);
  expect(conditions).toEqual(
    expect.arrayContaining([
      "pe.is_pe",
      "pe.import_details.len() == 3",
      'pe.import_details[0].functions[1].name == "ExitProcess"',
      'pe.version_info["CompanyName"] == "Jemand"',
      'pe.section_index(".data") == 0',
      'pe.imports("KERNEL32.dll") == 3',
    ]),
  );
  const names = [...peModule.functions!.keys()].filter((id) => !id.includes("::"));
  for (const id of names) {
    const call = `pe.${id.slice(0, id.indexOf("("))}(`;
    expect(
      conditions.some((text) => text.includes(call)),
      id,
    ).toBe(true);
  }
});

test.skipIf(!native)("a field that differs is told", () => {
  const wrong = {
    ...peModule,
    parse: () => ({ ...peModule.parse!({ data: bytes }), timestamp: 7 }),
  };
  expect(new ModuleComparer(wrong).differences(bytes)).toEqual(["pe.timestamp == 7"]);
});
