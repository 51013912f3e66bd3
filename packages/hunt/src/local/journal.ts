/**
 * The journal of a hunt on one machine: an SQLite database that holds every record as soon as its batch is done, so that the hunt
 * continues where a crash ended it.
 */
import { HuntError } from "../hunt-error.ts";
import type { HuntRecord } from "../record.ts";
import { type Database, openDatabase } from "./sqlite.ts";

/** What makes two runs the same hunt. */
export interface HuntIdentity {
  readonly ruleSet: string;
  readonly source: string;
}

export class Journal {
  readonly #database: Database;
  /** The name of the hunt: kept when it is continued. */
  readonly hunt: string;
  /** Whether a run before this one began the hunt. */
  readonly isContinued: boolean;

  private constructor(database: Database, hunt: string, isContinued: boolean) {
    this.#database = database;
    this.hunt = hunt;
    this.isContinued = isContinued;
  }

  /**
   * Opens the journal in `file`, or begins it with the name `hunt`. Throws {@link HuntError} when it belongs to another hunt or
   * cannot be opened.
   */
  static async open(file: string, hunt: string, identity: HuntIdentity): Promise<Journal> {
    const database = await openDatabase(file);
    try {
      database.execute("PRAGMA journal_mode = WAL");
      database.execute("PRAGMA synchronous = NORMAL");
      database.execute(
        "CREATE TABLE IF NOT EXISTS hunt (version INTEGER NOT NULL, name TEXT NOT NULL, ruleSet TEXT NOT NULL, source TEXT NOT NULL)",
      );
      database.execute(
        "CREATE TABLE IF NOT EXISTS records (object TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID",
      );
      const [known] = database.rows("SELECT version, name, ruleSet, source FROM hunt", []);
      if (known === undefined) {
        database.run("INSERT INTO hunt VALUES (?, ?, ?, ?)", [
          formatVersion,
          hunt,
          identity.ruleSet,
          identity.source,
        ]);
        return new Journal(database, hunt, false);
      }
      if (known.version !== formatVersion) throw new HuntError(`the journal ${file} has another format`);
      if (known.ruleSet !== identity.ruleSet)
        throw new HuntError(`the journal ${file} belongs to a hunt with other rules`);
      if (known.source !== identity.source)
        throw new HuntError(`the journal ${file} belongs to a hunt through ${known.source}`);
      return new Journal(database, String(known.name), true);
    } catch (error) {
      database.close();
      throw error instanceof HuntError
        ? error
        : new HuntError(`cannot use the journal ${file}: ${(error as Error).message}`);
    }
  }

  has(object: string): boolean {
    return this.#database.rows("SELECT 1 FROM records WHERE object = ?", [object]).length > 0;
  }

  /** Keeps the records, all or none. What is there already stays. Throws {@link HuntError} when the disk is full. */
  add(records: readonly HuntRecord[]): void {
    try {
      this.#database.execute("BEGIN IMMEDIATE");
      for (const record of records)
        this.#database.run("INSERT OR IGNORE INTO records VALUES (?, ?)", [
          record.object,
          JSON.stringify(record),
        ]);
      this.#database.execute("COMMIT");
    } catch (error) {
      throw new HuntError(`cannot write the journal: ${(error as Error).message}`);
    }
  }

  /** All records so far, as lines of JSON without their end, by name of the object. */
  *lines(): Generator<string> {
    let after = "";
    for (;;) {
      const rows = this.#database.rows(
        "SELECT object, record FROM records WHERE object > ? ORDER BY object LIMIT 1000",
        [after],
      );
      if (rows.length === 0) return;
      for (const { record } of rows) yield String(record);
      after = String(rows.at(-1)!.object);
    }
  }

  close(): void {
    this.#database.close();
  }
}

const formatVersion = 1;
