import Database from 'better-sqlite3';
import { join } from 'node:path';
import pg from 'pg';

/** Reads the platform's database directly. */
export interface Store {
  all(sql: string): Promise<Record<string, any>[]>;
  close(): Promise<void>;
}

export function openStore(env: Record<string, string>): Store {
  const url = env['DATABASE_URL'];
  return url ? postgresql(url) : sqlite(join(env['DATA_DIR'] as string, 'platform.sqlite'));
}

function postgresql(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // The server may restart meanwhile.
  pool.on('error', () => undefined);
  return {
    async all(sql) {
      for (let tries = 0; ; tries += 1)
        try {
          return (await pool.query(sql)).rows;
        } catch (error) {
          if (tries === 5) throw error;
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
    },
    close: () => pool.end(),
  };
}

function sqlite(path: string): Store {
  const database = new Database(path, { readonly: true, timeout: 20_000 });
  return {
    all: async (sql) => database.prepare(sql).all() as Record<string, any>[],
    close: async () => void database.close(),
  };
}
