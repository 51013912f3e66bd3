/**
 * Every field, constant and function of every schema, asked of the reference: it must have each one, of the same type,
 * with the same parameters and the same result.
 */

import type { FunctionSignature, FunctionType, StructType, Type } from "@tyara/base";
import { builtinModules } from "@tyara/modules";
import { describe, expect, test } from "vitest";
import { native, reportPlaces } from "../peers.ts";

/** Modules that the reference's builds for JavaScript leave out. */
const NOT_IN_PEER = new Set(["magic", "msi", "olecf", "vba"]);

/** Compat: fields named like keywords are in the schemas, but the grammar cannot name them. */
const KEYWORDS = new Set(["filesize", "strings"]);

/** One line of a source: a condition, and whether the reference must accept it. */
interface Probe {
  readonly condition: string;
  readonly isAccepted: boolean;
}

/** What each scalar type can stand in; together they tell the types apart. */
const uses: readonly { of: (path: string) => string; types: readonly Type["kind"][] }[] = [
  { of: (path) => `(${path} & 1) == 1`, types: ["integer"] },
  { of: (path) => `${path} * 2 < 1.5`, types: ["integer", "float"] },
  { of: (path) => `${path} contains "x"`, types: ["string"] },
  { of: (path) => `math.to_number(${path}) == 1`, types: ["bool"] },
];

/** An argument of each type. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  integer: "1",
  float: "1.5",
  bool: "true",
  string: '"x"',
  regexp: "/x/",
};

function probesOf(path: string, type: Type): Probe[] {
  switch (type.kind) {
    case "struct":
      return structProbes(path, type);
    case "array":
      return probesOf(`${path}[0]`, type.item);
    case "map":
      return probesOf(`${path}[${type.key === "string" ? '"x"' : "0"}]`, type.value);
    case "function":
      return functionProbes(path, type);
    default:
      return uses.map((use) => ({ condition: use.of(path), isAccepted: use.types.includes(type.kind) }));
  }
}

function structProbes(path: string, type: StructType): Probe[] {
  const probes: Probe[] = [{ condition: `defined ${path}.no_such_field_`, isAccepted: false }];
  for (const field of type.fields.values()) {
    if (!field.guard && !KEYWORDS.has(field.name))
      probes.push(...probesOf(`${path}.${field.name}`, field.type));
  }
  // Compat: the reference finds no methods on the values of a map.
  if (!path.includes('["x"]') && !path.endsWith("map_int64_struct[0]")) {
    for (const [name, method] of type.methods ?? [])
      probes.push(...functionProbes(`${path}.${name}`, method));
  }
  return probes;
}

function functionProbes(path: string, type: FunctionType): Probe[] {
  const overloads = new Set(type.signatures.map(argumentTypes));
  return type.signatures.flatMap((signature) => {
    const types = signature.parameters.map((p) => p.type.kind);
    const call = (kinds: readonly string[]) => `${path}(${kinds.map((kind) => ARGUMENTS[kind]).join(", ")})`;
    const extra = [...types, "string", "string", "string"];
    return [
      ...probesOf(call(types), signature.result),
      ...types.flatMap((_, i) => wrongArgument(types, i, overloads, call)),
      { condition: `defined ${call(extra)}`, isAccepted: overloads.has(extra.join()) },
    ];
  });
}

function wrongArgument(
  types: readonly Type["kind"][],
  index: number,
  overloads: ReadonlySet<string>,
  call: (kinds: readonly string[]) => string,
): Probe[] {
  return Object.keys(ARGUMENTS).map((kind) => {
    const changed = types.map((type, i) => (i === index ? kind : type));
    return { condition: `defined ${call(changed)}`, isAccepted: overloads.has(changed.join()) };
  });
}

const argumentTypes = (signature: FunctionSignature) => signature.parameters.map((p) => p.type.kind).join();

/** The reference's verdict for each condition; line 1 of the source is the import. */
function verdicts(module: string, probes: readonly Probe[]): boolean[] {
  const rules = probes.map(({ condition }, i) => `rule r${i} { condition: ${condition} }`);
  const { errors } = native!.validate([`import "math" import "${module}"`, ...rules].join("\n"));
  const refused = new Set(reportPlaces(errors).map((place) => Number(/@(\d+):/.exec(place)?.[1]) - 2));
  return probes.map((_, i) => !refused.has(i));
}

describe.skipIf(!native)("module schemas", () => {
  const modules = [...builtinModules({ testModules: true }).values()].filter(
    ({ name }) => !NOT_IN_PEER.has(name),
  );

  test.each(modules.map((module) => [module.name, module] as const))(
    "%s is as in the reference",
    (name, module) => {
      const probes = probesOf(name, module.schema);
      expect(probes.length).toBeGreaterThan(3);
      const accepted = verdicts(name, probes);
      const differences = probes
        .filter((probe, i) => probe.isAccepted !== accepted[i])
        .map((probe) => probe.condition);
      expect(differences).toEqual([]);
    },
  );

  test.each([...NOT_IN_PEER])("the reference does not know %s", (name) => {
    expect(verdicts(name, [{ condition: "true", isAccepted: true }])).toEqual([true]);
    expect(native?.validate(`import "${name}" rule r { condition: true }`).errors[0]?.code).toBe("E010");
  });
});
