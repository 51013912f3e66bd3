/**
 * Packs an automaton into the bytes that the kernel's matchers read; `program-layout.ts` in the contract describes them.
 * Byte values that no node distinguishes share a class. For each class there is a mask: the set of nodes that consume it.
 */

import { spendWork } from "@tyara/base";
import {
  CLASS_MAP,
  EDGE_SHIFT,
  EdgeKind,
  NEXT_SHIFT,
  Node,
  NodeKind,
  Program,
  ProgramFlag,
  Repetition,
  UNBOUNDED_REACH,
  UNBOUNDED_REPETITION,
} from "@tyara/contract";
import type { ByteSet, Hir } from "@tyara/language/regexp";
import { hasLeadingStartAnchor, maxLength } from "@tyara/language/regexp";
import { ASSERTION_CODES } from "./assertion-codes.ts";
import { ByteClasses } from "./byte-classes.ts";
import { buildNfa, type Nfa, type NfaNode } from "./nfa.ts";
import { toPositionAutomaton } from "./position-automaton.ts";
import { PositionsPacker } from "./positions-packer.ts";
import { type ProgramBlock, ProgramBytes } from "./program-bytes.ts";

export interface ProgramOptions {
  /** Whether the HIR is widened: then assertions look at characters of two bytes, the second of which is 0. */
  readonly isWide: boolean;
}

/** Returns zeroed memory. */
type Allocate = (byteLength: number) => Uint8Array;

/** The program of a pattern: position-independent bytes. Length and load address are multiples of 16. */
export function compileProgram(hir: Hir, options: ProgramOptions): Uint8Array {
  return packerOf(hir, options).pack((byteLength) => new Uint8Array(byteLength), "all").bytes;
}

/** A program as parts, so that many programs can share equal parts. */
export interface ProgramParts {
  /** The whole program. Its nodes are zero if the kernel uses only the positions. */
  readonly bytes: Uint8Array;
  /** The length of the first bytes, which no other program shares. */
  readonly ownLength: number;
  /**
   * The parts after these bytes. Each may be stored anywhere: a field of the program holds its offset from the start of the
   * program, which may be negative.
   */
  readonly blocks: readonly ProgramBlock[];
  /** The same for the position automaton. Its fields and offsets are relative to `positions`. */
  readonly positionBlocks: readonly ProgramBlock[];
  /** The offset of the position automaton in `bytes`; 0 if there is none. */
  readonly positions: number;
}

/** Like {@link compileProgram}, without the parts that the kernel never reads. The bytes go to memory from `allocate`. */
export function packProgram(hir: Hir, options: ProgramOptions, allocate: Allocate): ProgramParts {
  return packerOf(hir, options).pack(allocate, "kernel's");
}

function packerOf(hir: Hir, options: ProgramOptions): ProgramPacker {
  const flags =
    (options.isWide ? ProgramFlag.wide : 0) | (hasLeadingStartAnchor(hir) ? ProgramFlag.anchored : 0);
  return new ProgramPacker(buildNfa(hir), flags, maxLength(hir));
}

class ProgramPacker {
  private readonly nfa: Nfa;
  private readonly flags: number;
  private readonly reach: number;
  private readonly wordCount: number;
  private readonly classes: ByteClasses;
  private readonly runs: { readonly node: number; readonly run: Extract<NfaNode, { kind: "run" }> }[] = [];

  constructor(nfa: Nfa, flags: number, reach: number) {
    this.nfa = nfa;
    this.flags = flags;
    this.reach = Math.min(reach, UNBOUNDED_REACH);
    this.wordCount = Math.ceil(nfa.nodes.length / 64);
    this.classes = new ByteClasses(setsOf(nfa.nodes));
    nfa.nodes.forEach((run, node) => {
      if (run.kind === "run") this.runs.push({ node, run });
    });
  }

  /**
   * Packs the program. The order of its parts, each at a multiple of 8:
   *
   *     header, class map (256 bytes)
   *     counted runs
   *     position automaton             only if there is one
   *     masks                          for each class of bytes, the nodes that consume it
   *     nodes
   *     edgeStarts, edges              incoming edges of each node
   *     passing, passedTo, reached     sets of nodes
   */
  pack(allocate: Allocate, parts: "all" | "kernel's"): ProgramParts {
    const { nodes } = this.nfa;
    let end = CLASS_MAP + 256;
    /** Reserves space for the next part and returns its offset. */
    const place = (size: number) => {
      const at = end;
      end = (end + size + 7) & ~7;
      return at;
    };
    const setSize = this.wordCount * 8;
    const runs = place(this.runs.length * Repetition.size);
    const automaton = toPositionAutomaton(this.nfa);
    const positions = automaton && new PositionsPacker(automaton, this.classes);
    const positionsAt = positions === undefined ? 0 : place(positions.byteLength);
    const sizes = {
      masks: this.classes.count * setSize,
      nodes: nodes.length * Node.size,
      edgeStarts: (nodes.length + 1) * 4,
      edges: countEdges(nodes) * 4,
      passing: setSize,
      passedTo: setSize,
      reached: setSize,
    };
    const at = {
      masks: place(sizes.masks),
      nodes: place(sizes.nodes),
      edgeStarts: place(sizes.edgeStarts),
      edges: place(sizes.edges),
      passing: place(sizes.passing),
      passedTo: place(sizes.passedTo),
      reached: place(sizes.reached),
    };
    const out = new ProgramBytes(allocate((end + 15) & ~15));
    for (const [field, address] of Object.entries(at)) out.setU32(Program[field as keyof typeof at], address);
    out.setU32(Program.nodeCount, nodes.length);
    out.setU32(Program.wordCount, this.wordCount);
    out.setU32(Program.start, this.nfa.start);
    out.setU32(Program.flags, this.flags);
    out.setU32(Program.reach, this.reach);
    out.setU32(Program.runs, runs);
    out.setU32(Program.runCount, this.runs.length);
    out.setU32(Program.byteLength, out.bytes.length);
    out.bytes.set(this.classes.classOf, CLASS_MAP);
    this.writeRuns(out, runs);
    // If a set of positions is a single word, the kernel never reads the nodes.
    const hasBlocks = !positions?.isOneWord;
    if (hasBlocks || parts === "all") {
      this.writeMasks(out, at.masks, setSize);
      this.writeNodes(out, at.nodes, at.passing);
      writeEdges(out, incomingEdges(nodes), at);
    }
    if (positions !== undefined) {
      out.setU32(Program.positions, positionsAt);
      positions.write(out, positionsAt);
    }
    const blocks = (Object.keys(sizes) as (keyof typeof sizes)[]).map((name) => ({
      field: Program[name],
      start: at[name],
      length: sizes[name],
    }));
    return {
      bytes: out.bytes,
      ownLength: positions === undefined ? at.masks : positionsAt + positions.blocks[0]!.start,
      blocks: hasBlocks ? blocks : [],
      positionBlocks: positions?.blocks ?? [],
      positions: positionsAt,
    };
  }

  private writeMasks(out: ProgramBytes, masks: number, setSize: number): void {
    const { nodes } = this.nfa;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      if (node.kind !== "byte" && node.kind !== "run") continue;
      const classes = this.classes.of(node.set);
      spendWork(classes.length);
      for (let i = 0; i < classes.length; i++) out.addMember(masks + classes[i]! * setSize, index);
    }
  }

  private writeNodes(out: ProgramBytes, nodes: number, passing: number): void {
    let runIndex = 0;
    this.nfa.nodes.forEach((node, index) => {
      spendWork(2);
      const at = nodes + index * Node.size;
      const next = node.kind === "accept" ? 0 : node.next;
      out.setU32(at + Node.next, (next << NEXT_SHIFT) | NodeKind[node.kind]);
      if (node.kind === "split") out.setU32(at + Node.other, node.other);
      if (node.kind === "assertion") out.setU32(at + Node.other, ASSERTION_CODES[node.assertion]);
      if (node.kind === "run") out.setU32(at + Node.other, runIndex++);
      if (node.kind === "split" || node.kind === "assertion") out.addMember(passing, index);
    });
  }

  private writeRuns(out: ProgramBytes, runs: number): void {
    this.runs.forEach(({ node, run }, index) => {
      const at = runs + index * Repetition.size;
      out.setU32(at + Repetition.node, node);
      out.setU32(at + Repetition.min, run.min);
      out.setU32(at + Repetition.max, run.max ?? UNBOUNDED_REPETITION);
      out.setU32(at + Repetition.isGreedy, run.isGreedy ? 1 : 0);
    });
  }
}

function setsOf(nodes: readonly NfaNode[]): Set<ByteSet> {
  const sets = new Set<ByteSet>();
  for (const node of nodes) if (node.kind === "byte" || node.kind === "run") sets.add(node.set);
  return sets;
}

/** The edges sorted by target, then by source. */
interface IncomingEdges {
  /** For each node, the index of its first incoming edge; one more entry marks the end. */
  readonly starts: Uint32Array;
  /** source << {@link EDGE_SHIFT} | {@link EdgeKind} */
  readonly packed: Uint32Array;
}

function incomingEdges(nodes: readonly NfaNode[]): IncomingEdges {
  const starts = new Uint32Array(nodes.length + 1);
  forEachEdge(nodes, (_, target) => {
    starts[target + 1]!++;
  });
  for (let node = 0; node < nodes.length; node++) starts[node + 1]! += starts[node]!;
  const packed = new Uint32Array(starts[nodes.length]!);
  const next = starts.slice();
  forEachEdge(nodes, (source, target, kind) => {
    packed[next[target]!++] = (source << EDGE_SHIFT) | kind;
  });
  return { starts, packed };
}

/** Every node has one outgoing edge, except splits, which have two, and the accepting node, which has none. */
function countEdges(nodes: readonly NfaNode[]): number {
  let count = nodes.length - 1;
  for (const node of nodes) if (node.kind === "split") count++;
  return count;
}

function forEachEdge(
  nodes: readonly NfaNode[],
  visit: (source: number, target: number, kind: number) => void,
): void {
  for (let source = 0; source < nodes.length; source++) {
    const node = nodes[source]!;
    spendWork(2);
    if (node.kind === "byte") visit(source, node.next, EdgeKind.byte);
    else if (node.kind === "run") visit(source, node.next, EdgeKind.run);
    else if (node.kind !== "accept") visit(source, node.next, EdgeKind.preferred);
    if (node.kind === "split") visit(source, node.other, EdgeKind.alternative);
  }
}

function writeEdges(
  out: ProgramBytes,
  { starts, packed }: IncomingEdges,
  at: { edgeStarts: number; edges: number; passedTo: number; reached: number },
): void {
  for (let node = 0; node < starts.length; node++) {
    spendWork(2);
    out.setU32(at.edgeStarts + node * 4, starts[node]!);
    for (let edge = starts[node]!; edge < (starts[node + 1] ?? 0); edge++) {
      const kind = packed[edge]! & ((1 << EDGE_SHIFT) - 1);
      const consumes = kind === EdgeKind.byte || kind === EdgeKind.run;
      out.setU32(at.edges + edge * 4, packed[edge]!);
      out.addMember(consumes ? at.reached : at.passedTo, node);
    }
  }
}
