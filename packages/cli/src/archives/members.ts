/** Everything that a file holds: members of archives, what compressed files hold, and what is nested in these. */
import { type FilePath, filePath } from "../file-path.ts";
import { BudgetMet, MAX_DEPTH, UnpackBudget } from "./budget.ts";
import { type ArchiveFormat, detectArchive, HEAD_LENGTH } from "./detect.ts";
import type { Member, Unreadable } from "./member.ts";
import { unpackStream } from "./streams.ts";
import { tarMembers } from "./tar.ts";
import { zipMembers } from "./zip.ts";

/** A member with its path: `outer.zip!/dir/inner.tar!/file`. */
export interface FoundMember {
  readonly path: FilePath;
  readonly bytes: Uint8Array;
}

export interface MemberMessages {
  /** A budget was met: something is not scanned. */
  readonly problem: (message: string) => void;
  /** Something is damaged or encrypted. */
  readonly warning: (message: string) => void;
}

interface Container {
  readonly shown: string;
  readonly bytes: Uint8Array;
  readonly format: ArchiveFormat;
  readonly depth: number;
}

/** The members of a file, depth first; none when it is no archive. What is wrong with it is told. */
export async function* membersOf(
  { shown }: FilePath,
  bytes: Uint8Array,
  messages: MemberMessages,
): AsyncGenerator<FoundMember> {
  const format = detectArchive(bytes.subarray(0, HEAD_LENGTH));
  if (format === undefined) return;
  const budget = new UnpackBudget(bytes.length);
  try {
    yield* unpack({ shown, bytes, format, depth: 1 }, budget, messages);
  } catch (error) {
    if (!(error instanceof BudgetMet)) throw error;
    messages.problem(`${shown}: not unpacked to its end: ${error.message}`);
  }
}

async function* unpack(
  container: Container,
  budget: UnpackBudget,
  messages: MemberMessages,
): AsyncGenerator<FoundMember> {
  const { shown, depth } = container;
  try {
    for await (const member of directMembers(container, budget)) {
      const path = `${shown}!/${member.name === undefined ? innerName(shown) : filePath(member.name).shown}`;
      if ("problem" in member) {
        messages.warning(`${path}: not unpacked: ${member.problem}`);
        continue;
      }
      const { bytes } = member;
      yield { path: filePath(path), bytes };
      const format = detectArchive(bytes.subarray(0, HEAD_LENGTH));
      if (format === undefined) continue;
      if (depth >= MAX_DEPTH)
        messages.problem(`${path}: not unpacked: it is nested more than ${MAX_DEPTH} deep`);
      else yield* unpack({ shown: path, bytes, format, depth: depth + 1 }, budget, messages);
    }
  } catch (error) {
    if (error instanceof BudgetMet) throw error;
    messages.warning(`${shown}: not unpacked to its end: ${(error as Error).message}`);
  }
}

async function* directMembers(
  { bytes, format }: Container,
  budget: UnpackBudget,
): AsyncGenerator<Member | Unreadable> {
  if (format === "zip") yield* zipMembers(bytes, budget);
  else if (format === "tar") yield* tarMembers(bytes, budget);
  else {
    const { bytes: unpacked, problem } = await unpackStream(format, bytes, budget);
    if (unpacked.length > 0) yield { name: undefined, bytes: unpacked };
    if (problem !== undefined) throw new Error(problem);
  }
}

/** `a.tar` of `dir/a.tar.gz` and of `dir/a.tgz`. */
function innerName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replace(/\.(gz|gzip|bz2|xz|zst|z)$/i, "");
  return plain === name ? name.replace(/\.t(gz|bz2?|xz|zst)$/i, ".tar") : plain;
}
