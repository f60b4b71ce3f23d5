import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from '../config.js';
import { seed, type SeededSignIns } from './seed.js';

const LOCK = 7_310_525;

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
  return em.transactional(async (locked) => {
    await locked.execute(`select pg_advisory_xact_lock(${LOCK})`);
    await new Promise<void>((resolve, reject) => {
      // Outside this transaction's context: the migrator works on a connection of its own.
      setImmediate(() => void orm.migrator.up().then(() => resolve(), reject));
    });
    return seed(locked, config);
  });
}
