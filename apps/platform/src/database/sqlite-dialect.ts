import Database from 'better-sqlite3';
import { SqliteDialect, type SqliteDatabase } from 'kysely';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Compiled, also where this file is not. */
const CHECKPOINTS = new URL('../../dist/database/checkpoints.js', import.meta.url);
/** Characters. The ORM writes values into its statements: hundreds of rows, which come but once. */
const LONGEST_KEPT = 5_000;
const KEPT_STATEMENTS = 200;

/** Text as it is searched: case is ignored in every script. On PostgreSQL a function of the first migration. */
export const fold = (text: string): string => text.toLowerCase().toUpperCase();

/**
 * SQLite as this platform wants it. WAL, so that readers do not wait; full sync, so that a commit outlives a power
 * cut; transactions that take the write lock at once, since one that takes it midway fails under a second writer.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const database = open(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 500');
  // 16 MB: the default, 2 MB, halves the speed of large loads.
  database.pragma('cache_size = -16000');
  // Only the end of a log that grew to 64 MB while the thread for it could not keep up.
  database.pragma('wal_autocheckpoint = 16000');
  const checkpoints = new Worker(CHECKPOINTS, { workerData: path });
  checkpoints.unref();
  database.pragma('foreign_keys = ON');
  // SQLite's own lower() knows no letters beyond ASCII.
  database.function('fold', { deterministic: true }, (text) => fold(String(text)));
  const prepare = keptStatements(database);
  const immediate: SqliteDatabase = {
    close: () => {
      void checkpoints.terminate();
      database.close();
    },
    prepare: (sql) => prepare(sql === 'begin' ? 'begin immediate' : sql),
  };
  return new SqliteDialect({ database: immediate });
}

/** For this user only: the log and the shared memory get the mode of the database. */
function open(path: string): Database.Database {
  try {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const database = new Database(path);
    // Reads the file, so that one that is no database is found now.
    database.pragma('schema_version');
    return database;
  } catch (error) {
    throw new Error(`DATA_DIR: the database ${path} can’t be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** What is asked again and again is compiled once: of the short statements, those that were asked last. */
function keptStatements(database: Database.Database): (sql: string) => Database.Statement {
  const kept = new Map<string, Database.Statement>();
  return (sql) => {
    const statement = kept.get(sql) ?? database.prepare(sql);
    if (sql.length > LONGEST_KEPT) return statement;
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}
