import { MikroOrmModule } from '@mikro-orm/nestjs';
import { SqliteDriver } from '@mikro-orm/sqlite';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BatchUploadModule } from './batch-upload.module.js';
import config from './mikro-orm.config.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [
    MikroOrmModule.forRoot({ ...config, driver: SqliteDriver }),
    CqrsModule.forRoot(),
    BatchUploadModule,
  ],
  controllers: [UsersController],
})
export class AppModule {}
