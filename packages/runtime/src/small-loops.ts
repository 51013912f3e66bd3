// Finds the loops of a body that are worth unrolling when code is instrumented: innermost, small, and made of
// instructions that are copied as they are.
import { BinaryReader, type ByteRange, InstructionReader, Op } from "@tyara/wasm";

/** Limit: the length in bytes of a loop's body that is unrolled. A longer turn takes long enough to pay for its look. */
const maxBodyLength = 192;

/** A loop without parameters. */
export interface SmallLoop {
  /** The instructions between `loop` and its `end`. */
  readonly body: ByteRange;
  /** The bytes of its block type. */
  readonly type: ByteRange;
}

interface OpenBlock {
  readonly op: number;
  readonly type: ByteRange;
  readonly offset: number;
  readonly hasParameters: boolean;
  /** What it holds is copied byte by byte, and is no loop. */
  isPlain: boolean;
  isRepeated: boolean;
}

/** By where each begins. `isCopied` says which instructions are copied as they are. */
export function findSmallLoops(
  bytes: Uint8Array,
  range: ByteRange,
  isCopied: (op: number) => boolean,
): ReadonlyMap<number, SmallLoop> {
  const found = new Map<number, SmallLoop>();
  const open: OpenBlock[] = [];
  const code = new InstructionReader(new BinaryReader(bytes, range.start, range.end));
  const repeat = (depth: number) => {
    const target = open.at(-1 - depth);
    if (target !== undefined) target.isRepeated = true;
  };
  while (!code.reader.isAtEnd) {
    const op = code.next();
    if (op === Op.Block || op === Op.Loop || op === Op.If) open.push(opened(code));
    else if (op === Op.Br || op === Op.BrIf) repeat(code.index);
    else if (op === Op.BrTable) code.labels.forEach(repeat);
    else if (op === Op.End && open.length > 0) {
      const block = open.pop()!;
      const body = { start: block.type.end, end: code.offset };
      if (isSmall(block, body)) found.set(block.offset, { body, type: block.type });
      const outer = open.at(-1);
      if (outer !== undefined && (block.op === Op.Loop || !block.isPlain)) outer.isPlain = false;
    } else if (!isCopied(op) && open.length > 0) open.at(-1)!.isPlain = false;
  }
  return found;
}

function opened(code: InstructionReader): OpenBlock {
  return {
    op: code.op,
    offset: code.offset,
    type: { start: code.offset + 1, end: code.reader.offset },
    hasParameters: code.blockType >= 0,
    isPlain: true,
    isRepeated: false,
  };
}

function isSmall({ op, isPlain, isRepeated, hasParameters }: OpenBlock, body: ByteRange): boolean {
  const isLoop = op === Op.Loop && isRepeated && !hasParameters;
  return isLoop && isPlain && body.end - body.start <= maxBodyLength;
}
