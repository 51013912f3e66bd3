/** Finds and reads the source of a module in its stream. */
import { spendWork } from "@tyara/base";
import type { Budget } from "../kit/budget.ts";
import { chunkEnd, decompress, isCompressedChunk, isContainer } from "./decompress.ts";

/** The first letters of every source that Office writes: `Attribute VB_Name = …`. In lower case. */
const BEGINNING = [..."attribut"].map((letter) => letter.charCodeAt(0));
const LOWER_CASE = 0x20;
const MARK_SIZE = 1;
/** Spec: bytes of a container before its first chunk's content, and of the flags of the first eight literals. */
const HEADER_SIZE = 3;
const FLAGS_SIZE = 1;

/**
 * The plain bytes of a module's source, which should begin at `offset`; where none does, the stream is searched for it.
 * `undefined` without any.
 */
export function readSource(stream: Uint8Array, offset: number, budget: Budget): Uint8Array | undefined {
  const declared = decompress(stream, offset, budget);
  if (declared && (isSource(declared, 0) || isWholeContainer(stream, offset))) return declared;
  const found = findSource(stream);
  return (found === undefined ? undefined : decompress(stream, found, budget)) ?? declared;
}

/** Where a container begins that holds what sources begin with, or else one whose chunks go to the stream's end. */
function findSource(stream: Uint8Array): number | undefined {
  spendWork(stream.length);
  return findBeginning(stream) ?? findWholeContainer(stream);
}

function findBeginning(stream: Uint8Array): number | undefined {
  for (let at = stream.indexOf(1); at >= 0; at = stream.indexOf(1, at + 1)) {
    const content = at + HEADER_SIZE;
    if (isSource(stream, content)) return at;
    if (stream[content] === 0 && isSource(stream, content + FLAGS_SIZE)) return at;
  }
  return undefined;
}

function isSource(bytes: Uint8Array, offset: number): boolean {
  return BEGINNING.every((letter, i) => (bytes[offset + i]! | LOWER_CASE) === letter);
}

/** Whether chunks, and then at most zeros, go from that container to the stream's end. */
function isWholeContainer(stream: Uint8Array, offset: number): boolean {
  const end = contentEnd(stream);
  let at = offset + MARK_SIZE;
  while (at < end && isCompressedChunk(stream, at)) at = chunkEnd(stream, at);
  return isContainer(stream, offset) && at >= end && at <= stream.length;
}

function contentEnd(stream: Uint8Array): number {
  let end = stream.length;
  while (end > 0 && stream[end - 1] === 0) end--;
  return end;
}

/** The first of those. One walk from the end tells of every place whether chunks from there reach the end. */
function findWholeContainer(stream: Uint8Array): number | undefined {
  const mustReach = contentEnd(stream);
  const reachesEnd = new Uint8Array(stream.length);
  let first: number | undefined;
  for (let at = stream.length - HEADER_SIZE; at > 0; at--) {
    const end = chunkEnd(stream, at);
    if (end > stream.length || !isCompressedChunk(stream, at)) continue;
    if (end < mustReach && reachesEnd[end] === 0) continue;
    reachesEnd[at] = 1;
    if (isContainer(stream, at - MARK_SIZE)) first = at - MARK_SIZE;
  }
  return first;
}
