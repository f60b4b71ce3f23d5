import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/sqlite';
import { userBatchUploadEntities } from 'user-batch-upload';
import { Office, Organisation, Role, User } from './entities.js';

export default defineConfig({
  dbName: process.env['DATABASE'] ?? 'host.sqlite',
  entities: [Organisation, Office, Role, User, ...userBatchUploadEntities],
  extensions: [Migrator],
  migrations: { path: './dist/migrations', pathTs: './src/migrations' },
});
