import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/postgresql';
import { userBatchUploadEntities } from 'user-batch-upload';
import { Office, Organisation, Role, User } from './entities.js';

export default defineConfig({
  clientUrl: process.env['DATABASE_URL'] ?? 'postgresql://localhost/bullmq_example',
  entities: [Organisation, Office, Role, User, ...userBatchUploadEntities],
  metadataProvider: ReflectMetadataProvider,
  extensions: [Migrator],
  migrations: { path: './dist/migrations', pathTs: './src/migrations' },
});
