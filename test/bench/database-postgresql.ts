import pg from 'pg';
import {
  type BenchDatabase,
  COMPARED_COLUMNS,
  digestOf,
  inChunks,
  SEED_COLUMNS,
  seedRow,
} from './database.ts';
import { BASELINE_LOAD_TABLES, baselineTables } from './baseline.ts';
import { scopeOf } from './baseline-postgresql.ts';

const DIGEST_ROWS = 10_000;

/** A separate database on this server. */
export async function postgresqlDatabase(serverUrl: string): Promise<BenchDatabase> {
  const name = `bench_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = `${serverUrl}/${name}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <Row extends object>(sql: string, values: unknown[] = []) =>
    (await client.query<Row>(sql, values)).rows;
  // Keeps the tables of listeners: deliveries in progress when the events are dropped still write there.
  const loadTables = async () =>
    (
      await rows<{ tablename: string }>(
        `select tablename from pg_tables where schemaname = 'public' and tablename like 'batch\\_upload\\_%'`,
      )
    ).map((table: { tablename: string }) => table.tablename);
  return {
    name: 'PostgreSQL',
    env: { product: { DATABASE_URL: url }, baseline: { DATABASE_URL: url } },
    async version() {
      const [version] = await rows<{ server_version: string }>('show server_version');
      return `PostgreSQL ${version?.server_version}`;
    },
    async addBaselineTables() {
      for (const sql of baselineTables('bigserial primary key')) await client.query(sql);
      await client.query('create table baseline_user (like app_user including all)');
      await client.query('create table bench_user as select * from app_user');
      await client.query('create table bench_platform_user as select * from app_user');
    },
    async seed(users) {
      const scope = await scopeOf((sql) => rows(sql));
      await client.query('truncate bench_user');
      await client.query('insert into bench_user select * from bench_platform_user');
      for (const chunk of inChunks(users, 5_000))
        await client.query(
          `insert into bench_user (${SEED_COLUMNS.join(', ')}, created_at, credentials_version, sessions_version)
           select ${SEED_COLUMNS.map((column, index) =>
             column === 'custom_fields' ? `(u->>${index})::jsonb` : `u->>${index}`,
           ).join(', ')}, now(), 0, 0 from json_array_elements($1::json) as u`,
          [JSON.stringify(chunk.map((user) => seedRow(user, scope)))],
        );
    },
    async restore() {
      const emptied = [
        ...(await loadTables()),
        ...BASELINE_LOAD_TABLES,
        'app_user',
        'baseline_user',
      ];
      await client.query(`truncate ${emptied.join(', ')}`);
      for (const table of ['app_user', 'baseline_user']) {
        await client.query(`insert into ${table} select * from bench_user`);
        // Autovacuum would have done this in production. It also keeps it from starting during a measured run.
        await client.query(`vacuum analyze ${table}`);
      }
      await client.query('checkpoint');
    },
    async users(table) {
      async function* all() {
        const columns = `${COMPARED_COLUMNS.join(', ')}, custom_fields::text as custom_fields`;
        for (let last = ''; ;) {
          const found = await rows<Record<string, string>>(
            `select ${columns} from ${table} where email_key collate "C" > $1
             order by email_key collate "C" limit ${DIGEST_ROWS}`,
            [last],
          );
          yield* found;
          if (found.length < DIGEST_ROWS) return;
          last = found.at(-1)?.['email_key'] ?? '';
        }
      }
      return digestOf(await Array.fromAsync(all()));
    },
    async stop() {
      await client.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
