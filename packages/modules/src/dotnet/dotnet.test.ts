/** Expected values come from ECMA-335, partition II; `monodis` shows the same types of these files. */
import { describe, expect, test } from "vitest";
import {
  compressed,
  DotnetBuilder,
  DotnetTable,
  Element,
  TypeTag,
  typeIndex,
} from "../../../tyara/test/corpus/dotnet.ts";
import { collectLimits } from "../kit/limits.ts";
import { dotnetModule } from "./index.ts";

interface Class {
  readonly fullname?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly base_types: readonly string[];
  readonly generic_parameters: readonly string[];
  readonly methods: readonly {
    readonly name: string;
    readonly return_type?: string;
    readonly parameters: readonly { readonly name: string; readonly type: string }[];
  }[];
}

interface Dotnet {
  readonly classes: readonly Class[];
  readonly user_strings: readonly Uint8Array[];
  readonly resources: readonly { readonly offset?: number; readonly length?: number }[];
}

function parse(fill: (file: DotnetBuilder) => void): Dotnet {
  const file = new DotnetBuilder();
  fill(file);
  return dotnetModule.parse!({ data: file.build() }) as unknown as Dotnet;
}

const reference = (rowNumber: number) => typeIndex(TypeTag.reference, rowNumber);
const specification = (rowNumber: number) => typeIndex(TypeTag.specification, rowNumber);
const classOf = (index: number) => [Element.class, ...compressed(index)];
const listOf = (index: number, ...types: readonly number[][]) => [
  Element.generic,
  ...classOf(index),
  types.length,
  ...types.flat(),
];
const typeParameter = (index: number) => [Element.typeParameter, index];
const methodParameter = (index: number) => [Element.methodParameter, index];

describe("base types of generic classes", () => {
  test("name the parameters of the class", () => {
    const { classes } = parse((file) => {
      const base = file.typeSpecification(listOf(reference(file.reference("B`1", "S")), typeParameter(0)));
      const pair = file.typeSpecification(
        listOf(reference(file.reference("P`2", "S")), typeParameter(1), [
          Element.vector,
          ...typeParameter(0),
        ]),
      );
      for (const [name, ...parameters] of [
        ["A`2", "T", "U"],
        ["C`2", "X", "Y"],
      ] as const) {
        const owner = file.class(name, { base: specification(base) });
        for (const parameter of parameters) file.typeParameter(parameter, owner);
        file.add(DotnetTable.InterfaceImpl, owner, specification(pair));
      }
      file.class("D", { base: specification(base) });
    });
    expect(classes.map(({ fullname, base_types }) => [fullname, base_types])).toEqual([
      ["A", ["S.B<T>", "S.P<U,T[]>"]],
      ["C", ["S.B<X>", "S.P<Y,X[]>"]],
      ["D", []],
    ]);
  });

  test("may refer to other specifications, with the parameters of the class", () => {
    const { classes } = parse((file) => {
      const inner = file.typeSpecification(listOf(reference(file.reference("B`1", "S")), typeParameter(0)));
      const outer = file.typeSpecification(
        listOf(reference(file.reference("L`1", "S")), classOf(specification(inner))),
      );
      for (const parameter of ["T", "U"])
        file.typeParameter(parameter, file.class("A`1", { base: specification(outer) }));
    });
    expect(classes.map(({ base_types }) => base_types)).toEqual([["S.L<S.B<T>>"], ["S.L<S.B<U>>"]]);
  });

  test("that refer to themselves are none", () => {
    const { classes } = parse((file) => {
      file.reference("B`1", "S");
      file.typeSpecification(listOf(reference(1), classOf(specification(1))));
      file.class("A", { base: specification(1) });
    });
    expect(classes[0]!.base_types).toEqual([]);
  });

  test("name the parameters of a method in its own types only", () => {
    const { classes } = parse((file) => {
      const type = file.typeSpecification(listOf(reference(file.reference("L`1", "S")), methodParameter(0)));
      file.class("A", { base: specification(type) });
      for (const parameter of ["M", "N"]) {
        const method = file.method("m", [0x10, 1, 1, Element.void, ...classOf(specification(type))]);
        file.typeParameter(parameter, method, true);
      }
    });
    expect(classes[0]!.base_types).toEqual([]);
    expect(classes[0]!.methods.map(({ parameters }) => parameters[0]!.type)).toEqual(["S.L<M>", "S.L<N>"]);
  });
});

test("methods are kept whatever length their signatures declare", () => {
  const { classes } = parse((file) => {
    file.class("A");
    const signature = file.blob([0, 0, Element.void, ...new Array<number>(16_000).fill(0)]);
    for (let i = 0; i < 256; i++) file.method(`m${i}`, signature);
  });
  expect(classes[0]!.methods).toHaveLength(256);
});

test.each([
  ["int[,]", [2, 0, 0]],
  ["int[0...,0...]", [2, 0, 2, 0, 0]],
  ["int[0...]", [1, 0, 1, 0]],
  ["int[2,3]", [2, 2, 2, 3, 2, 0, 0]],
  ["int[1...2,2...4]", [2, 2, 2, 3, 2, 2, 4]],
  ["int[1...5,,]", [3, 1, 5, 1, 2]],
  ["int[-2...]", [1, 0, 1, 0x7d]],
] as const)("the shape of an array is written as ILAsm has it: %s", (expected, shape) => {
  const { classes } = parse((file) => {
    file.class("A");
    file.method("m", [0, 1, Element.void, Element.array, Element.int, ...shape]);
  });
  expect(classes[0]!.methods[0]!.parameters[0]!.type).toBe(expected);
});

test("string literals have a unit and a byte at least", () => {
  const { user_strings } = parse((file) => {
    for (const bytes of [[], [1], [65, 0], [65, 0, 0], [65, 0, 66, 0, 1], []]) file.userString(bytes);
  });
  expect(user_strings.map((bytes) => [...bytes])).toEqual([
    [65, 0],
    [65, 0, 66, 0],
  ]);
});

test.each([
  ["Foo`1", "Foo"],
  ["Foo`12", "Foo"],
  ["Foo1", "Foo1"],
  ["Foo`", "Foo"],
  ["Foo`1x", "Foo"],
  ["Foo`1`2", "Foo`1"],
])("the name of %s is %s", (name, expected) => {
  const { classes } = parse((file) => {
    file.class(name);
    file.class("Derived", { base: reference(file.reference(name, "R")) });
  });
  expect(classes[0]!.fullname).toBe(expected);
  expect(classes[1]!.base_types).toEqual([`R.${expected}`]);
});

describe("classes inside others", () => {
  function nested(...flags: readonly number[]): (string | undefined)[] {
    return parse((file) => {
      for (const [i, value] of flags.entries()) {
        const row = file.class(`C${i}`, { flags: value, namespace: i === 0 ? "N" : "" });
        if (i > 0) file.add(DotnetTable.NestedClass, row, row - 1);
      }
    }).classes.map(({ fullname }) => fullname);
  }

  test("are known by their visibility", () => {
    expect(nested(1, 2, 3)).toEqual(["N.C0", "N.C0.C1", "N.C0.C1.C2"]);
    expect(nested(1, 1, 0)).toEqual(["N.C0", "C1", "C2"]);
    expect(nested(2, 1, 5)).toEqual(["N.C0", "C1", "C1.C2"]);
  });

  test("keep a namespace of their own", () => {
    const { classes } = parse((file) => {
      const outer = file.class("Outer", { namespace: "N" });
      file.add(DotnetTable.NestedClass, file.class("Inner", { namespace: "M", flags: 2 }), outer);
    });
    expect(classes[1]).toMatchObject({ fullname: "N.Outer.M.Inner", name: "Inner", namespace: "N.Outer.M" });
  });

  test("deeper than 16 levels, or around each other, have no name", () => {
    expect(nested(1, ...new Array<number>(19).fill(2)).map((name) => name !== undefined)).toEqual([
      ...new Array<boolean>(16).fill(true),
      ...new Array<boolean>(4).fill(false),
    ]);
    const { classes } = parse((file) => {
      const [one, other] = [file.class("A", { flags: 2 }), file.class("B", { flags: 2 })];
      file.add(DotnetTable.NestedClass, one, other);
      file.add(DotnetTable.NestedClass, other, one);
    });
    expect(classes.map(({ fullname }) => fullname)).toEqual([undefined, undefined]);
  });
});

describe("resources", () => {
  const withResource = (hasResources: boolean) =>
    parse((file) => {
      file.resources.u32(5).text("hello");
      file.hasResources = hasResources;
      file.add(DotnetTable.ManifestResource, 0, 1, file.string("r"), 0);
    }).resources[0];

  test("lie where the header says", () => {
    expect(withResource(true)).toMatchObject({ length: 5, name: "r" });
    expect(withResource(true)!.offset).toBeGreaterThan(0x200);
  });

  test("have no place where it says nothing", () => {
    expect(withResource(false)).toEqual({ name: "r" });
  });
});

test("what classes share is bounded, and that is told", () => {
  const limits = new Set<string>();
  collectLimits(limits, () =>
    parse((file) => {
      const long = reference(file.reference("N".repeat(1000)));
      const base = file.typeSpecification(listOf(long, ...new Array(50).fill(classOf(long))));
      const owner = file.class("A");
      for (let i = 0; i < 5000; i++) file.add(DotnetTable.InterfaceImpl, owner, specification(base));
    }),
  );
  expect([...limits]).toEqual(["types and methods that are many times as long as the data"]);
});
