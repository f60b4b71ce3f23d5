import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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
import { openSqlite } from './sqlite.ts';

/** A separate file, created by the product and shared by the baseline. */
export async function sqliteDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sqlite-'));
  const path = join(folder, 'platform.sqlite');
  const db = openSqlite(path);
  const named = (sql: string) => db.prepare(sql).all() as { id: string; name: string }[];
  return {
    name: 'SQLite',
    env: { product: { DATA_DIR: folder }, baseline: { SQLITE_PATH: path } },
    version: () =>
      Promise.resolve(`SQLite ${String(db.prepare('select sqlite_version()').pluck().get())}`),
    async addBaselineTables() {
      for (const sql of baselineTables('integer primary key autoincrement')) db.exec(sql);
      const made = db
        .prepare(`select sql from sqlite_master where tbl_name = 'app_user' and sql is not null`)
        .pluck()
        .all() as string[];
      for (const sql of made) db.exec(sql.replaceAll('app_user', 'baseline_user'));
      db.exec('create table bench_user as select * from app_user');
      db.exec('create table bench_platform_user as select * from app_user');
    },
    async seed(users) {
      const scope = await scopeOf((sql) => Promise.resolve(named(sql)));
      db.exec('delete from bench_user');
      db.exec('insert into bench_user select * from bench_platform_user');
      const add = db.prepare(
        `insert into bench_user (${SEED_COLUMNS.join(', ')}, created_at, credentials_version, sessions_version)
         values (${SEED_COLUMNS.map(() => '?').join(', ')}, unixepoch() * 1000, 0, 0)`,
      );
      for (const chunk of inChunks(users, 5_000))
        db.transaction(() => {
          for (const user of chunk) add.run(seedRow(user, scope));
        })();
    },
    async restore() {
      const loads = db
        .prepare(
          `select name from sqlite_master where type = 'table'
           and name like 'batch\\_upload\\_%' escape '\\'`,
        )
        .pluck()
        .all() as string[];
      for (const table of [...loads, ...BASELINE_LOAD_TABLES, 'app_user', 'baseline_user'])
        db.exec(`delete from ${table}`);
      const last = db.prepare('select max(rowid) from bench_user').pluck().get() as number;
      for (const table of ['app_user', 'baseline_user'])
        // In batches: the idle product must not find the database locked for long.
        for (let from = 0; from < last; from += 10_000)
          db.exec(
            `insert into ${table} select * from bench_user where rowid > ${from} and rowid <= ${from + 10_000}`,
          );
      db.pragma('wal_checkpoint(truncate)');
      // This blocked the process, so it must still notice which connections were closed meanwhile.
      await setTimeout(100);
    },
    users: (table) =>
      Promise.resolve(
        digestOf(
          db
            .prepare(`select ${COMPARED_COLUMNS.join(', ')} from ${table} order by email_key`)
            .iterate() as Iterable<Record<string, unknown>>,
        ),
      ),
    async stop() {
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
