// Instructions that are not worth a place in the main loop: vectors, bulk memory, tables, references and atomics. One
// function each, found by the dense opcode.
import { denseOpcode, Op, opcodeRows } from "@tyara/wasm";
import { Trap } from "../../errors.ts";
import { atomicOperations } from "./atomic-operations.ts";
import type { InterpretedFunction } from "./interpreted-function.ts";
import { type Operands, operation, type SlowOperation } from "./slow-operation.ts";
import { vectorFunction } from "./vector-arithmetic.ts";

/** Slow instructions by dense opcode. */
export const slowOperations: (SlowOperation | undefined)[] = [];

const define = (op: number, operation: SlowOperation): void => {
  slowOperations[denseOpcode(op)] = operation;
};

// A range of `count` from `start` must lie within `length`.
function checkRange(
  start: number,
  count: number,
  length: number,
  code: "memoryOutOfBounds" | "tableOutOfBounds",
): void {
  if (start + count > length) throw new Trap(code);
}

for (const [op, run] of atomicOperations) define(op, run);

// --- bulk memory ---

define(
  Op.MemoryCopy,
  operation((o) => {
    const { bytes } = o.machine.instance.memory;
    const [to, from, count] = [o.u32(o.first), o.u32(o.second), o.u32(o.third)];
    checkRange(Math.max(to, from), count, bytes.length, "memoryOutOfBounds");
    bytes.copyWithin(to, from, from + count);
  }),
);
define(
  Op.MemoryFill,
  operation((o) => {
    const { bytes } = o.machine.instance.memory;
    const [start, count] = [o.u32(o.first), o.u32(o.third)];
    checkRange(start, count, bytes.length, "memoryOutOfBounds");
    bytes.fill(o.i32(o.second), start, start + count);
  }),
);
define(
  Op.MemoryInit,
  operation((o) => {
    const { memory, data } = o.machine.instance;
    const segment = data[o.immediate(0)]!;
    const [to, from, count] = [o.u32(o.first), o.u32(o.second), o.u32(o.third)];
    checkRange(from, count, segment.length, "memoryOutOfBounds");
    checkRange(to, count, memory.bytes.length, "memoryOutOfBounds");
    memory.bytes.set(segment.subarray(from, from + count), to);
  }),
);
define(
  Op.DataDrop,
  operation((o) => {
    o.machine.instance.data[o.immediate(0)] = new Uint8Array();
  }),
);

// --- tables and references ---

const elementsOf = (o: Operands, immediate: number): unknown[] =>
  o.machine.instance.tables[o.immediate(immediate)]!.elements;

define(
  Op.TableGet,
  operation((o) => {
    const elements = elementsOf(o, 0);
    checkRange(o.u32(o.first), 1, elements.length, "tableOutOfBounds");
    o.return32(o.machine.internReference(elements[o.u32(o.first)]));
  }),
);
define(
  Op.TableSet,
  operation((o) => {
    const elements = elementsOf(o, 0);
    checkRange(o.u32(o.first), 1, elements.length, "tableOutOfBounds");
    elements[o.u32(o.first)] = o.machine.reference(o.i32(o.second));
  }),
);
define(
  Op.TableSize,
  operation((o) => o.return32(elementsOf(o, 0).length)),
);
define(
  Op.TableGrow,
  operation((o) => {
    const table = o.machine.instance.tables[o.immediate(0)]!;
    o.return32(table.growRaw(o.u32(o.second), o.machine.reference(o.i32(o.first))));
  }),
);
define(
  Op.TableFill,
  operation((o) => {
    const elements = elementsOf(o, 0);
    const [start, count] = [o.u32(o.first), o.u32(o.third)];
    checkRange(start, count, elements.length, "tableOutOfBounds");
    elements.fill(o.machine.reference(o.i32(o.second)), start, start + count);
  }),
);
define(
  Op.TableCopy,
  operation((o) => {
    const [target, source] = [elementsOf(o, 0), elementsOf(o, 1)];
    const [to, from, count] = [o.u32(o.first), o.u32(o.second), o.u32(o.third)];
    checkRange(to, count, target.length, "tableOutOfBounds");
    checkRange(from, count, source.length, "tableOutOfBounds");
    copyElements(target, to, source.slice(from, from + count));
  }),
);
define(
  Op.TableInit,
  operation((o) => {
    const segment = o.machine.instance.elements[o.immediate(0)]!;
    const target = elementsOf(o, 1);
    const [to, from, count] = [o.u32(o.first), o.u32(o.second), o.u32(o.third)];
    checkRange(from, count, segment.length, "tableOutOfBounds");
    checkRange(to, count, target.length, "tableOutOfBounds");
    copyElements(target, to, segment.slice(from, from + count));
  }),
);
define(
  Op.ElemDrop,
  operation((o) => {
    o.machine.instance.elements[o.immediate(0)] = [];
  }),
);
define(
  Op.RefFunc,
  operation((o) => {
    const target: InterpretedFunction = o.machine.instance.functions[o.immediate(0)]!;
    o.return32(o.machine.internReference(target));
  }),
);

function copyElements(target: unknown[], to: number, items: readonly unknown[]): void {
  items.forEach((item, index) => {
    target[to + index] = item;
  });
}

// --- vectors: moves and constants ---

define(
  Op.V128Const,
  operation((o) => o.machine.words.set(o.immediates, o.result)),
);
define(
  Op.GlobalGet,
  operation((o) => o.machine.words.set(o.machine.instance.globals[o.immediate(0)]!.words, o.result)),
);
define(
  Op.GlobalSet,
  operation((o) => {
    const { words } = o.machine.instance.globals[o.immediate(0)]!;
    for (let i = 0; i < 4; i++) words[i] = o.i32(o.first + i);
  }),
);
define(
  Op.Select,
  operation((o) => {
    const from = o.i32(o.third) !== 0 ? o.first : o.second;
    o.machine.words.copyWithin(o.result, from, from + 4);
  }),
);
define(
  Op.I8x16Shuffle,
  operation((o) => {
    const [a, b] = [o.vector(1, o.first), o.vector(2, o.second)];
    for (let i = 0; i < 16; i++) {
      const lane = (o.immediate(i >> 2) >>> ((i & 3) * 8)) & 0xff;
      o.out.u8[i] = lane < 16 ? a.u8[lane]! : b.u8[lane - 16]!;
    }
    o.returnVector();
  }),
);

// --- vectors: lanes and scalars ---

type Shape = "i8" | "i16" | "i32";
const integerShapes: readonly (readonly [string, Shape, "u8" | "u16" | "u32", number])[] = [
  ["i8x16", "i8", "u8", 8],
  ["i16x8", "i16", "u16", 16],
  ["i32x4", "i32", "u32", 32],
];

const opcodeOf = new Map(opcodeRows.map(([name, op]) => [name, op]));
const defineNamed = (name: string, run: (operands: Operands) => void): void => {
  const op = opcodeOf.get(name);
  if (op !== undefined) define(op, operation(run));
};

for (const [name, signed, unsigned, bits] of integerShapes) {
  defineNamed(`${name}.splat`, (o) => {
    o.out[signed].fill(o.i32(o.first));
    o.returnVector();
  });
  for (const [suffix, shape] of [
    ["", signed],
    ["_s", signed],
    ["_u", unsigned],
  ] as const) {
    defineNamed(`${name}.extract_lane${suffix}`, (o) =>
      o.return32(o.vector(1, o.first)[shape][o.immediate(0)]!),
    );
  }
  defineNamed(`${name}.replace_lane`, (o) => {
    o.out.load(o.machine.words, o.first)[signed][o.immediate(0)] = o.i32(o.second);
    o.returnVector();
  });
  defineNamed(`${name}.all_true`, (o) =>
    o.return32(o.vector(1, o.first)[signed].every((lane) => lane !== 0) ? 1 : 0),
  );
  defineNamed(`${name}.bitmask`, (o) => {
    let mask = 0;
    o.vector(1, o.first)[signed].forEach((lane, index) => {
      if (lane < 0) mask |= 1 << index;
    });
    o.return32(mask);
  });
  const shifts = { shl: signed, shr_s: signed, shr_u: unsigned } as const;
  for (const [shift, shape] of Object.entries(shifts)) {
    defineNamed(`${name}.${shift}`, (o) => {
      const by = o.i32(o.second) & (bits - 1);
      const from = o.vector(1, o.first)[shape];
      from.forEach((lane, index) => {
        o.out[shape][index] = shift === "shl" ? lane << by : shift === "shr_s" ? lane >> by : lane >>> by;
      });
      o.returnVector();
    });
  }
}

defineNamed("v128.any_true", (o) => o.return32(o.vector(1, o.first).i32.some((word) => word !== 0) ? 1 : 0));
defineNamed("i64x2.all_true", (o) =>
  o.return32(o.vector(1, o.first).i64.every((lane) => lane !== 0n) ? 1 : 0),
);
defineNamed("i64x2.bitmask", (o) => {
  const { i32 } = o.vector(1, o.first);
  o.return32((i32[1]! < 0 ? 1 : 0) | (i32[3]! < 0 ? 2 : 0));
});
for (const shift of ["shl", "shr_s", "shr_u"]) {
  defineNamed(`i64x2.${shift}`, (o) => {
    const by = BigInt(o.i32(o.second) & 63);
    const from = o.vector(1, o.first);
    for (let i = 0; i < 2; i++) {
      if (shift === "shl") o.out.i64[i] = from.i64[i]! << by;
      else if (shift === "shr_s") o.out.i64[i] = from.i64[i]! >> by;
      else o.out.u64[i] = from.u64[i]! >> by;
    }
    o.returnVector();
  });
}

// Lanes that are moved whole, as one or two words: bits stay as they are.
for (const [name, width] of [
  ["f32x4", 1],
  ["i64x2", 2],
  ["f64x2", 2],
] as const) {
  defineNamed(`${name}.splat`, (o) => {
    for (let i = 0; i < 4; i++) o.out.i32[i] = o.i32(o.first + (i % width));
    o.returnVector();
  });
  defineNamed(`${name}.extract_lane`, (o) => {
    const from = o.first + o.immediate(0) * width;
    o.machine.words.copyWithin(o.result, from, from + width);
  });
  defineNamed(`${name}.replace_lane`, (o) => {
    o.out.load(o.machine.words, o.first);
    for (let i = 0; i < width; i++) o.out.i32[o.immediate(0) * width + i] = o.i32(o.second + i);
    o.returnVector();
  });
}

// --- vectors: memory ---

defineNamed("v128.load", (o) => {
  o.out.u8.set(o.memory(16));
  o.returnVector();
});
defineNamed("v128.store", (o) => o.memory(16).set(o.vector(1, o.second).u8));

for (const width of [1, 2, 4, 8]) {
  const bits = width * 8;
  defineNamed(`v128.load${bits}_splat`, (o) => {
    const bytes = o.memory(width);
    o.out.u8.forEach((_, index) => {
      o.out.u8[index] = bytes[index % width]!;
    });
    o.returnVector();
  });
  defineNamed(`v128.load${bits}_zero`, (o) => {
    const bytes = o.memory(width);
    o.out.u8.fill(0).set(bytes);
    o.returnVector();
  });
  defineNamed(`v128.load${bits}_lane`, (o) => {
    const bytes = o.memory(width);
    o.out.load(o.machine.words, o.second).u8.set(bytes, o.immediate(1) * width);
    o.returnVector();
  });
  defineNamed(`v128.store${bits}_lane`, (o) => {
    const start = o.immediate(1) * width;
    o.memory(width).set(o.vector(1, o.second).u8.subarray(start, start + width));
  });
}

for (const [name, narrow, wide] of [
  ["8x8", "i8", "i16"],
  ["16x4", "i16", "i32"],
] as const) {
  for (const sign of ["s", "u"] as const) {
    const from = sign === "s" ? narrow : (`u${narrow.slice(1)}` as "u8" | "u16");
    defineNamed(`v128.load${name}_${sign}`, (o) => {
      const source = o.machine.vectors[1];
      source.u8.set(o.memory(8));
      o.out[wide].forEach((_, index) => {
        o.out[wide][index] = source[from][index]!;
      });
      o.returnVector();
    });
  }
}
for (const [sign, from] of [
  ["s", "i32"],
  ["u", "u32"],
] as const) {
  defineNamed(`v128.load32x2_${sign}`, (o) => {
    const source = o.machine.vectors[1];
    source.u8.set(o.memory(8));
    for (let i = 0; i < 2; i++) o.out.i64[i] = BigInt(source[from][i]!);
    o.returnVector();
  });
}

// --- vectors: all the rest works on lanes alone ---

for (const [name, op] of opcodeRows) {
  const compute = vectorFunction(name);
  if (compute === undefined || op < 0xfd00) continue;
  define(
    op,
    operation((o) => {
      compute(o.out, o.vector(1, o.first), o.vector(2, o.second), o.vector(3, o.third));
      o.returnVector();
    }),
  );
}
