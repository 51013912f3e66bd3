// Finds the end of a constant expression, also of one with instructions of proposals that this package has no code for.
import type { BinaryReader } from "./binary-reader.ts";
import { Op } from "./generated/opcodes.ts";

/** The prefix of instructions on garbage-collected things, and which of them name a type, or a type and a number. */
const gcPrefix = 0xfb;
const namesType: ReadonlySet<number> = new Set([0, 1, 6, 7, 8]);
const arrayNewFixed = 8;

/** Moves behind an expression. */
export function skipExpression(reader: BinaryReader): void {
  for (let op = reader.u8(); op !== Op.End; op = reader.u8()) skipImmediates(reader, op);
}

function skipImmediates(reader: BinaryReader, op: number): void {
  switch (op) {
    case Op.I32Const:
      reader.s32();
      return;
    case Op.I64Const:
      reader.s64();
      return;
    case Op.F32Const:
      reader.skip(4);
      return;
    case Op.F64Const:
      reader.skip(8);
      return;
    case Op.GlobalGet:
    case Op.RefFunc:
      reader.u32();
      return;
    case Op.RefNull:
      reader.s33();
      return;
    case Op.V128Const >> 8:
      if (reader.u32() === (Op.V128Const & 0xff)) reader.skip(16);
      return;
    case gcPrefix: {
      const number = reader.u32();
      if (namesType.has(number)) reader.u32();
      if (number === arrayNewFixed) reader.u32();
      return;
    }
    default:
  }
}
