import { EntityManager } from '@mikro-orm/core';
import pg from 'pg';
import { Database } from 'user-batch-upload';
import type { TestPlatform } from './platform.js';

/** A database whose disk is full or which is read-only. The database itself produces the real errors. */
export interface Outages {
  fill(): Promise<void>;
  free(): Promise<void>;
  makeReadOnly(): Promise<void>;
  makeWritable(): Promise<void>;
}

export function outagesOf(platform: TestPlatform): Outages {
  const { databaseUrl } = platform.config;
  if (databaseUrl) return onPostgresql(databaseUrl);
  return onSqlite(new Database(platform.app.get(EntityManager).fork()));
}

/** SQLite reports a full disk if its file can't grow. */
function onSqlite(db: Database): Outages {
  const set = async (pragma: string) => void (await db.query(`pragma ${pragma}`));
  return {
    fill: () => set('max_page_count = 1'),
    free: () => set('max_page_count = 4294967294'),
    makeReadOnly: () => set('query_only = on'),
    makeWritable: () => set('query_only = off'),
  };
}

/** PostgreSQL reports a full disk with code 53100, for every operation that needs space. */
function onPostgresql(url: string): Outages {
  const tables = ['batch_upload_row', 'batch_upload_outcome', 'batch_upload_probe'];
  const name = new URL(url).pathname.slice(1);
  const ask = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const setDefault = (isReadOnly: boolean) =>
    ask(
      'set default_transaction_read_only = off',
      `alter database ${name} set default_transaction_read_only = ${isReadOnly}`,
      // For connections that are already open.
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
  return {
    async fill() {
      await ask(
        fullDisk(
          `raise exception 'could not extend file: No space left on device' using errcode = '53100'`,
        ),
        ...tables.map(
          (table) =>
            `create or replace trigger full_disk before insert on ${table} execute function full_disk()`,
        ),
      );
    },
    free: () => ask(fullDisk('return null')),
    makeReadOnly: () => setDefault(true),
    makeWritable: () => setDefault(false),
  };
}

const fullDisk = (does: string): string =>
  `create or replace function full_disk() returns trigger language plpgsql as $$ begin ${does}; end $$`;
