import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/sqlite';
import { userBatchUploadEntities } from 'user-batch-upload';
import { Activity, Office, Organisation, Role, User } from './entities.js';

export default defineConfig({
  dbName: process.env['DATABASE'] ?? 'minimal.sqlite',
  entities: [Organisation, Office, Role, User, Activity, ...userBatchUploadEntities],
  metadataProvider: ReflectMetadataProvider,
  extensions: [Migrator],
  migrations: { path: './dist/migrations', pathTs: './src/migrations' },
});
