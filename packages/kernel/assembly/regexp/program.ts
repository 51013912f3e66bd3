// The current regexp program: its header, copied into globals by `openProgram`, and access to its nodes and sets of nodes. For the
// layout see contract/src/program-layout.ts.
import {
  CLASS_MAP,
  NEXT_SHIFT,
  Node_next,
  Node_other,
  Node_size,
  Program_edgeStarts,
  Program_edges,
  Program_flags,
  Program_masks,
  Program_nodeCount,
  Program_nodes,
  Program_passedTo,
  Program_passing,
  Program_reach,
  Program_reached,
  Program_runCount,
  Program_runs,
  Program_start,
  Program_wordCount,
} from "../generated/program-layout";

export let nodeCount: u32 = 0;
/** 64-bit words in a set of nodes. */
export let wordCount: u32 = 0;
export let startNode: u32 = 0;
export let programFlags: u32 = 0;
export let runCount: u32 = 0;
/** The most bytes that a match may have. */
export let reach: u32 = 0;
export let classMap: usize = 0;
export let masks: usize = 0;
let nodes: usize = 0;
export let edgeStarts: usize = 0;
export let edges: usize = 0;
export let runs: usize = 0;
export let passingSet: usize = 0;
export let passedToSet: usize = 0;
export let reachedSet: usize = 0;

export function openProgram(program: usize): void {
  nodeCount = load<u32>(program, Program_nodeCount);
  wordCount = load<u32>(program, Program_wordCount);
  startNode = load<u32>(program, Program_start);
  programFlags = load<u32>(program, Program_flags);
  runCount = load<u32>(program, Program_runCount);
  reach = load<u32>(program, Program_reach);
  classMap = program + CLASS_MAP;
  masks = program + load<u32>(program, Program_masks);
  nodes = program + load<u32>(program, Program_nodes);
  edgeStarts = program + load<u32>(program, Program_edgeStarts);
  edges = program + load<u32>(program, Program_edges);
  runs = program + load<u32>(program, Program_runs);
  passingSet = program + load<u32>(program, Program_passing);
  passedToSet = program + load<u32>(program, Program_passedTo);
  reachedSet = program + load<u32>(program, Program_reached);
}

/** The set of consuming nodes that take `byte`. */
// @ts-ignore: decorator
@inline
export function maskOf(byte: u32): usize {
  return masks + <u32>load<u8>(classMap + byte) * (wordCount << 3);
}

// @ts-ignore: decorator
@inline
function nodeAt(node: u32): usize {
  return nodes + node * Node_size;
}

// @ts-ignore: decorator
@inline
export function kindOf(node: u32): u32 {
  return load<u32>(nodeAt(node), Node_next) & ((1 << NEXT_SHIFT) - 1);
}

// @ts-ignore: decorator
@inline
export function nextOf(node: u32): u32 {
  return load<u32>(nodeAt(node), Node_next) >> NEXT_SHIFT;
}

/** What it is depends on the node's kind. */
// @ts-ignore: decorator
@inline
export function otherOf(node: u32): u32 {
  return load<u32>(nodeAt(node), Node_other);
}

// @ts-ignore: decorator
@inline
export function setHas(set: usize, node: u32): bool {
  return <bool>((load<u64>(set + ((node >> 6) << 3)) >> (node & 63)) & 1);
}

// @ts-ignore: decorator
@inline
export function setAdd(set: usize, node: u32): void {
  const word = set + ((node >> 6) << 3);
  store<u64>(word, load<u64>(word) | (<u64>1 << (node & 63)));
}
