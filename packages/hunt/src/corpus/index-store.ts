/**
 * The index of a source: a folder with segments of signatures, and an SQLite database that says which object is where, with its size, its
 * version and its first bytes.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { HuntError } from "../hunt-error.ts";
import { type Database, openDatabase } from "../local/sqlite.ts";
import type { ListedObject } from "../objects/source.ts";
import { evaluate } from "./evaluate.ts";
import { signatureOf } from "./grams.ts";
import type { Query } from "./query.ts";
import { SegmentReader, slotsFor, writeSegment } from "./segment.ts";

/** First bytes of an object that the index keeps, for rules that begin with a magic number. */
const headLength = 64;

const formatVersion = 1;

interface Pending {
  readonly bits: number;
  readonly objects: {
    readonly name: string;
    readonly version: string;
    readonly size: number;
    readonly head: string;
  }[];
  readonly signatures: Uint8Array[];
}

export class IndexStore {
  readonly #folder: string;
  readonly #database: Database;
  readonly #pending = new Map<number, Pending>();

  private constructor(folder: string, database: Database) {
    this.#folder = folder;
    this.#database = database;
  }

  /** Opens the index in `folder`, or begins one for `source`. Throws {@link HuntError} when it belongs to another source. */
  static async open(folder: string, source: string, { create }: { create: boolean }): Promise<IndexStore> {
    const file = join(folder, "objects.db");
    if (!create && !existsSync(file)) throw new HuntError(`there is no index in ${folder}`);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new HuntError(`cannot make the index: ${(error as Error).message}`);
    }
    const database = await openDatabase(file);
    const store = new IndexStore(folder, database);
    try {
      store.#prepare(source);
      return store;
    } catch (error) {
      database.close();
      throw error instanceof HuntError
        ? error
        : new HuntError(`cannot use the index ${folder}: ${(error as Error).message}`);
    }
  }

  #prepare(source: string): void {
    const database = this.#database;
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("PRAGMA synchronous = NORMAL");
    database.execute("CREATE TABLE IF NOT EXISTS corpus (version INTEGER NOT NULL, source TEXT NOT NULL)");
    database.execute(
      "CREATE TABLE IF NOT EXISTS segments (id INTEGER PRIMARY KEY, bits INTEGER NOT NULL, slots INTEGER NOT NULL)",
    );
    database.execute(
      "CREATE TABLE IF NOT EXISTS objects (name TEXT PRIMARY KEY, version TEXT NOT NULL, size INTEGER NOT NULL, head TEXT NOT NULL, segment INTEGER NOT NULL, slot INTEGER NOT NULL) WITHOUT ROWID",
    );
    database.execute("CREATE INDEX IF NOT EXISTS placed ON objects (segment, slot)");
    const [known] = database.rows("SELECT version, source FROM corpus", []);
    if (known === undefined) database.run("INSERT INTO corpus VALUES (?, ?)", [formatVersion, source]);
    else if (known.version !== formatVersion) throw new HuntError("the index has another format");
    else if (known.source !== source) throw new HuntError(`the index belongs to ${known.source}`);
    // A segment that was written when its process died is in no table.
    const segments = new Set(
      database.rows("SELECT id FROM segments", []).map(({ id }) => segmentName(Number(id))),
    );
    for (const name of readdirSync(this.#folder))
      if (/^segment-\d+$/.test(name) && !segments.has(name)) rmSync(join(this.#folder, name));
  }

  /** Whether the index has the object as it is now. */
  has({ name, version }: ListedObject): boolean {
    return (
      this.#database.rows("SELECT 1 FROM objects WHERE name = ? AND version = ?", [name, version]).length > 0
    );
  }

  /** Adds an object. It is in the index when its segment is full, or after {@link flush}. */
  add(name: string, version: string, bytes: Uint8Array): void {
    const { bits, signature } = signatureOf(bytes);
    const pending = this.#pending.get(bits) ?? { bits, objects: [], signatures: [] };
    this.#pending.set(bits, pending);
    const head = Buffer.from(bytes.subarray(0, headLength)).toString("base64");
    pending.objects.push({ name, version, size: bytes.length, head });
    pending.signatures.push(signature);
    if (pending.objects.length === slotsFor(bits)) this.#write(pending);
  }

  flush(): void {
    for (const pending of this.#pending.values()) this.#write(pending);
  }

  #write(pending: Pending): void {
    const { bits, objects, signatures } = pending;
    this.#pending.delete(bits);
    const database = this.#database;
    const [row] = database.rows("SELECT COALESCE(MAX(id), 0) + 1 AS id FROM segments", []);
    const id = Number(row!.id);
    try {
      writeSegment(join(this.#folder, segmentName(id)), signatures, bits);
      database.execute("BEGIN IMMEDIATE");
      database.run("INSERT INTO segments VALUES (?, ?, ?)", [id, bits, objects.length]);
      for (const [slot, { name, version, size, head }] of objects.entries())
        database.run("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?)", [
          name,
          version,
          size,
          head,
          id,
          slot,
        ]);
      database.execute("COMMIT");
    } catch (error) {
      throw new HuntError(`cannot write the index: ${(error as Error).message}`);
    }
  }

  /** The objects, by name, that may satisfy the query, and the version of each that the index knows. */
  select(query: Query): Selection {
    const excluded = new Map<string, string>();
    let objects = 0;
    let bytesRead = 0;
    for (const segment of this.#database.rows("SELECT id, bits, slots FROM segments ORDER BY id", [])) {
      const rows = this.#database.rows(
        "SELECT name, version, size, head, slot FROM objects WHERE segment = ? ORDER BY slot",
        [segment.id!],
      );
      if (rows.length === 0) continue;
      objects += rows.length;
      const facts = Array.from({ length: Number(segment.slots) }, () => replaced);
      for (const { slot, size, head } of rows)
        facts[Number(slot)] = { size: Number(size), head: Buffer.from(String(head), "base64") };
      const reader = new SegmentReader(join(this.#folder, segmentName(Number(segment.id))), facts.length);
      try {
        const answer = evaluate(query, { reader, bits: Number(segment.bits), objects: facts }, new Map());
        for (const { name, version, slot } of rows) {
          const isCandidate = ((answer[Number(slot) >> 3]! >> (Number(slot) & 7)) & 1) === 1;
          if (!isCandidate) excluded.set(String(name), String(version));
        }
        bytesRead += reader.bytesRead;
      } finally {
        reader.close();
      }
    }
    return { excluded, objects, bytesRead };
  }

  /** Bytes that the index takes. */
  get byteLength(): number {
    return readdirSync(this.#folder).reduce((sum, name) => sum + statSync(join(this.#folder, name)).size, 0);
  }

  close(): void {
    this.#database.close();
  }
}

/** What a slot has whose object is elsewhere by now. */
const replaced = { size: 0, head: new Uint8Array() };

const segmentName = (id: number) => `segment-${id}`;

export interface Selection {
  /** Objects that cannot match, with the version of which that is known. */
  readonly excluded: ReadonlyMap<string, string>;
  /** Objects that the index has. */
  readonly objects: number;
  readonly bytesRead: number;
}
