import Database from 'better-sqlite3';
import { SqliteDialect, type SqliteDatabase } from 'kysely';

/** Text as it is searched: case is ignored in every script. On PostgreSQL a function of the first migration. */
export const fold = (text: string): string => text.toLowerCase().toUpperCase();

/**
 * SQLite as this platform wants it. WAL, so that readers do not wait; full sync, so that a commit outlives a power
 * cut; transactions that take the write lock at once, since one that takes it midway fails under a second writer.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 500');
  // 24 MB, and as much written between two checkpoints: the defaults, 2 and 4 MB, halve the speed of large loads.
  database.pragma('cache_size = -24000');
  database.pragma('wal_autocheckpoint = 6000');
  database.pragma('foreign_keys = ON');
  // SQLite's own lower() knows no letters beyond ASCII.
  database.function('fold', { deterministic: true }, (text) => fold(String(text)));
  const immediate: SqliteDatabase = {
    close: () => void database.close(),
    prepare: (sql) => database.prepare(sql === 'begin' ? 'begin immediate' : sql),
  };
  return new SqliteDialect({ database: immediate });
}
