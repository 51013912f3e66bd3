import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";

/** Conditions with methods of structures, and whether they hold. `nested_method_with_arg` compares with the receiver's own string. */
const cases: readonly (readonly [condition: string, holds: boolean])[] = [
  ["test_proto2.nested.nested_func()", true],
  ["defined test_proto2.nested.nested_method()", true],
  ['test_proto2.array_struct[0].nested_method_with_arg("foo")', true],
  ['test_proto2.array_struct[0].nested_method_with_arg("bar")', false],
  ["for any s in test_proto2.array_struct : (defined s.nested_method())", true],
];

describe("methods are given the structure they are called on", () => {
  it.each(cases)("%s", (condition, holds) => {
    const compiler = new Compiler({ testModules: true });
    compiler.addSource(`import "test_proto2" rule r { condition: ${condition} }`);
    expect(compiler.build().scan(new Uint8Array()).matches.length).toBe(holds ? 1 : 0);
  });
});
