import Database from 'better-sqlite3';
import { type Driver, SqliteDialect } from 'kysely';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { CheckpointThread } from './checkpoint-thread.js';
import { endTransactions } from './end-transactions.js';

/** Characters. The ORM inlines values into long one-off statements, which are not worth caching. */
const LONGEST_KEPT = 5_000;
const KEPT_STATEMENTS = 200;
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];

/** Case-insensitive text for search, in every script. On PostgreSQL a function of the first migration. */
export const fold = (text: string): string => text.toLowerCase().toUpperCase();

/**
 * SQLite's settings. WAL: readers do not wait. Full sync: a commit survives a power cut. Immediate transactions: one
 * that upgrades to the write lock midway fails if there is a second writer.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const database = open(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 500');
  // 16 MB. The default of 2 MB halves the speed of large loads.
  database.pragma('cache_size = -16000');
  // Checkpoints on this connection only if the log reaches 64 MB because the checkpoint thread can't keep up.
  database.pragma('wal_autocheckpoint = 16000');
  database.pragma('foreign_keys = ON');
  // SQLite's own lower() covers only ASCII.
  database.function('fold', { deterministic: true }, (text) => fold(String(text)));
  return new PlatformSqliteDialect(path, database, new CheckpointThread(path));
}

class PlatformSqliteDialect extends SqliteDialect {
  constructor(
    private readonly path: string,
    database: Database.Database,
    private readonly checkpoints: CheckpointThread,
  ) {
    const prepare = keptStatements(database);
    super({
      database: {
        close: () => database.close(),
        prepare: (sql) => prepare(sql === 'begin' ? 'begin immediate' : sql),
      },
      onCreateConnection: endTransactions,
    });
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const destroy = driver.destroy.bind(driver);
    driver.destroy = async (options) => {
      await this.checkpoints.stop();
      await destroy(options);
      keepLog(this.path);
    };
    return driver;
  }
}

/**
 * Leaves an empty write-ahead log. The last connection deletes the log, and without it SQLite can't even read a
 * database in a read-only folder.
 */
function keepLog(path: string): void {
  for (const file of [`${path}-wal`, `${path}-shm`])
    try {
      closeSync(openSync(file, 'a'));
    } catch (error) {
      // The folder may be gone, full or read-only by now.
      if (!['ENOENT', 'ENOSPC', ...READ_ONLY].includes((error as { code: string }).code))
        throw error;
    }
}

/** Readable only by the current user. The log and the shared memory inherit the mode of the database. */
function open(path: string): Database.Database {
  try {
    keepPrivate(path);
    const database = new Database(path);
    // Reads the file now, to detect one that is not a database.
    database.pragma('schema_version');
    return database;
  } catch (error) {
    throw new Error(`DATA_DIR: the database ${path} can’t be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function keepPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    // A read-only database is served all the same.
    if (!READ_ONLY.includes((error as { code: string }).code) || !existsSync(path)) throw error;
  }
}

/** Caches compiled statements: the most recently used of the short ones. */
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
