import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { SqliteDriver } from '@mikro-orm/sqlite';
import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import {
  CrossSiteGuard,
  ProblemFilter,
  requestValidation,
  UserBatchUploadModule,
} from 'user-batch-upload';
import { BullWakeUpModule } from 'user-batch-upload/bull';
import { ActivityModule } from './activity/activity.module.js';
import { CloseConnections } from './close-connections.js';
import type { Config } from './config.js';
import { ConfigModule } from './config.module.js';
import { CustomFieldsModule } from './custom-fields/custom-fields.module.js';
import { databaseConfig } from './database/database.config.js';
import { HealthModule } from './health/health.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { LoadMailsModule } from './load-mails/load-mails.module.js';
import { OfficesModule } from './offices/offices.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PasswordsModule } from './passwords/passwords.module.js';
import { RolesModule } from './roles/roles.module.js';
import { PlatformActors } from './session/platform-actors.js';
import { SessionModule } from './session/session.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { people, PlatformUsers } from './users/platform-users.js';
import { UsersModule } from './users/users.module.js';
import { WebhookModule } from './webhook/webhook.module.js';

@Module({})
export class PlatformModule {
  static forRoot(config: Config): DynamicModule {
    const batchUpload = UserBatchUploadModule.forRoot({
      imports: [SessionModule, UsersModule, people.module],
      ports: { ...people.ports, actors: PlatformActors, users: PlatformUsers },
      wakeUp: config.redisUrl ? BullWakeUpModule : undefined,
      maxRows: config.batchUploadMaxRows,
      retentionDays: config.batchUploadRetentionDays,
    });
    return {
      module: PlatformModule,
      imports: [
        ConfigModule.forRoot(config),
        MikroOrmModule.forRootAsync({
          driver: config.databaseUrl ? PostgreSqlDriver : SqliteDriver,
          useFactory: () => databaseConfig(config),
        }),
        CqrsModule.forRoot(),
        ...(config.redisUrl ? [BullModule.forRoot({ url: config.redisUrl })] : []),
        SessionModule,
        OrganisationsModule,
        OfficesModule,
        RolesModule,
        CustomFieldsModule,
        UsersModule,
        PasswordsModule,
        InvitationsModule,
        ActivityModule,
        LoadMailsModule,
        WebhookModule.forRoot(config.webhook),
        batchUpload,
        SettingsModule,
        HealthModule.forRoot(batchUpload),
      ],
      providers: [
        CloseConnections,
        { provide: APP_GUARD, useClass: CrossSiteGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
    };
  }
}
