import { BasePostgreSqlPlatform, type SqlEntityManager, SqlitePlatform } from '@mikro-orm/sql';
import type { Dialect } from './dialect.js';
import { POSTGRESQL } from './postgresql.js';
import { SQLITE } from './sqlite.js';

/** Throws on any other database than PostgreSQL and SQLite. */
export function dialectOf(em: SqlEntityManager): Dialect {
  const platform = em.getPlatform();
  if (platform instanceof BasePostgreSqlPlatform) return POSTGRESQL;
  if (platform instanceof SqlitePlatform) return SQLITE;
  throw new Error(
    `user-batch-upload works on PostgreSQL and SQLite. ${platform.constructor.name} is neither: give MikroORM a driver of one of the two.`,
  );
}
