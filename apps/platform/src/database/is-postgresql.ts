import type { EntityManager } from '@mikro-orm/core';
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';

/** The few statements that the two databases write differently ask here. */
export const isPostgresql = (em: EntityManager): boolean =>
  em.getPlatform() instanceof PostgreSqlPlatform;
