/**
 * Packs an automaton into the bytes that the matchers read: see `program-layout.ts` for how it lies. Bytes that no
 * node tells apart share a class, so that one mask a class says which nodes take a byte.
 */

import { ASSERTION_CODES } from "./assertion-codes.ts";
import type { ByteSet } from "./byte-set.ts";
import type { Hir } from "./hir.ts";
import { hasLeadingStartAnchor } from "./measure.ts";
import { buildNfa, type Nfa, type NfaNode } from "./nfa.ts";
import { toPositionAutomaton } from "./position-automaton.ts";
import { PositionsPacker } from "./positions-packer.ts";
import {
  CLASS_MAP,
  EDGE_SHIFT,
  EdgeKind,
  Node,
  NodeKind,
  Program,
  ProgramFlag,
  Run,
  UNBOUNDED_RUN,
} from "./program-layout.ts";

export interface ProgramOptions {
  /** The HIR is widened: assertions look at pairs of a byte and 00. */
  readonly isWide: boolean;
}

/** The program of a pattern: position-independent bytes, a multiple of 16, to be loaded at a multiple of 16. */
export function compileProgram(hir: Hir, options: ProgramOptions): Uint8Array {
  const flags =
    (options.isWide ? ProgramFlag.wide : 0) | (hasLeadingStartAnchor(hir) ? ProgramFlag.anchored : 0);
  return new ProgramPacker(buildNfa(hir), flags).pack();
}

/** An edge as the target sees it. */
interface Edge {
  readonly target: number;
  readonly packed: number;
}

class ProgramPacker {
  private readonly nfa: Nfa;
  private readonly flags: number;
  private readonly wordCount: number;
  private readonly classes: ByteClasses;
  private readonly runs: { readonly node: number; readonly run: Extract<NfaNode, { kind: "run" }> }[] = [];

  constructor(nfa: Nfa, flags: number) {
    this.nfa = nfa;
    this.flags = flags;
    this.wordCount = Math.ceil(nfa.nodes.length / 64);
    this.classes = byteClasses(nfa.nodes);
    nfa.nodes.forEach((run, node) => {
      if (run.kind === "run") this.runs.push({ node, run });
    });
  }

  pack(): Uint8Array {
    const { nodes } = this.nfa;
    const edges = this.edges();
    let end = CLASS_MAP + 256;
    const place = (size: number) => {
      const at = end;
      end = (end + size + 7) & ~7;
      return at;
    };
    const setSize = this.wordCount * 8;
    const at = {
      masks: place(this.classes.count * setSize),
      nodes: place(nodes.length * Node.size),
      edgeStarts: place((nodes.length + 1) * 4),
      edges: place(edges.length * 4),
      runs: place(this.runs.length * Run.size),
      passing: place(setSize),
      passedTo: place(setSize),
      reached: place(setSize),
    };
    const automaton = toPositionAutomaton(this.nfa);
    const positions = automaton && new PositionsPacker(automaton, this.classes.representatives);
    const positionsAt = positions === undefined ? 0 : place(positions.byteLength);
    const out = new DataView(new ArrayBuffer((end + 15) & ~15));
    for (const [field, address] of Object.entries(at))
      out.setUint32(Program[field as keyof typeof at], address, true);
    out.setUint32(Program.nodeCount, nodes.length, true);
    out.setUint32(Program.wordCount, this.wordCount, true);
    out.setUint32(Program.start, this.nfa.start, true);
    out.setUint32(Program.flags, this.flags, true);
    out.setUint32(Program.runCount, this.runs.length, true);
    out.setUint32(Program.byteLength, out.byteLength, true);
    this.writeClasses(out, at.masks, setSize);
    this.writeNodes(out, at.nodes, at.passing);
    this.writeEdges(out, edges, at);
    this.writeRuns(out, at.runs);
    if (positions !== undefined) {
      out.setUint32(Program.positions, positionsAt, true);
      positions.write(out, positionsAt);
    }
    return new Uint8Array(out.buffer);
  }

  private edges(): Edge[] {
    const edges: Edge[] = [];
    this.nfa.nodes.forEach((node, source) => {
      const add = (target: number, kind: number) =>
        edges.push({ target, packed: (source << EDGE_SHIFT) | kind });
      if (node.kind === "accept") return;
      if (node.kind === "byte") add(node.next, EdgeKind.byte);
      else if (node.kind === "run") add(node.next, EdgeKind.run);
      else add(node.next, EdgeKind.preferred);
      if (node.kind === "split") add(node.other, EdgeKind.alternative);
    });
    return edges.sort((a, b) => a.target - b.target);
  }

  private writeClasses(out: DataView, masks: number, setSize: number): void {
    this.classes.classOf.forEach((byteClass, byte) => {
      out.setUint8(CLASS_MAP + byte, byteClass);
    });
    this.nfa.nodes.forEach((node, index) => {
      if (node.kind !== "byte" && node.kind !== "run") return;
      this.classes.representatives.forEach((byte, byteClass) => {
        if (node.set.has(byte)) addToSet(out, masks + byteClass * setSize, index);
      });
    });
  }

  private writeNodes(out: DataView, nodes: number, passing: number): void {
    let runIndex = 0;
    this.nfa.nodes.forEach((node, index) => {
      const at = nodes + index * Node.size;
      out.setUint32(at + Node.kind, NodeKind[node.kind], true);
      if (node.kind === "accept") return;
      out.setUint32(at + Node.next, node.next, true);
      if (node.kind === "split") out.setUint32(at + Node.other, node.other, true);
      if (node.kind === "assertion") out.setUint32(at + Node.other, ASSERTION_CODES[node.assertion], true);
      if (node.kind === "run") out.setUint32(at + Node.other, runIndex++, true);
      if (node.kind === "split" || node.kind === "assertion") addToSet(out, passing, index);
    });
  }

  private writeEdges(
    out: DataView,
    edges: readonly Edge[],
    at: { edgeStarts: number; edges: number; passedTo: number; reached: number },
  ): void {
    const starts = new Uint32Array(this.nfa.nodes.length + 1);
    edges.forEach(({ target, packed }, index) => {
      starts[target + 1]!++;
      out.setUint32(at.edges + index * 4, packed, true);
      const kind = packed & ((1 << EDGE_SHIFT) - 1);
      addToSet(out, kind === EdgeKind.byte || kind === EdgeKind.run ? at.reached : at.passedTo, target);
    });
    let sum = 0;
    starts.forEach((count, node) => {
      sum += count;
      out.setUint32(at.edgeStarts + node * 4, sum, true);
    });
  }

  private writeRuns(out: DataView, runs: number): void {
    this.runs.forEach(({ node, run }, index) => {
      const at = runs + index * Run.size;
      out.setUint32(at + Run.node, node, true);
      out.setUint32(at + Run.min, run.min, true);
      out.setUint32(at + Run.max, run.max ?? UNBOUNDED_RUN, true);
      out.setUint32(at + Run.isGreedy, run.isGreedy ? 1 : 0, true);
    });
  }
}

function addToSet(out: DataView, set: number, member: number): void {
  const byte = set + (member >> 3);
  out.setUint8(byte, out.getUint8(byte) | (1 << (member & 7)));
}

interface ByteClasses {
  readonly classOf: Uint8Array;
  readonly count: number;
  /** One byte of each class. */
  readonly representatives: readonly number[];
}

/** Splits the bytes by one set after the other. Bytes of one class are in the same sets. */
function byteClasses(nodes: readonly NfaNode[]): ByteClasses {
  const classOf = new Uint8Array(256);
  const sizes = new Uint16Array(256);
  const memberCounts = new Uint16Array(256);
  const splitInto = new Uint8Array(256);
  sizes[0] = 256;
  let count = 1;
  const sets = new Set<ByteSet>();
  for (const node of nodes) if (node.kind === "byte" || node.kind === "run") sets.add(node.set);
  for (const set of sets) {
    const members = set.bytes();
    for (const byte of members) memberCounts[classOf[byte]!]!++;
    const touched = members.map((byte) => classOf[byte]!);
    members.forEach((byte, i) => {
      const old = touched[i]!;
      if (memberCounts[old] === sizes[old]) return;
      if (splitInto[old] === 0) splitInto[old] = count++;
      classOf[byte] = splitInto[old]!;
    });
    for (const old of touched) {
      if (splitInto[old] !== 0) {
        sizes[splitInto[old]!] = memberCounts[old]!;
        sizes[old]! -= memberCounts[old]!;
        splitInto[old] = 0;
      }
      memberCounts[old] = 0;
    }
  }
  return { classOf, count, representatives: representativesOf(classOf, count) };
}

function representativesOf(classOf: Uint8Array, count: number): number[] {
  const representatives = new Array<number>(count);
  classOf.forEach((byteClass, byte) => {
    representatives[byteClass] = byte;
  });
  return representatives;
}
