import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.js';
import { reasonOf } from '../reason-of.js';
import { databaseFile } from './database.config.js';
import { seed, type SeededSignIns } from './seed.js';

const LOCK = 7_310_525;
/** PostgreSQL's code for "the database system is starting up". */
const STARTING = '57P03';
const PATIENCE_MS = 30_000;

/**
 * Runs the migrations and seeds an empty database. On PostgreSQL an advisory lock keeps two simultaneous first starts
 * from racing.
 * @param onSeed is called with the sign-ins of a new database before they are committed, so that they can't be lost.
 * @throws Error that names the setting and the database.
 */
export async function prepareDatabase(
  orm: MikroORM,
  config: Config,
  onSeed: (signIns: SeededSignIns) => void,
): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager;
  try {
    if (config.databaseUrl) await preparePostgresql(orm, em, config, onSeed);
    else {
      await migrate(orm);
      await seed(em, config, onSeed);
    }
  } catch (error) {
    throw new Error(`${nameOf(config)}: ${reasonOf(error)}`, { cause: error });
  }
}

async function preparePostgresql(
  orm: MikroORM,
  em: SqlEntityManager,
  config: Config,
  onSeed: (signIns: SeededSignIns) => void,
): Promise<void> {
  // Not `transactional()`: the migrator would pick up that transaction instead of using its own connection.
  await whenStarted(() => em.begin());
  try {
    // This connection only holds the lock during the migration, which can exceed the idle limit of transactions.
    await em.execute(`set local idle_in_transaction_session_timeout = 0`);
    await em.execute(`select pg_advisory_xact_lock(${LOCK})`);
    await migrate(orm);
    await seed(em, config, onSeed);
    await em.commit();
  } catch (error) {
    await em.rollback();
    throw error;
  }
}

function nameOf({ databaseUrl, dataDir }: Config): string {
  if (!databaseUrl) return `DATA_DIR: the database ${databaseFile(dataDir)}`;
  const { host, pathname } = new URL(databaseUrl);
  return `DATABASE_URL: the database ${pathname.slice(1)} on ${host}`;
}

/** Writes nothing if nothing is pending, so that a full disk or a read-only database can still be served. */
async function migrate({ migrator }: MikroORM): Promise<void> {
  if ((await migrator.getPending()).length > 0) await migrator.up();
}

/** Waits for a server that is still starting. */
async function whenStarted(begin: () => Promise<void>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;)
    try {
      return await begin();
    } catch (error) {
      if ((error as { code?: string }).code !== STARTING || Date.now() > end) throw error;
      await setTimeout(250);
    }
}
