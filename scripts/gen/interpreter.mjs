// Writes the interpreter's instruction set and its main loop.
//
// The interpreter runs a register code: operands are places in a frame, so `local.get` and most constants are
// not instructions at all. Each WebAssembly instruction below is one expression; from it come the variants
// that the loop needs: two registers, register and constant, and for integer comparisons the same two fused
// with a branch. Writing them out by hand would be 300 near-identical arms. Loads and stores also come with their address
// in the instruction or as a sum, and what loops of conditions do most (counting, bounds checks, fuel) as one instruction.
//
// An instruction is [opcode, result, operands…] in 32-bit words. Registers are word offsets from the frame
// (`fp`); values of 64 bits take two words, low first.
//
// Limit: V8 leaves a function of more than 60 KiB of its bytecode unoptimised, and the loop has 52,000 bytes:
// `node --print-bytecode --print-bytecode-filter=execute` tells.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const camel = (name) => name.replace(/(^|[._])(.)/g, (_, __, letter) => letter.toUpperCase());

// Integer comparisons on 32 bits; `a` and `b` are signed.
const compare32 = {
  eq: "a === b",
  ne: "a !== b",
  lt_s: "a < b",
  lt_u: "a >>> 0 < b >>> 0",
  gt_s: "a > b",
  gt_u: "a >>> 0 > b >>> 0",
  le_s: "a <= b",
  le_u: "a >>> 0 <= b >>> 0",
  ge_s: "a >= b",
  ge_u: "a >>> 0 >= b >>> 0",
};
const low = (op) => `(ah === bh ? al >>> 0 ${op} bl >>> 0`;
const compare64 = {
  eq: "al === bl && ah === bh",
  ne: "al !== bl || ah !== bh",
  lt_s: `${low("<")} : ah < bh)`,
  lt_u: `${low("<")} : ah >>> 0 < bh >>> 0)`,
  gt_s: `${low(">")} : ah > bh)`,
  gt_u: `${low(">")} : ah >>> 0 > bh >>> 0)`,
  le_s: `${low("<=")} : ah < bh)`,
  le_u: `${low("<=")} : ah >>> 0 < bh >>> 0)`,
  ge_s: `${low(">=")} : ah > bh)`,
  ge_u: `${low(">=")} : ah >>> 0 > bh >>> 0)`,
};
const inverse = {
  eq: "ne",
  ne: "eq",
  lt_s: "ge_s",
  lt_u: "ge_u",
  gt_s: "le_s",
  gt_u: "le_u",
  le_s: "gt_s",
  le_u: "gt_u",
  ge_s: "lt_s",
  ge_u: "lt_u",
};
const swapped = {
  eq: "eq",
  ne: "ne",
  lt_s: "gt_s",
  lt_u: "gt_u",
  gt_s: "lt_s",
  gt_u: "lt_u",
  le_s: "ge_s",
  le_u: "ge_u",
  ge_s: "le_s",
  ge_u: "le_u",
};

const binary32 = {
  add: "a + b",
  sub: "a - b",
  mul: "Math.imul(a, b)",
  div_s: "divS32(a, b)",
  div_u: "divU32(a, b)",
  rem_s: "remS32(a, b)",
  rem_u: "remU32(a, b)",
  and: "a & b",
  or: "a | b",
  xor: "a ^ b",
  shl: "a << b",
  shr_s: "a >> b",
  shr_u: "a >>> b",
  rotl: "(a << b) | (a >>> (32 - b))",
  rotr: "(a >>> b) | (a << (32 - b))",
};
const halves = (op) => `r[d] = al ${op} bl; r[d + 1] = ah ${op} bh;`;
const binary64 = {
  add: "const sum = (al + bl) | 0; r[d] = sum; r[d + 1] = ah + bh + (sum >>> 0 < al >>> 0 ? 1 : 0);",
  sub: "r[d] = al - bl; r[d + 1] = ah - bh - (al >>> 0 < bl >>> 0 ? 1 : 0);",
  mul: "mul64(r, d, al, ah, bl, bh);",
  div_s: "divS64(r, d, al, ah, bl, bh);",
  div_u: "divU64(r, d, al, ah, bl, bh);",
  rem_s: "remS64(r, d, al, ah, bl, bh);",
  rem_u: "remU64(r, d, al, ah, bl, bh);",
  and: halves("&"),
  or: halves("|"),
  xor: halves("^"),
  shl: "shl64(r, d, al, ah, bl);",
  shr_s: "shrS64(r, d, al, ah, bl);",
  shr_u: "shrU64(r, d, al, ah, bl);",
  rotl: "rotl64(r, d, al, ah, bl);",
  rotr: "rotr64(r, d, al, ah, bl);",
};
const commutative = ["add", "mul", "and", "or", "xor"];

// One operand: `a` (i32), `al`/`ah` (i64), `x` (a float). The result goes to `d`, or `e = d >> 1` for doubles.
const unary = {
  "i32.clz": ["i", "r[d] = Math.clz32(a);"],
  "i32.ctz": ["i", "r[d] = ctz32(a);"],
  "i32.popcnt": ["i", "r[d] = popcnt32(a);"],
  "i32.extend8_s": ["i", "r[d] = (a << 24) >> 24;"],
  "i32.extend16_s": ["i", "r[d] = (a << 16) >> 16;"],
  "i64.clz": ["l", "r[d] = clz64(al, ah); r[d + 1] = 0;"],
  "i64.ctz": ["l", "r[d] = ctz64(al, ah); r[d + 1] = 0;"],
  "i64.popcnt": ["l", "r[d] = popcnt32(al) + popcnt32(ah); r[d + 1] = 0;"],
  "i64.extend8_s": ["l", "r[d] = (al << 24) >> 24; r[d + 1] = (al << 24) >> 31;"],
  "i64.extend16_s": ["l", "r[d] = (al << 16) >> 16; r[d + 1] = (al << 16) >> 31;"],
  "i64.extend32_s": ["l", "r[d] = al; r[d + 1] = al >> 31;"],
  "i64.extend_i32_s": ["i", "r[d] = a; r[d + 1] = a >> 31;"],
  "i64.extend_i32_u": ["i", "r[d] = a; r[d + 1] = 0;"],
  "f32.convert_i32_s": ["i", "s[d] = a;"],
  "f32.convert_i32_u": ["i", "s[d] = a >>> 0;"],
  "f64.convert_i32_s": ["i", "f[d >> 1] = a;"],
  "f64.convert_i32_u": ["i", "f[d >> 1] = a >>> 0;"],
  "f32.convert_i64_s": ["l", "s[d] = signedForSingle(al, ah);"],
  "f32.convert_i64_u": ["l", "s[d] = unsignedForSingle(al, ah);"],
  "f64.convert_i64_s": ["l", "f[d >> 1] = toSignedNumber(al, ah);"],
  "f64.convert_i64_u": ["l", "f[d >> 1] = toUnsignedNumber(al, ah);"],
  "f32.demote_f64": ["d", "s[d] = x;"],
  "f64.promote_f32": ["f", "f[d >> 1] = x;"],
  // Signs are bits: a NaN keeps its payload.
  "f32.abs": ["i", "r[d] = a & 0x7fff_ffff;"],
  "f32.neg": ["i", "r[d] = a ^ -0x8000_0000;"],
  "f64.abs": ["l", "r[d] = al; r[d + 1] = ah & 0x7fff_ffff;"],
  "f64.neg": ["l", "r[d] = al; r[d + 1] = ah ^ -0x8000_0000;"],
};
for (const [single, letter, to] of [
  ["f32", "f", "s[d]"],
  ["f64", "d", "f[d >> 1]"],
]) {
  const functions = {
    ceil: "ceil",
    floor: "floor",
    trunc: "trunc",
    nearest: "nearest",
    sqrt: "Math.sqrt",
  };
  for (const [name, call] of Object.entries(functions))
    unary[`${single}.${name}`] = [letter, `${to} = ${call}(x);`];
  unary[`i32.trunc_${single}_s`] = [letter, "r[d] = truncS32(x);"];
  unary[`i32.trunc_${single}_u`] = [letter, "r[d] = truncU32(x);"];
  unary[`i64.trunc_${single}_s`] = [letter, "truncS64(r, d, x);"];
  unary[`i64.trunc_${single}_u`] = [letter, "truncU64(r, d, x);"];
  unary[`i32.trunc_sat_${single}_s`] = [letter, "r[d] = truncSatS32(x);"];
  unary[`i32.trunc_sat_${single}_u`] = [letter, "r[d] = truncSatU32(x);"];
  unary[`i64.trunc_sat_${single}_s`] = [letter, "truncSatS64(r, d, x);"];
  unary[`i64.trunc_sat_${single}_u`] = [letter, "truncSatU64(r, d, x);"];
}
const unaryOperand = {
  i: "const a = r[fp + code[pc + 2]!]!;",
  l: "const from = fp + code[pc + 2]!; const al = r[from]!; const ah = r[from + 1]!;",
  f: "const x = s[fp + code[pc + 2]!]!;",
  d: "const x = f[(fp + code[pc + 2]!) >> 1]!;",
};

const floatBinary = {
  add: "x + y",
  sub: "x - y",
  mul: "x * y",
  div: "x / y",
  min: "Math.min(x, y)",
  max: "Math.max(x, y)",
};
const floatCompare = { eq: "x === y", ne: "x !== y", lt: "x < y", gt: "x > y", le: "x <= y", ge: "x >= y" };

// Loads and stores: bytes, then the statement with `at` as the address.
const wide = (low, high) => `r[d] = ${low}; r[d + 1] = ${high};`;
const loads = {
  "i32.load": [4, "r[d] = view.getInt32(at, true);"],
  "f32.load": [4, "r[d] = view.getInt32(at, true);"],
  "i64.load": [8, wide("view.getInt32(at, true)", "view.getInt32(at + 4, true)")],
  "f64.load": [8, wide("view.getInt32(at, true)", "view.getInt32(at + 4, true)")],
  "i32.load8_s": [1, "r[d] = (bytes[at]! << 24) >> 24;"],
  "i32.load8_u": [1, "r[d] = bytes[at]!;"],
  "i32.load16_s": [2, "r[d] = view.getInt16(at, true);"],
  "i32.load16_u": [2, "r[d] = view.getUint16(at, true);"],
  "i64.load8_s": [1, "const value = (bytes[at]! << 24) >> 24; r[d] = value; r[d + 1] = value >> 31;"],
  "i64.load8_u": [1, wide("bytes[at]!", "0")],
  "i64.load16_s": [2, "const value = view.getInt16(at, true); r[d] = value; r[d + 1] = value >> 31;"],
  "i64.load16_u": [2, wide("view.getUint16(at, true)", "0")],
  "i64.load32_s": [4, "const value = view.getInt32(at, true); r[d] = value; r[d + 1] = value >> 31;"],
  "i64.load32_u": [4, wide("view.getInt32(at, true)", "0")],
};
const stores = {
  "i32.store": [4, "view.setInt32(at, r[v]!, true);"],
  "f32.store": [4, "view.setInt32(at, r[v]!, true);"],
  "i64.store": [8, "view.setInt32(at, r[v]!, true); view.setInt32(at + 4, r[v + 1]!, true);"],
  "f64.store": [8, "view.setInt32(at, r[v]!, true); view.setInt32(at + 4, r[v + 1]!, true);"],
  "i32.store8": [1, "bytes[at] = r[v]!;"],
  "i32.store16": [2, "view.setInt16(at, r[v]!, true);"],
  "i64.store8": [1, "bytes[at] = r[v]!;"],
  "i64.store16": [2, "view.setInt16(at, r[v]!, true);"],
  "i64.store32": [4, "view.setInt32(at, r[v]!, true);"],
};

/** Loads that often find their base in memory: reads of the bytes that are scanned. */
const based = [
  "i64.load8_u",
  "i64.load8_s",
  "i64.load16_u",
  "i64.load16_s",
  "i64.load32_u",
  "i64.load32_s",
  "i32.load",
  "i32.load16_u",
];

// Arms of the loop in order; `wasm` names the instruction that an arm is the plain form of.
const arms = [];
const arm = (name, body, wasm) => arms.push({ name, body, wasm });

function control() {
  arm("Unreachable", 'throw new Trap("unreachable");');
  arm("Move32", "r[fp + code[pc + 1]!] = r[fp + code[pc + 2]!]!; pc += 3; continue;");
  arm(
    "Move64",
    "{ const d = fp + code[pc + 1]!; const from = fp + code[pc + 2]!; r[d] = r[from]!; r[d + 1] = r[from + 1]!; pc += 3; continue; }",
  );
  arm(
    "Move128",
    "{ const d = fp + code[pc + 1]!; const from = fp + code[pc + 2]!; r[d] = r[from]!; r[d + 1] = r[from + 1]!; r[d + 2] = r[from + 2]!; r[d + 3] = r[from + 3]!; pc += 3; continue; }",
  );
  arm("Const32", "r[fp + code[pc + 1]!] = code[pc + 2]!; pc += 3; continue;");
  arm(
    "Const64",
    "{ const d = fp + code[pc + 1]!; r[d] = code[pc + 2]!; r[d + 1] = code[pc + 3]!; pc += 4; continue; }",
  );
  arm(
    "Select",
    "{ const d = fp + code[pc + 1]!; const from = fp + (r[fp + code[pc + 4]!] !== 0 ? code[pc + 2]! : code[pc + 3]!); r[d] = r[from]!; r[d + 1] = r[from + 1]!; pc += 5; continue; }",
  );
  arm(
    "GlobalGet",
    "{ const d = fp + code[pc + 1]!; held = globals[code[pc + 2]!]!.words; r[d] = held[0]!; r[d + 1] = held[1]!; pc += 3; continue; }",
  );
  arm(
    "GlobalSet",
    "{ held = globals[code[pc + 1]!]!.words; const from = fp + code[pc + 2]!; held[0] = r[from]!; held[1] = r[from + 1]!; pc += 3; continue; }",
  );
  arm("EnterLoop", "pc += 1; if (--fuel < 0) { action = Action.refuel; break; } continue;");
  arm(
    "SpendOnBulk",
    "fuel -= r[fp + code[pc + 1]!]! >>> code[pc + 2]!; pc += 3; if (fuel < 0) { action = Action.refuel; break; } machine.fuel = fuel; continue;",
  );
  arm("Branch", `${jump("pc + 1")} continue;`);
  arm("BranchIf", `if (r[fp + code[pc + 1]!] !== 0) { ${jump("pc + 2")} } else pc += 3; continue;`);
  arm("BranchUnless", `if (r[fp + code[pc + 1]!] === 0) { ${jump("pc + 2")} } else pc += 3; continue;`);
  arm(
    "BranchTable",
    `{ const index = r[fp + code[pc + 1]!]! >>> 0; const last = code[pc + 2]!; pc = code[pc + 3 + (index < last ? index : last)]!; ${spend} continue; }`,
  );
  arm("MemorySize", "r[fp + code[pc + 1]!] = length / 65536; pc += 2; continue;");
  arm(
    "MemoryGrow",
    "r[fp + code[pc + 1]!] = memory.grow(r[fp + code[pc + 2]!]! >>> 0); bytes = memory.bytes; view = memory.view; length = bytes.length; pc += 3; continue;",
  );
  arm("Slow", "slowOperations[code[pc + 1]!]!(machine, code, pc + 2, fp); pc += slowWords; continue;");
  arm(
    "Call",
    "callee = functions[code[pc + 1]!]!; next = fp + code[pc + 2]!; pc += 3; action = Action.call; break;",
  );
  arm("ReturnCall", "callee = functions[code[pc + 1]!]!; next = fp; action = Action.tailCall; break;");
  arm(
    "CallIndirect",
    "machine.fuel = fuel; callee = indirectCallee(instance, code[pc + 1]!, code[pc + 2]!, r[fp + code[pc + 3]!]!); next = fp + code[pc + 4]!; pc += 5; action = Action.call; break;",
  );
  arm(
    "ReturnCallIndirect",
    "machine.fuel = fuel; callee = indirectCallee(instance, code[pc + 1]!, code[pc + 2]!, r[fp + code[pc + 3]!]!); next = fp; action = Action.tailCall; break;",
  );
  arm("Return", "action = Action.return; break;");
}

// A branch back to a loop goes to the complement of its place, and costs one unit of fuel.
const spend = "if (pc < 0) { pc = ~pc; if (--fuel < 0) { action = Action.refuel; break; } }";
function jump(word) {
  return `pc = code[${word}]!; ${spend}`;
}

function integers32() {
  const left = "const a = r[fp + code[pc + 2]!]!;";
  for (const [name, expression] of Object.entries(binary32)) {
    const wasm = `i32.${name}`;
    arm(
      camel(wasm),
      `{ ${left} const b = r[fp + code[pc + 3]!]!; r[fp + code[pc + 1]!] = ${expression}; pc += 4; continue; }`,
      wasm,
    );
    arm(
      `${camel(wasm)}Constant`,
      `{ ${left} const b = code[pc + 3]!; r[fp + code[pc + 1]!] = ${expression}; pc += 4; continue; }`,
    );
  }
  for (const [name, test] of Object.entries(compare32)) {
    const wasm = `i32.${name}`;
    const set = `r[fp + code[pc + 1]!] = ${test} ? 1 : 0; pc += 4; continue;`;
    arm(camel(wasm), `{ ${left} const b = r[fp + code[pc + 3]!]!; ${set} }`, wasm);
    arm(`${camel(wasm)}Constant`, `{ ${left} const b = code[pc + 3]!; ${set} }`);
    const first = "const a = r[fp + code[pc + 1]!]!;";
    const branch = `if (${test}) { ${jump("pc + 3")} } else pc += 4; continue;`;
    arm(`Branch${camel(wasm)}`, `{ ${first} const b = r[fp + code[pc + 2]!]!; ${branch} }`);
    arm(`Branch${camel(wasm)}Constant`, `{ ${first} const b = code[pc + 2]!; ${branch} }`);
  }
}

function integers64() {
  const pair = (name, word) =>
    `const ${name}at = fp + code[pc + ${word}]!; const ${name}l = r[${name}at]!; const ${name}h = r[${name}at + 1]!;`;
  const constant = (word) => `const bl = code[pc + ${word}]!; const bh = code[pc + ${word + 1}]!;`;
  for (const [name, statement] of Object.entries(binary64)) {
    const wasm = `i64.${name}`;
    const d = "const d = fp + code[pc + 1]!;";
    const unused = /bh/.test(statement) ? "" : "void bh; ";
    arm(
      camel(wasm),
      `{ ${d} ${pair("a", 2)} ${pair("b", 3)} ${unused}${statement} pc += 4; continue; }`,
      wasm,
    );
    arm(
      `${camel(wasm)}Constant`,
      `{ ${d} ${pair("a", 2)} ${constant(3)} ${unused}${statement} pc += 5; continue; }`,
    );
  }
  for (const [name, test] of Object.entries(compare64)) {
    const wasm = `i64.${name}`;
    const set = `r[fp + code[pc + 1]!] = ${test} ? 1 : 0;`;
    arm(camel(wasm), `{ ${pair("a", 2)} ${pair("b", 3)} ${set} pc += 4; continue; }`, wasm);
    arm(`${camel(wasm)}Constant`, `{ ${pair("a", 2)} ${constant(3)} ${set} pc += 5; continue; }`);
    arm(
      `Branch${camel(wasm)}`,
      `{ ${pair("a", 1)} ${pair("b", 2)} if (${test}) { ${jump("pc + 3")} } else pc += 4; continue; }`,
    );
    arm(
      `Branch${camel(wasm)}Constant`,
      `{ ${pair("a", 1)} ${constant(2)} if (${test}) { ${jump("pc + 4")} } else pc += 5; continue; }`,
    );
  }
}

/** Comparisons that loops go on with after they counted on. */
const counting = ["lt_s", "lt_u", "le_s", "le_u"];

/** Whether a comparison is one with a bound. */
const isOrder = (name) => name !== "eq" && name !== "ne";

// The ends of loops: a 64-bit number is counted on and compared with zero or a bound; and comparisons with a bound of
// 32 bits, which is taken as unsigned.
function counters() {
  const operands =
    "const d = fp + code[pc + 1]!; const from = fp + code[pc + 2]!; const before = r[from]!; const al = (before + code[pc + 3]!) | 0;";
  const high =
    "const ah = (r[from + 1]! + code[pc + 4]! + (al >>> 0 < before >>> 0 ? 1 : 0)) | 0; r[d] = al; r[d + 1] = ah;";
  const counted = (bound, test, word) =>
    `{ ${operands} ${high} ${bound} if (${test}) { ${jump(`pc + ${word}`)} } else pc += ${word + 1}; continue; }`;
  arm("BranchI64AddNonZero", counted("", "(al | ah) !== 0", 5));
  const extended = (word) => `const bl = r[fp + code[pc + ${word}]!]!; const bh = 0;`;
  for (const [name, test] of Object.entries(compare64).filter(([name]) => isOrder(name))) {
    const suffix = camel(name);
    arm(
      `BranchI64${suffix}Extended`,
      `{ const at = fp + code[pc + 1]!; const al = r[at]!; const ah = r[at + 1]!; ${extended(2)} if (${test}) { ${jump("pc + 3")} } else pc += 4; continue; }`,
    );
    if (!counting.includes(name)) continue;
    const bound = "const bound = fp + code[pc + 5]!; const bl = r[bound]!; const bh = r[bound + 1]!;";
    arm(`BranchI64Add${suffix}`, counted(bound, test, 6));
    arm(`BranchI64Add${suffix}Extended`, counted(extended(5), test, 6));
  }
}

function floats() {
  for (const [type, place] of [
    ["f32", (word) => `s[fp + code[pc + ${word}]!]`],
    ["f64", (word) => `f[(fp + code[pc + ${word}]!) >> 1]`],
  ]) {
    const operands = `const x = ${place(2)}!; const y = ${place(3)}!;`;
    for (const [name, expression] of Object.entries(floatBinary)) {
      arm(
        camel(`${type}.${name}`),
        `{ ${operands} ${place(1)} = ${expression}; pc += 4; continue; }`,
        `${type}.${name}`,
      );
    }
    for (const [name, test] of Object.entries(floatCompare)) {
      arm(
        camel(`${type}.${name}`),
        `{ ${operands} r[fp + code[pc + 1]!] = ${test} ? 1 : 0; pc += 4; continue; }`,
        `${type}.${name}`,
      );
    }
  }
  const sign = (from, to) => `(${from} & 0x7fff_ffff) | (${to} & -0x8000_0000)`;
  arm(
    "F32Copysign",
    `{ r[fp + code[pc + 1]!] = ${sign("r[fp + code[pc + 2]!]!", "r[fp + code[pc + 3]!]!")}; pc += 4; continue; }`,
    "f32.copysign",
  );
  arm(
    "F64Copysign",
    `{ const d = fp + code[pc + 1]!; const a = fp + code[pc + 2]!; const high = ${sign("r[a + 1]!", "r[fp + code[pc + 3]! + 1]!")}; r[d] = r[a]!; r[d + 1] = high; pc += 4; continue; }`,
    "f64.copysign",
  );
  for (const [wasm, [letter, statement]] of Object.entries(unary)) {
    const unused = letter === "l" && !/ah/.test(statement) ? " void ah;" : "";
    arm(
      camel(wasm),
      `{ const d = fp + code[pc + 1]!; ${unaryOperand[letter]}${unused} ${statement} pc += 3; continue; }`,
      wasm,
    );
  }
}

function memory() {
  const address = (register, offset) =>
    `const at = (r[fp + code[pc + ${register}]!]! >>> 0) + (code[pc + ${offset}]! >>> 0);`;
  const absolute = (word) => `const at = code[pc + ${word}]! >>> 0;`;
  const base =
    'const start = code[pc + 3]! >>> 0; if (start + 4 > length) throw new Trap("memoryOutOfBounds"); const at = ((r[fp + code[pc + 2]!]! + view.getInt32(start, true)) >>> 0) + (code[pc + 4]! >>> 0);';
  const indexed =
    "const at = ((r[fp + code[pc + 2]!]! + r[fp + code[pc + 3]!]!) >>> 0) + (code[pc + 4]! >>> 0);";
  const check = (size) => `if (at + ${size} > length) throw new Trap("memoryOutOfBounds");`;
  for (const [wasm, [size, statement]] of Object.entries(loads)) {
    arm(
      camel(wasm),
      `{ const d = fp + code[pc + 1]!; ${address(2, 3)} ${check(size)} ${statement} pc += 4; continue; }`,
      wasm,
    );
    arm(
      `${camel(wasm)}Absolute`,
      `{ const d = fp + code[pc + 1]!; ${absolute(2)} ${check(size)} ${statement} pc += 3; continue; }`,
    );
    arm(
      `${camel(wasm)}Indexed`,
      `{ const d = fp + code[pc + 1]!; ${indexed} ${check(size)} ${statement} pc += 5; continue; }`,
    );
  }
  for (const [wasm, [size, statement]] of Object.entries(stores)) {
    arm(
      camel(wasm),
      `{ const v = fp + code[pc + 2]!; ${address(1, 3)} ${check(size)} ${statement} pc += 4; continue; }`,
      wasm,
    );
    arm(
      `${camel(wasm)}Absolute`,
      `{ const v = fp + code[pc + 1]!; ${absolute(2)} ${check(size)} ${statement} pc += 3; continue; }`,
    );
  }
  for (const wasm of based) {
    const [size, statement] = loads[wasm];
    arm(
      `${camel(wasm)}Based`,
      `{ const d = fp + code[pc + 1]!; ${base} ${check(size)} ${statement} pc += 5; continue; }`,
    );
  }
  // Bounds checks: a 64-bit number against a 32-bit one in memory, which is taken as unsigned.
  for (const [name, operator] of [
    ["GeU", ">="],
    ["GtU", ">"],
  ]) {
    arm(
      `BranchI64${name}Word`,
      `{ const from = fp + code[pc + 1]!; ${absolute(2)} ${check(4)} if (r[from + 1] !== 0 || r[from]! >>> 0 ${operator} view.getUint32(at, true)) { ${jump("pc + 3")} } else pc += 4; continue; }`,
    );
  }
  // Adds a constant to a number in memory, and branches if it is positive then: how code spends fuel.
  const addition = `const sum = (view.getInt32(at, true) + code[pc + 3]!) | 0; view.setInt32(at, sum, true);`;
  arm(
    "BranchI32AddPositive",
    `{ const d = fp + code[pc + 1]!; ${absolute(2)} ${check(4)} ${addition} r[d] = sum; if (sum > 0) { ${jump("pc + 4")} } else pc += 5; continue; }`,
  );
  arm(
    "I32AddAbsolute",
    `{ const d = fp + code[pc + 1]!; ${absolute(2)} ${check(4)} ${addition} r[d] = sum; pc += 4; continue; }`,
  );
}

const header = "// Written by scripts/gen/interpreter.mjs; do not edit.\n";

const isComputation = (name) => /^[IF](32|64)/.test(name);

// The translator's tables: which bytecode stands for an instruction, and which variants a bytecode has.
function bytecodeSource() {
  const numbers = new Map(arms.map(({ name }, index) => [name, index]));
  const plain = arms.flatMap(({ name, wasm }) => (wasm ? [`  [Op.${camel(wasm)}, Bytecode.${name}],`] : []));
  const variants = [];
  const opposites = [];
  const addressForms = [
    ...Object.keys(loads).map((wasm) => [
      camel(wasm),
      `Bytecode.${camel(wasm)}Indexed`,
      based.includes(wasm) ? `Bytecode.${camel(wasm)}Based` : "undefined",
    ]),
    ...Object.keys(stores).map((wasm) => [camel(wasm), "undefined", "undefined"]),
  ].map(
    ([name, indexed, based]) =>
      `  [Bytecode.${name}, { absolute: Bytecode.${name}Absolute, indexed: ${indexed}, based: ${based} }],`,
  );
  for (const type of ["i32", "i64"]) {
    for (const name of Object.keys(binary32)) {
      const base = camel(`${type}.${name}`);
      const mirror = commutative.includes(name) ? `mirrored: Bytecode.${base}` : "mirrored: undefined";
      variants.push(
        `  [Bytecode.${base}, { constant: Bytecode.${base}Constant, ${mirror}, comparison: undefined }],`,
      );
    }
    for (const name of Object.keys(compare32)) {
      const base = camel(`${type}.${name}`);
      const mirror = camel(`${type}.${swapped[name]}`);
      const inverted = camel(`${type}.${inverse[name]}`);
      for (const suffix of ["", "Constant"]) {
        const constant = suffix === "" ? `Bytecode.${base}Constant` : "undefined";
        opposites.push(`  [Bytecode.Branch${base}${suffix}, Bytecode.Branch${inverted}${suffix}],`);
        const comparison = `{ inverse: Bytecode.${inverted}${suffix}, branch: Bytecode.Branch${base}${suffix} }`;
        variants.push(
          `  [Bytecode.${base}${suffix}, { constant: ${constant}, mirrored: Bytecode.${mirror}, comparison: ${comparison} }],`,
        );
      }
    }
  }
  const extended = [];
  const counters = [];
  for (const name of Object.keys(compare64).filter(isOrder)) {
    const [branch, mirror, inverted] = [name, swapped[name], inverse[name]].map(
      (each) => `Bytecode.Branch${camel(`i64.${each}`)}`,
    );
    opposites.push(`  [${branch}Extended, ${inverted}Extended],`);
    extended.push(`  [${branch}, { right: ${branch}Extended, left: ${mirror}Extended }],`);
    if (!counting.includes(name)) continue;
    const counter = `Bytecode.BranchI64Add${camel(name)}`;
    counters.push(`  [${branch}, ${counter}],`, `  [${branch}Extended, ${counter}Extended],`);
  }
  // Numbers instead of names, which minifiers leave as long as they are.
  const numbered = (source) => source.replace(/\bBytecode\.(\w+)/g, (_, name) => numbers.get(name));
  return numbered(`${header}
import { Op } from "@tyara/wasm";

/** Instructions of the interpreter's register code. */
export * as Bytecode from "./bytecodes.ts";

/** The plain form of each WebAssembly instruction that has a place in the main loop. */
export const plainForms: ReadonlyMap<number, number> = new Map([
${plain.join("\n")}
]);

/** Other forms of an instruction with two operands. */
export interface Variants {
  /** The same with a constant as its second operand. */
  readonly constant: number | undefined;
  /** The instruction that gives the same when the operands are swapped. */
  readonly mirrored: number | undefined;
  /** For integer comparisons: the opposite one, and the one that branches if it holds. */
  readonly comparison: { readonly inverse: number; readonly branch: number } | undefined;
}

export const variants: ReadonlyMap<number, Variants> = new Map<number, Variants>([
${variants.join("\n")}
]);

/** Other forms of an access to memory. */
export interface AddressForms {
  /** The same at an address that is known: a word instead of register and offset. */
  readonly absolute: number;
  /** The same at the sum of two registers and the offset; loads only. */
  readonly indexed: number | undefined;
  /** The same at the sum of a register, the word at an address, and the offset; the commonest loads only. */
  readonly based: number | undefined;
}

export const addressForms: ReadonlyMap<number, AddressForms> = new Map<number, AddressForms>([
${addressForms.join("\n")}
]);

/** Of each comparison fused with a branch, the one that branches when it does not. */
export const oppositeBranches: ReadonlyMap<number, number> = new Map([
${opposites.join("\n")}
]);

/** Of each branch on two 64-bit numbers, the same where one of them is an unsigned 32-bit number; that comes second. */
export const extendedBranches: ReadonlyMap<number, { readonly left: number; readonly right: number }> = new Map([
${extended.join("\n")}
]);

/** Of branches on a 64-bit number and a bound, the same after a constant is added to the number. */
export const countingBranches: ReadonlyMap<number, number> = new Map<number, number>([
${counters.join("\n")}
]);

/** Instructions that only compute: they may be written twice. */
export const computations: ReadonlySet<number> = new Set([
${arms
  .filter(
    ({ name, body }) =>
      name.startsWith("Move") || name.startsWith("Const") || (isComputation(name) && !body.includes("fuel")),
  )
  .map(({ name }) => `  Bytecode.${name},`)
  .join("\n")}
]);
`);
}

// A constant each: a bundler keeps those that are named somewhere.
function bytecodesSource() {
  return `${header}\n${arms.map(({ name }, index) => `export const ${name} = ${index};`).join("\n")}\n`;
}

function executeSource() {
  // Perf: literals, not members of an object, so that engines make the switch a jump table.
  // The names of arms are variables of the whole function: block by block, each would have a place of its own in the frame,
  // which then has kilobytes, is filled with undefined whenever the host calls a guest, and lets calls nest a hundred deep.
  const names = new Set();
  const shared = (body) =>
    body.replace(/const (\w+) = /g, (_, name) => {
      names.add(name);
      return `${name} = `;
    });
  const cases = arms
    .map(({ name, body }, index) => `      case ${index}: // ${name}\n        ${shared(body)}`)
    .join("\n");
  return `${header}
// biome-ignore-all lint: generated code.
import { Trap } from "../../../errors.ts";
import {
  clz64, ctz32, ctz64, divS64, divU64, mul64, popcnt32, remS64, remU64, rotl64, rotr64, shl64, shrS64, shrU64,
  toSignedNumber, toUnsignedNumber,
} from "../int64.ts";
import { indirectCallee, type InterpretedFunction, noCode } from "../interpreted-function.ts";
import type { Machine } from "../machine.ts";
import { withFrames } from "../trap-frames.ts";
import {
  ceil, divS32, divU32, floor, nearest, remS32, remU32, signedForSingle, truncS32, truncS64, truncSatS32, truncSatS64, truncSatU32,
  truncSatU64, truncU32, truncU64, trunc, unsignedForSingle,
} from "../numeric.ts";
import { slowWords } from "../slow-operation.ts";
import { slowOperations } from "../slow-operations.ts";

/** What follows an instruction that leaves the frame, or that cannot pay. */
const Action = { call: 0, tailCall: 1, return: 2, refuel: 3 } as const;

/**
 * Runs a function whose arguments stand at word \`base\` of the machine's registers until it returns; its
 * results stand there then. Frames of guest functions live on the machine's own stack, not on JavaScript's.
 */
export function execute(machine: Machine, entry: InterpretedFunction, base: number): void {
  const { words: r, singles: s, doubles: f, callers, returns, frames, maxDepth } = machine;
  const entryDepth = machine.depth;
  let depth = entryDepth;
  let fuel = machine.fuel;
  let fn = entry;
  let code = noCode;
  let pc = 0;
  let fp = base;
  let instance = machine.noInstance;
  let { functions, globals, memory } = instance;
  let { bytes, view } = memory;
  let length = bytes.length;
  // Perf: the outer loop enters and leaves frames; the inner one never leaves a frame and is where time goes.
  let callee = entry;
  let next = base;
  let action: number = Action.tailCall;
  let held = r;
  let ${[...names]
    .sort()
    .map((name) => `${name} = 0`)
    .join(", ")};
  try {
    for (;;) {
      if (action === Action.refuel) {
        // Host code may run then: it may call guests, which need room, and have memory grow.
        machine.depth = depth;
        machine.top = fp + fn.body!.frameWords;
        fuel = machine.refuel(fuel);
        machine.instance = instance;
        bytes = memory.bytes;
        view = memory.view;
        length = bytes.length;
      }
      machine.fuel = fuel;
      if (action < Action.return) {
        if (callee.host !== undefined) {
          machine.depth = depth;
          machine.top = next + callee.frameWords;
          callee.host(next);
          callee = fn;
          fuel = machine.fuel;
          machine.instance = instance;
          bytes = memory.bytes;
          view = memory.view;
          length = bytes.length;
          if (action === Action.tailCall) action = Action.return;
        } else {
          if (action === Action.call) {
            if (depth === maxDepth) throw new Trap("stackOverflow");
            callers[depth] = fn;
            returns[depth] = pc;
            frames[depth] = fp;
            depth += 1;
          }
          fn = callee;
          fp = next;
          pc = 0;
          const body = fn.body ?? fn.translate();
          if (fp + body.frameWords > r.length) throw new Trap("stackOverflow");
          for (let word = fp + body.parameterWords; word < fp + body.localWords; word++) r[word] = 0;
          code = body.code;
          if (body.entryCosts) {
            fuel -= 1;
            if (fuel < 0) {
              action = Action.refuel;
              continue;
            }
            machine.fuel = fuel;
          }
        }
      }
      if (action === Action.return) {
        if (depth === entryDepth) return;
        depth -= 1;
        fn = callers[depth]!;
        pc = returns[depth]!;
        fp = frames[depth]!;
        code = fn.body!.code;
      }
      if (fn.instance !== instance) {
        instance = fn.instance;
        ({ functions, globals, memory } = instance);
        ({ bytes, view } = memory);
        length = bytes.length;
        machine.instance = instance;
      }
      for (;;) {
        switch (code[pc]) {
${cases}
          default:
            throw new Trap("unreachable");
        }
        break;
      }
    }
  } catch (error) {
    // A call of the host is behind \`pc\`, until the host has returned.
    const at = callee.host !== undefined && action === Action.call ? pc - 1 : pc;
    throw withFrames(error, machine, { fn, pc: at, depth, entryDepth });
  }
}
`;
}

export function generate({ root, check }) {
  if (check) return [];
  arms.length = 0;
  control();
  integers32();
  integers64();
  counters();
  floats();
  memory();
  const folder = join(root, "packages/runtime/src/backends/interpreter/generated");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "bytecode.ts"), bytecodeSource());
  writeFileSync(join(folder, "bytecodes.ts"), bytecodesSource());
  writeFileSync(join(folder, "execute.ts"), executeSource());
  return [];
}
