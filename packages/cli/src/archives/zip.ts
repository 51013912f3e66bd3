import yauzl, { type Entry, type ZipFile } from "yauzl";
import { BudgetMet, MemberBytes, type UnpackBudget } from "./budget.ts";
import type { Member, Unreadable } from "./member.ts";

/** The files in order of the directory. A member that cannot be read is told, and the others are read. Throws where the directory is damaged. */
export async function* zipMembers(
  archive: Uint8Array,
  budget: UnpackBudget,
): AsyncGenerator<Member | Unreadable> {
  const zip = await open(archive);
  for (let entry = await next(zip); entry !== undefined; entry = await next(zip)) {
    budget.takeEntry();
    // Names are left as bytes: hostile ones are no reason to leave a member unread.
    const name = entry.fileName as unknown as Buffer;
    if (name.at(-1) === 0x2f) continue;
    if (entry.isEncrypted()) {
      yield { name, problem: "it is encrypted" };
      continue;
    }
    try {
      yield { name, bytes: await read(zip, entry, budget) };
    } catch (error) {
      if (error instanceof BudgetMet) throw error;
      yield { name, problem: (error as Error).message };
    }
  }
}

function open(archive: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  return new Promise((resolve, reject) =>
    yauzl.fromBuffer(buffer, { lazyEntries: true, decodeStrings: false }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    ),
  );
}

function next(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => zip.removeAllListeners();
    zip.once("entry", (entry: Entry) => {
      stop();
      resolve(entry);
    });
    zip.once("end", () => {
      stop();
      resolve(undefined);
    });
    zip.once("error", (error: Error) => {
      stop();
      reject(error);
    });
    zip.readEntry();
  });
}

async function read(zip: ZipFile, entry: Entry, budget: UnpackBudget): Promise<Uint8Array> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error))),
  );
  const bytes = new MemberBytes(budget);
  // Leaving the loop destroys the stream.
  for await (const piece of stream) bytes.add(piece as unknown as Buffer);
  return bytes.finish();
}
