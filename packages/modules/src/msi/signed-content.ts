/**
 * What the signature of an installer package is of: of each storage what it holds in the order of names, then its class.
 * Of streams that is their bytes, of storages the same again. Packages may sign what the directory says of streams and
 * storages, too: its digest is in a stream of its own, which then comes first.
 */

import { compareBytes } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { digest, type HashAlgorithm } from "../hashing/index.ts";
import { inSteps } from "../kit/steps.ts";
import { type CompoundFile, type DirectoryEntry, EntryType } from "../olecf/compound-file.ts";

export const SIGNATURE = "\x05DigitalSignature";
/** Holds the digest of what the directory says. */
const DIRECTORY_DIGEST = "\x05MsiDigitalSignatureEx";

const ROOT = 0;
const STATE_SIZE = 4;

/** The digest that a sound signature is of. */
export function signedDigest(
  file: CompoundFile,
  algorithm: HashAlgorithm,
  input: Pick<ModuleInput, "checkpoint">,
): Uint8Array {
  const hasDirectoryDigest = file.tree
    .childrenOf(ROOT)
    .some((number) => file.entries[number]!.name === DIRECTORY_DIGEST);
  // That of the directory as it is: with another one in the file, the signature is of something else.
  const directoryDigest = hasDirectoryDigest && digest(algorithm, directoryPieces(file));
  return digest(algorithm, contentPieces(file, directoryDigest || new Uint8Array(0), input));
}

function* contentPieces(
  file: CompoundFile,
  directoryDigest: Uint8Array,
  input: Pick<ModuleInput, "checkpoint">,
): Generator<Uint8Array> {
  yield directoryDigest;
  for (const { entry, isEnd } of visits(file)) {
    if (isEnd) yield entry.classId;
    else if (entry.type === EntryType.stream) yield* inSteps(input, file.read(entry));
  }
}

function* directoryPieces(file: CompoundFile): Generator<Uint8Array> {
  for (const { entry, isEnd } of visits(file)) {
    if (isEnd) continue;
    if (entry.type !== EntryType.root) yield entry.nameBytes;
    if (entry.type === EntryType.stream) yield littleEndian(entry.size);
    else yield entry.classId;
    // The root's times are not signed, as signing changes them.
    yield entry.type === EntryType.root ? entry.stateAndTimes.subarray(0, STATE_SIZE) : entry.stateAndTimes;
  }
}

function littleEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

interface Visit {
  readonly entry: DirectoryEntry;
  /** Whether all that a storage holds was visited before; storages are visited twice. */
  readonly isEnd: boolean;
}

/** The root and all below it, what each storage holds in the order of names; without the signature. */
function* visits(file: CompoundFile): Generator<Visit> {
  const waiting: { readonly number: number; readonly isEnd: boolean }[] = [{ number: ROOT, isEnd: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { number, isEnd } = next;
    const entry = file.entries[number];
    if (entry === undefined) continue;
    yield { entry, isEnd };
    if (isEnd || entry.type === EntryType.stream) continue;
    waiting.push({ number, isEnd: true });
    for (const child of signedChildren(file, number).reverse()) waiting.push({ number: child, isEnd: false });
  }
}

/** Spec: names are compared byte by byte, the low byte of a character first. */
function signedChildren(file: CompoundFile, storage: number): number[] {
  const entryAt = (number: number) => file.entries[number]!;
  const isSigned = (number: number) => {
    const { name } = entryAt(number);
    return storage !== ROOT || (name !== SIGNATURE && name !== DIRECTORY_DIGEST);
  };
  return file.tree
    .childrenOf(storage)
    .filter(isSigned)
    .sort((a, b) => compareBytes(entryAt(a).nameBytes, entryAt(b).nameBytes));
}
