/** SQLite: the host's own where it has it (Node 22.13 and newer), else the package `better-sqlite3` where it is installed. */
import { HuntError } from "../hunt-error.ts";

type Value = string | number | null;

export interface Database {
  /** Statements without values, whose rows do not matter. */
  execute(sql: string): void;
  run(sql: string, values?: readonly Value[]): void;
  rows(sql: string, values: readonly Value[]): Record<string, Value>[];
  close(): void;
}

/** What both packages have in common. */
interface Statement {
  run(...values: readonly Value[]): unknown;
  all(...values: readonly Value[]): unknown[];
}

interface Connection {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): void;
}

type Open = new (file: string) => Connection;

/** Throws {@link HuntError} when neither is there, or the file cannot be opened. */
export async function openDatabase(file: string): Promise<Database> {
  const Connection = await findSqlite();
  let connection: Connection;
  try {
    connection = new Connection(file);
  } catch (error) {
    throw new HuntError(`cannot open ${file}: ${(error as Error).message}`);
  }
  const statements = new Map<string, Statement>();
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    execute: (sql) => void connection.exec(sql),
    run: (sql, values = []) => void prepare(sql).run(...values),
    rows: (sql, values) => prepare(sql).all(...values) as Record<string, Value>[],
    close: () => void connection.close(),
  };
}

async function findSqlite(): Promise<Open> {
  try {
    const own: { DatabaseSync: Open } = await import("node:sqlite" as string);
    return own.DatabaseSync;
  } catch {
    try {
      const installed: { default: Open } = await import("better-sqlite3" as string);
      return installed.default;
    } catch {
      throw new HuntError(
        "a journal needs Node 22.13 or newer, or the package better-sqlite3 12 beside tyara-hunt",
      );
    }
  }
}
