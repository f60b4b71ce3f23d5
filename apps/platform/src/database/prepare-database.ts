import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.js';
import { seed, type SeededSignIns } from './seed.js';

const LOCK = 7_310_525;
/** PostgreSQL's code for “the database system is starting up”. */
const STARTING = '57P03';
const PATIENCE_MS = 30_000;

/**
 * Brings the tables up to date and seeds an empty database. On PostgreSQL under an advisory lock: two first starts
 * at once would race. Resolves to the sign-ins of a database that was seeded now.
 */
export async function prepareDatabase(
  orm: MikroORM,
  config: Config,
): Promise<SeededSignIns | undefined> {
  const em = orm.em.fork() as SqlEntityManager;
  if (!config.databaseUrl) {
    await orm.migrator.up();
    return seed(em, config);
  }
  // Begun by hand: inside `transactional()` the migrator, which has a connection of its own, would find this one.
  await whenStarted(() => em.begin());
  try {
    // This connection only waits while the tables are made, longer than a transaction may otherwise idle.
    await em.execute(`set local idle_in_transaction_session_timeout = 0`);
    await em.execute(`select pg_advisory_xact_lock(${LOCK})`);
    await orm.migrator.up();
    const seeded = await seed(em, config);
    await em.commit();
    return seeded;
  } catch (error) {
    await em.rollback();
    throw error;
  }
}

/** A server that is only just starting is waited for. */
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
