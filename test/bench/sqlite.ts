import { createRequire } from 'node:module';
import type Better from 'better-sqlite3';

/** The platform's driver. */
const Database = createRequire(new URL('../../apps/platform/package.json', import.meta.url))(
  'better-sqlite3',
) as typeof Better;

/** Opened as in the platform, with a longer timeout because nobody is served meanwhile. */
export function openSqlite(path: string): Better.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 10000');
  return database;
}
