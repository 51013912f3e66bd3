/**
 * The frequency model: how likely a pair of neighbouring bytes is in ordinary data. It decides which part of a pattern
 * the prefilter looks for, nothing else: a wrong guess costs time, never a match.
 */
import { packedPairFrequencies } from "./pair-frequencies.ts";

interface Model {
  /** By pair, first byte in the low half. */
  readonly pairs: Float32Array;
  readonly pairLogs: Float32Array;
  /** A byte before any other byte, and after any other byte. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly firstLogs: Float64Array;
  readonly secondLogs: Float64Array;
}

let loaded: Model | undefined;

function model(): Model {
  loaded ??= unpack();
  return loaded;
}

/** How many different probabilities the packed table tells apart. */
const LEVELS = 16;

function unpack(): Model {
  const packed = atob(packedPairFrequencies);
  const levelOf = (pair: number) => (packed.charCodeAt(pair >> 1) >> ((pair & 1) * 4)) & (LEVELS - 1);
  const weights = Array.from({ length: LEVELS }, (_, level) => 2 ** -(2 + 1.1 * level));
  let total = 0;
  for (let pair = 0; pair < 65536; pair++) total += weights[levelOf(pair)]!;
  // Perf: divided and taken the logarithm of by level, not by pair, since every start of a program waits for this.
  const probabilities = Float32Array.from(weights, (weight) => Math.fround(weight) / total);
  const logs = Float32Array.from(probabilities, Math.log2);
  const [pairs, pairLogs] = [new Float32Array(65536), new Float32Array(65536)];
  const [first, second] = [new Float32Array(256), new Float32Array(256)];
  for (let pair = 0; pair < 65536; pair++) {
    const level = levelOf(pair);
    const probability = probabilities[level]!;
    pairs[pair] = probability;
    pairLogs[pair] = logs[level]!;
    first[pair & 255]! += probability;
    second[pair >> 8]! += probability;
  }
  const [firstLogs, secondLogs] = [Float64Array.from(first, Math.log2), Float64Array.from(second, Math.log2)];
  return { pairs, pairLogs, first, second, firstLogs, secondLogs };
}

/** The probability that the two bytes at some place are this pair (first byte in the low half). */
export function pairProbability(pair: number): number {
  return model().pairs[pair]!;
}

/** Its binary logarithm. */
export function pairRarity(pair: number): number {
  return model().pairLogs[pair]!;
}

/** The binary logarithm of the probability that the first byte of a pair is this one. */
export function firstRarity(byte: number): number {
  return model().firstLogs[byte]!;
}

/** The binary logarithm of the probability that the second byte of a pair is this one. */
export function secondRarity(byte: number): number {
  return model().secondLogs[byte]!;
}

export function byteProbability(byte: number): number {
  return model().first[byte]!;
}

// Limit: with more combinations the two bytes are taken as independent.
const MAX_COMBINATIONS = 1024;

/** Perf: the sets of the last question. Rows of one class ask about the same sets at every offset. */
let lastFirst: readonly number[] | undefined;
let lastSecond: readonly number[] | undefined;
let lastProbability = 0;

/** The probability that the two bytes at some place are a member of each set. */
export function setProbability(first: readonly number[], second: readonly number[]): number {
  if (first === lastFirst && second === lastSecond) return lastProbability;
  lastProbability = computeSetProbability(first, second);
  lastFirst = first;
  lastSecond = second;
  return lastProbability;
}

function computeSetProbability(first: readonly number[], second: readonly number[]): number {
  const { pairs, first: firsts, second: seconds } = model();
  if (first.length * second.length > MAX_COMBINATIONS || first.length === 256 || second.length === 256) {
    return sum(first, firsts) * sum(second, seconds);
  }
  let probability = 0;
  for (const high of second) for (const low of first) probability += pairs[low | (high << 8)]!;
  return probability;
}

function sum(bytes: readonly number[], probabilities: Float32Array): number {
  if (bytes.length === 256) return 1;
  return bytes.reduce((total, byte) => total + probabilities[byte]!, 0);
}
