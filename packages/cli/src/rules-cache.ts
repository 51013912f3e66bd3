/**
 * Compiled rules that are kept between runs, in the user's cache folder. An entry is named by a digest of everything that decides what
 * the compiler makes of the sources; what they include is read again and compared. Whatever is wrong with the folder or an entry, the
 * rules are compiled.
 */
import { createHash, type Hash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Rules } from "tyara";
import { MAX_LARGE } from "./limits.ts";

/** What the compiler said of the rules, as it was printed. */
export interface CachedMessages {
  readonly plain: string;
  readonly colored: string;
}

/** An include that the compiler asked for, and a digest of what it got; null where there was nothing. */
export interface CachedInclude {
  readonly path: string;
  readonly directories: readonly string[];
  readonly digest: string | null;
}

export interface CacheEntry {
  readonly rules: Rules;
  readonly messages: CachedMessages;
}

interface Header {
  readonly includes: readonly CachedInclude[];
  readonly messages: CachedMessages;
}

const MAGIC = Buffer.from("tyara rules 1\n");
const DIGEST_LENGTH = 32;
const LENGTH_SIZE = 4;
/** Entries that are kept; the oldest are taken away. */
const MAX_ENTRIES = 32;
/** Bytes of all entries. */
const MAX_BYTES = 1 << 30;
/** Characters of messages that are worth keeping. */
const MAX_MESSAGES = 1 << 22;

export class RulesCache {
  readonly #folder: string;

  constructor(folder: string = cacheFolder()) {
    this.#folder = folder;
  }

  /**
   * The entry of this name, when it is the user's own, undamaged, and what it includes is as it was.
   *
   * @param digestOf tells what an include is now, or null.
   */
  get(name: string, digestOf: (include: CachedInclude) => string | null): CacheEntry | undefined {
    try {
      requireOwn(lstatSync(this.#folder));
      const path = join(this.#folder, name);
      const { header, payload } = parse(readOwn(path));
      if (header.includes.some((include) => digestOf(include) !== include.digest)) return undefined;
      const rules = Rules.deserialize(payload, { keepBytes: true });
      const now = new Date();
      utimesSync(path, now, now);
      return { rules, messages: header.messages };
    } catch {
      return undefined;
    }
  }

  /** Keeps an entry if that is possible. */
  set(name: string, rules: Rules, header: Header): void {
    if (header.messages.colored.length > MAX_MESSAGES) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      requireOwn(lstatSync(this.#folder));
      const temporary = join(this.#folder, `${randomBytes(8).toString("hex")}.tmp`);
      try {
        writeFileSync(temporary, serialise(rules, header), { flag: "wx", mode: 0o600 });
        renameSync(temporary, join(this.#folder, name));
      } finally {
        rmSync(temporary, { force: true });
      }
      this.#prune();
    } catch {
      // A cache is a help, and nobody asked for it.
    }
  }

  #prune(): void {
    const entries = readdirSync(this.#folder).map((name) => {
      const path = join(this.#folder, name);
      const { mtimeMs, size } = statSync(path);
      return { path, mtimeMs, size };
    });
    let bytes = 0;
    entries
      .sort((a, b) => b.mtimeMs - a.mtimeMs)
      .forEach(({ path, size }, index) => {
        bytes += size;
        if (index >= MAX_ENTRIES || bytes > MAX_BYTES) rmSync(path, { force: true });
      });
  }
}

/** A digest of values and bytes, which stand apart from each other in it. */
export class CacheName {
  readonly #hash: Hash = createHash("sha256");

  add(value: string | Uint8Array): this {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    this.#hash.update(`${bytes.length}:`).update(bytes);
    return this;
  }

  finish(): string {
    return this.#hash.digest("hex");
  }
}

export function digestOfBytes(bytes: string | Uint8Array | undefined): string | null {
  return bytes === undefined ? null : createHash("sha256").update(bytes).digest("hex");
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const base =
    XDG_CACHE_HOME ||
    (process.platform === "win32" && LOCALAPPDATA) ||
    join(homedir(), ...(process.platform === "darwin" ? ["Library", "Caches"] : [".cache"]));
  return join(base, "tyara", "rules");
}

function serialise(rules: Rules, header: Header): Uint8Array {
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_SIZE);
  length.writeUInt32LE(head.length);
  const body = Buffer.concat([length, head, rules.serialize()]);
  return Buffer.concat([MAGIC, createHash("sha256").update(body).digest(), body]);
}

/** Throws for anything that `serialise` did not write. */
function parse(bytes: Buffer): { readonly header: Header; readonly payload: Uint8Array } {
  const bodyAt = MAGIC.length + DIGEST_LENGTH;
  const body = bytes.subarray(bodyAt);
  const digest = createHash("sha256").update(body).digest();
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !bytes.subarray(MAGIC.length, bodyAt).equals(digest))
    throw new RangeError("the entry is damaged");
  const end = LENGTH_SIZE + body.readUInt32LE();
  return { header: JSON.parse(body.toString("utf8", LENGTH_SIZE, end)), payload: body.subarray(end) };
}

function readOwn(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const status = fstatSync(descriptor);
    requireOwn(status);
    if (!status.isFile() || status.size > MAX_LARGE) throw new RangeError("the entry is no file of ours");
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Who else may write there could put in rules that find nothing. */
function requireOwn({ uid, mode }: Stats): void {
  if (process.getuid === undefined) return;
  if (uid !== process.getuid() || (mode & 0o022) !== 0) throw new RangeError("it is not the user's own");
}
