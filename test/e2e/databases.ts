import { describe } from '@jest/globals';
import pg from 'pg';
import { randomUUID } from 'node:crypto';

export interface Setup {
  /** The environment of a platform with its own database. */
  env(): Promise<Record<string, string>>;
  /** The first one also has the tests that no database has a part in. */
  isFirst: boolean;
}

const POSTGRESQL = process.env['TEST_POSTGRES_URL'];
const REDIS = process.env['TEST_REDIS_URL'];

/** Both supported setups must pass the same tests. */
export function onEveryDatabase(tests: (setup: Setup) => void): void {
  describe('on SQLite, with work in the same process', () =>
    tests({ env: async () => ({}), isFirst: true }));
  onPostgresqlAndRedis(tests);
}

export function onPostgresqlAndRedis(tests: (setup: Setup) => void): void {
  const full = POSTGRESQL && REDIS ? describe : describe.skip;
  full('on PostgreSQL and Redis', () => tests({ env: newDatabase, isFirst: false }));
}

async function newDatabase(): Promise<Record<string, string>> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: `${POSTGRESQL}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return {
    DATABASE_URL: `${POSTGRESQL}/${name}`,
    REDIS_URL: `${REDIS}/${process.env['JEST_WORKER_ID'] ?? 0}`,
  };
}
