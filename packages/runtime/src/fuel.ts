// What costs fuel, the same on every backend, so that the fuel of a call is a property of the module and its input:
//
// - 1 unit each time that the start of a loop is reached, when it is entered as well as at every further turn;
// - 1 unit each time that a function is entered whose code has a loop or a call, in code that cannot be reached too;
// - 1 unit for each KiB of a bulk instruction on memory, 1 for each 64 elements of one on tables.
//
// Code without loops and calls costs nothing: its length bounds it. A function that traps is not charged for the turns of
// its loops since it was entered, called, was returned to, or ran a bulk instruction (or, where there is a deadline as well,
// took a ration of 1,024 units).
import { Op } from "@tyara/wasm";

/** By how much to shift the length of a bulk instruction to have its cost in units. */
export const bulkShift: ReadonlyMap<number, number> = new Map([
  [Op.MemoryFill, 10],
  [Op.MemoryCopy, 10],
  [Op.MemoryInit, 10],
  [Op.TableFill, 6],
  [Op.TableCopy, 6],
  [Op.TableInit, 6],
]);

const tailCalls: ReadonlySet<number> = new Set([Op.ReturnCall, Op.ReturnCallIndirect]);
const calls: ReadonlySet<number> = new Set([Op.Call, Op.CallIndirect, ...tailCalls]);

/** Whether an instruction calls and comes back. */
export const isPlainCall = (op: number): boolean => calls.has(op) && !tailCalls.has(op);

/** Whether an instruction leaves the function for good. */
export const isLeaving = (op: number): boolean => op === Op.Return || tailCalls.has(op);

/** Whether entering a function costs fuel that has this instruction. */
export const makesEntryCost = (op: number): boolean => op === Op.Loop || calls.has(op);
