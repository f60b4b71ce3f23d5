import type { EntityManager } from '@mikro-orm/core';
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';

/** For the few statements that differ between the two databases. */
export const isPostgresql = (em: EntityManager): boolean =>
  em.getPlatform() instanceof PostgreSqlPlatform;
