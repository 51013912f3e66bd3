/** Reads a packed program through typed arrays. */
import { CLASS_MAP, NEXT_SHIFT, Node, Program, ProgramFlag, Repetition } from "@tyara/contract";

/** Sets of nodes are rows of 32-bit words here, two for each word of the kernel. */
export class PackedProgram {
  /** The whole program as 32-bit words. */
  readonly words: Uint32Array;
  readonly classOf: Uint8Array;
  readonly nodeCount: number;
  /** 32-bit words in a set of nodes. */
  readonly setLength: number;
  readonly start: number;
  readonly isWide: boolean;
  readonly isAnchored: boolean;
  readonly runCount: number;
  /** Word indices of the sets and tables. */
  readonly masks: number;
  readonly passing: number;
  readonly passedTo: number;
  readonly reached: number;
  readonly edges: number;
  private readonly nodes: number;
  private readonly edgeStarts: number;
  private readonly runs: number;

  /** The bytes are copied. */
  constructor(program: Uint8Array) {
    const bytes = program.slice();
    this.words = new Uint32Array(bytes.buffer);
    this.classOf = bytes.subarray(CLASS_MAP, CLASS_MAP + 256);
    this.nodeCount = this.header(Program.nodeCount);
    this.setLength = this.header(Program.wordCount) * 2;
    this.start = this.header(Program.start);
    const flags = this.header(Program.flags);
    this.isWide = (flags & ProgramFlag.wide) !== 0;
    this.isAnchored = (flags & ProgramFlag.anchored) !== 0;
    this.runCount = this.header(Program.runCount);
    this.masks = this.header(Program.masks) >> 2;
    this.passing = this.header(Program.passing) >> 2;
    this.passedTo = this.header(Program.passedTo) >> 2;
    this.reached = this.header(Program.reached) >> 2;
    this.edges = this.header(Program.edges) >> 2;
    this.nodes = this.header(Program.nodes) >> 2;
    this.edgeStarts = this.header(Program.edgeStarts) >> 2;
    this.runs = this.header(Program.runs) >> 2;
  }

  private header(field: number): number {
    return this.words[field >> 2]!;
  }

  kindOf(node: number): number {
    return this.node(node, Node.next) & ((1 << NEXT_SHIFT) - 1);
  }

  nextOf(node: number): number {
    return this.node(node, Node.next) >>> NEXT_SHIFT;
  }

  /** The field `other`: what it holds depends on the kind. */
  otherOf(node: number): number {
    return this.node(node, Node.other);
  }

  private node(index: number, field: number): number {
    return this.words[this.nodes + ((index * Node.size + field) >> 2)]!;
  }

  run(index: number, field: number): number {
    return this.words[this.runs + ((index * Repetition.size + field) >> 2)]!;
  }

  /** Where the incoming edges of a node begin; those of the next node begin where they end. */
  edgeStart(node: number): number {
    return this.words[this.edgeStarts + node]!;
  }

  /** The set of consuming nodes that take `byte`, as a word index. */
  maskOf(byte: number): number {
    return this.masks + this.classOf[byte]! * this.setLength;
  }

  setHas(set: number, node: number): boolean {
    return ((this.words[set + (node >> 5)]! >>> (node & 31)) & 1) !== 0;
  }
}
