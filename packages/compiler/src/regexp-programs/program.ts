/**
 * Packs an automaton into the bytes that the matchers read: see `program-layout.ts` for how it lies. Bytes that no
 * node tells apart share a class, so that one mask a class says which nodes take a byte.
 */

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
  /** The HIR is widened: assertions look at pairs of a byte and 00. */
  readonly isWide: boolean;
}

/** Gives so many zeros. */
type Allocate = (byteLength: number) => Uint8Array;

/** The program of a pattern: position-independent bytes, a multiple of 16, to be loaded at a multiple of 16. */
export function compileProgram(hir: Hir, options: ProgramOptions): Uint8Array {
  return packerOf(hir, options).pack((byteLength) => new Uint8Array(byteLength), "all").bytes;
}

/** A program for those who keep many: most of it is the same in all programs of the same form. */
export interface ProgramParts {
  /** The program in one piece; its nodes are missing where the kernel looks at positions only. */
  readonly bytes: Uint8Array;
  /** So many bytes at its beginning are its own. */
  readonly ownLength: number;
  /**
   * What else the kernel needs. Each may lie anywhere: the field that says where, relative to the program (or to
   * `positions` within it, for fields of that form), may be negative.
   */
  readonly blocks: readonly ProgramBlock[];
  readonly positionBlocks: readonly ProgramBlock[];
  /** Where the form begins that `positionBlocks` belong to; 0 when there is none. */
  readonly positions: number;
}

/** Like {@link compileProgram}, without what the kernel never looks at; written to what `allocate` gives. */
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

  pack(allocate: Allocate, parts: "all" | "kernel's"): ProgramParts {
    const { nodes } = this.nfa;
    let end = CLASS_MAP + 256;
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
    // Where sets of positions are single words, the kernel never looks at nodes.
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
      for (let i = 0; i < classes.length; i++) out.addMember(masks + classes[i]! * setSize, index);
    }
  }

  private writeNodes(out: ProgramBytes, nodes: number, passing: number): void {
    let runIndex = 0;
    this.nfa.nodes.forEach((node, index) => {
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

/** The edges by their targets, those of one target in the order of their sources. */
interface IncomingEdges {
  /** By node, and one more: where its edges begin. */
  readonly starts: Uint32Array;
  /** The source shifted by {@link EDGE_SHIFT}, and an {@link EdgeKind}. */
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

/** Every node but the accepting one leads to another, splits to two. */
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
    out.setU32(at.edgeStarts + node * 4, starts[node]!);
    for (let edge = starts[node]!; edge < (starts[node + 1] ?? 0); edge++) {
      const kind = packed[edge]! & ((1 << EDGE_SHIFT) - 1);
      const consumes = kind === EdgeKind.byte || kind === EdgeKind.run;
      out.setU32(at.edges + edge * 4, packed[edge]!);
      out.addMember(consumes ? at.reached : at.passedTo, node);
    }
  }
}
