import { MikroOrmModule } from '@mikro-orm/nestjs';
import { SqliteDriver } from '@mikro-orm/sqlite';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { KeepActivity } from './activity/keep-activity.listener.js';
import { BatchUploadModule } from './batch-upload.module.js';
import config from './mikro-orm.config.js';
import { FirstNameHasNoDigit } from './rules/first-name-has-no-digit.rule.js';
import { PhoneIsNotShared } from './rules/phone-is-not-shared.rule.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [
    MikroOrmModule.forRoot({ ...config, driver: SqliteDriver }),
    CqrsModule.forRoot(),
    BatchUploadModule,
  ],
  controllers: [UsersController],
  providers: [PhoneIsNotShared, FirstNameHasNoDigit, KeepActivity],
})
export class AppModule {}
