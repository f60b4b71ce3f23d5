import { Migrator } from '@mikro-orm/migrations';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import { defineConfig as sqlite, SqliteDriver } from '@mikro-orm/sqlite';
import type { DatabaseConnection } from 'kysely';
import { join } from 'node:path';
import { userBatchUploadMigrations } from 'user-batch-upload';
import type { Config } from '../config.js';
import { endTransactions } from './end-transactions.js';
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
    // The migrations own them. Without this, schema tools would drop them.
    schemaGenerator: { ignoreTriggers: true, ignoreRoutines: true },
    debug: false,
  };
  if (config.databaseUrl)
    return postgresql({
      ...shared,
      clientUrl: config.databaseUrl,
      // A misspelt database name must not create an empty platform.
      ensureDatabase: false,
      pool: { min: 0, max: 10 },
      onCreateConnection: (connection) => endTransactions(connection as DatabaseConnection),
      driverOptions: {
        options: '-c idle_in_transaction_session_timeout=8000 -c random_page_cost=1.1',
      },
    });
  return sqlite({
    ...shared,
    driver: SqliteDriver,
    dbName: databaseFile(config.dataDir),
    driverOptions: sqliteDialect(databaseFile(config.dataDir)),
  });
}

export const databaseFile = (dataDir: string): string => join(dataDir, 'platform.sqlite');
