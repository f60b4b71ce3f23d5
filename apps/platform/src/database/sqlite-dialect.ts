import Database from 'better-sqlite3';
import { SqliteDialect, type SqliteDatabase } from 'kysely';

/**
 * SQLite as this platform wants it. WAL, so that readers do not wait; full sync, so that a commit outlives a power
 * cut; transactions that take the write lock at once, since one that takes it midway fails under a second writer.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 500');
  database.pragma('foreign_keys = ON');
  const immediate: SqliteDatabase = {
    close: () => void database.close(),
    prepare: (sql) => database.prepare(sql === 'begin' ? 'begin immediate' : sql),
  };
  return new SqliteDialect({ database: immediate });
}
