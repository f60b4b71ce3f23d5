import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BatchUploadModule } from './batch-upload.module.js';
import config from './mikro-orm.config.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [
    MikroOrmModule.forRoot({ ...config, driver: PostgreSqlDriver }),
    BullModule.forRoot({ connection: { url: process.env['REDIS_URL'] ?? 'redis://localhost' } }),
    CqrsModule.forRoot(),
    BatchUploadModule,
  ],
  controllers: [UsersController],
})
export class AppModule {}
