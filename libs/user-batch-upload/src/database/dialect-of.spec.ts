import { expect, test } from '@jest/globals';
import {
  BaseMySqlPlatform,
  BasePostgreSqlPlatform,
  type SqlEntityManager,
  SqlitePlatform,
} from '@mikro-orm/sql';
import { dialectOf } from './dialect-of.js';
import { POSTGRESQL } from './postgresql.js';
import { SQLITE } from './sqlite.js';

const on = (platform: object) => ({ getPlatform: () => platform }) as SqlEntityManager;

test('a platform is known by its class, whatever that is called', () => {
  class A extends BasePostgreSqlPlatform {}
  class Postgres extends SqlitePlatform {}
  expect(dialectOf(on(new A()))).toBe(POSTGRESQL);
  expect(dialectOf(on(new Postgres()))).toBe(SQLITE);
});

test('another database is refused by its name', () => {
  class MariaDbPlatform extends BaseMySqlPlatform {}
  expect(() => dialectOf(on(new MariaDbPlatform()))).toThrow(
    'works on PostgreSQL and SQLite. MariaDbPlatform is neither',
  );
});
