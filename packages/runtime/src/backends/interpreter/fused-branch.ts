// Branches together with what stands before them: comparisons with a number from memory or of 32 bits (bounds), counts
// (loops), and the spending of fuel.
import { Bytecode, countingBranches, extendedBranches } from "./generated/bytecode.ts";

/** An instruction before a branch. */
interface Instruction {
  readonly before: number;
  readonly result: number;
  readonly rest: readonly number[];
  /** The result is read once, by the branch. */
  readonly isHome: boolean;
}

/** The instruction that does what another and a branch behind it do, without its target; none for most. */
export function fusedBranch(
  branch: number,
  operands: readonly number[],
  instruction: Instruction,
): readonly number[] | undefined {
  const { before, result, rest, isHome } = instruction;
  const [left, ...right] = operands;
  if (isHome && before === Bytecode.I64ExtendI32U) return extendedBranch(branch, operands, result, rest[0]!);
  if (before === Bytecode.I64Load32UAbsolute && right[0] === result && left !== result && isHome) {
    if (branch === Bytecode.BranchI64GeU) return [Bytecode.BranchI64GeUWord, left!, rest[0]!];
    return branch === Bytecode.BranchI64GtU ? [Bytecode.BranchI64GtUWord, left!, rest[0]!] : undefined;
  }
  if (left !== result) return undefined;
  const counting = countingBranch(branch, right);
  const sum = counting === undefined ? undefined : sum64(instruction);
  if (sum !== undefined) return [counting!, result, ...sum, ...(right.length === 1 ? right : [])];
  const isFuel = branch === Bytecode.BranchI32GtSConstant && before === Bytecode.I32AddAbsolute;
  return isFuel && right[0] === 0 ? [Bytecode.BranchI32AddPositive, result, ...rest] : undefined;
}

function extendedBranch(
  branch: number,
  [left, right]: readonly number[],
  result: number,
  from: number,
): readonly number[] | undefined {
  const forms = extendedBranches.get(branch);
  if (forms === undefined || left === right) return undefined;
  if (right === result) return [forms.right, left!, from];
  return left === result ? [forms.left, right!, from] : undefined;
}

// The branch that counts first, for one on a number and a register or zero.
function countingBranch(branch: number, right: readonly number[]): number | undefined {
  const isNotZero = branch === Bytecode.BranchI64NeConstant && right.every((word) => word === 0);
  return isNotZero ? Bytecode.BranchI64AddNonZero : countingBranches.get(branch);
}

// Register and constant, low and high, that an instruction adds.
function sum64({ before, rest }: Instruction): readonly number[] | undefined {
  const [from = 0, low = 0, high = 0] = rest;
  if (before === Bytecode.I64AddConstant) return rest;
  if (before !== Bytecode.I64SubConstant) return undefined;
  return [from, -low | 0, (-high - (low === 0 ? 0 : 1)) | 0];
}
