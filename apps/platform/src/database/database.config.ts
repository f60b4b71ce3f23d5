import { Migrator } from '@mikro-orm/migrations';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import { defineConfig as sqlite, SqliteDriver } from '@mikro-orm/sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { userBatchUploadMigrations } from 'user-batch-upload';
import type { Config } from '../config.js';
import { ENTITIES } from './entities.js';
import { Platform0001 } from './migrations/0001-platform.migration.js';
import { sqliteDialect } from './sqlite-dialect.js';

export function databaseConfig(config: Config) {
  const shared = {
    entities: ENTITIES,
    extensions: [Migrator],
    migrations: {
      migrationsList: [Platform0001, ...userBatchUploadMigrations],
      snapshot: false,
      tableName: 'migration',
    },
    debug: false,
  };
  if (config.databaseUrl)
    return postgresql({
      ...shared,
      clientUrl: config.databaseUrl,
      pool: { min: 0, max: 10 },
      driverOptions: {
        options: '-c idle_in_transaction_session_timeout=8000 -c random_page_cost=1.1',
      },
    });
  mkdirSync(config.dataDir, { recursive: true });
  return sqlite({
    ...shared,
    driver: SqliteDriver,
    dbName: join(config.dataDir, 'platform.sqlite'),
    driverOptions: sqliteDialect(join(config.dataDir, 'platform.sqlite')),
  });
}
