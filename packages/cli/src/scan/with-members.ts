/** Targets with what they hold, where they are archives (`--archives`). */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { detectArchive, HEAD_LENGTH } from "../archives/detect.ts";
import type { MemberMessages } from "../archives/members.ts";
import { STANDARD_INPUT } from "../defaults.ts";
import { Failure } from "../failure.ts";
import { type FilePath, systemPath } from "../file-path.ts";
import { MAX_ARCHIVE } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import type { Target } from "./targets.ts";

/** Each target, and behind it its members. The standard input and pipes can be read once only, so they are not unpacked. */
export async function* withMembers(
  targets: Iterable<Target>,
  messages: MemberMessages,
): AsyncGenerator<Target> {
  // What unpacks is loaded for those only who want it.
  const { membersOf } = await import("../archives/members.ts");
  for (const target of targets) {
    yield target;
    const bytes = archiveBytes(target.path, messages);
    if (bytes === undefined) continue;
    for await (const { path, bytes: inner } of membersOf(target.path, bytes, messages))
      yield { path, isNamed: false, bytes: inner };
  }
}

/** The file when it is an archive. What cannot be read is told by its scan. */
function archiveBytes(path: FilePath, messages: MemberMessages): Uint8Array | undefined {
  if (path.location === STANDARD_INPUT || !isArchive(path)) return undefined;
  try {
    return readWhole(path, MAX_ARCHIVE, "cannot unpack");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    messages.problem(error.message);
    return undefined;
  }
}

function isArchive(path: FilePath): boolean {
  try {
    if (!statSync(systemPath(path)).isFile()) return false;
    const descriptor = openSync(systemPath(path), "r");
    try {
      const head = Buffer.alloc(HEAD_LENGTH);
      return detectArchive(head.subarray(0, readSync(descriptor, head, 0, HEAD_LENGTH, 0))) !== undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}
