import { type BullRootModuleOptions, getSharedConfigToken } from '@nestjs/bull';
import {
  type DynamicModule,
  type FactoryProvider,
  Module,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule, ModuleRef } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ActorGuard } from './actor.guard.js';
import { CheckRows } from './check/check-rows.js';
import { ROW_RULES } from './check/rules/index.js';
import { DeadLetterController } from './events/dead-letter.controller.js';
import { DeadLetters } from './events/dead-letters.js';
import { Deliveries } from './events/deliveries.js';
import { Dispatcher } from './events/dispatcher.js';
import { Listeners } from './events/listeners.js';
import { Outbox } from './events/outbox.js';
import { ApplyChunk } from './finish/apply-chunk.js';
import { CompleteFinish } from './finish/complete-finish.js';
import { FinishController } from './finish/finish.controller.js';
import { FinishLoadHandler } from './finish/finish-load.handler.js';
import { UserBatchUploadHealth } from './health.js';
import { Boxes } from './load/boxes.js';
import { Chunks } from './load/chunks.js';
import { Loads } from './load/loads.js';
import { Purge } from './load/purge.js';
import { Duplicates } from './match/duplicates.js';
import { PageController } from './page.controller.js';
import { Actors } from './ports/actors.port.js';
import { CustomFields } from './ports/custom-fields.port.js';
import { Offices } from './ports/offices.port.js';
import { Roles } from './ports/roles.port.js';
import { Users } from './ports/users.port.js';
import { ReportController } from './report/report.controller.js';
import { DiscardLoadHandler } from './review/discard-load.handler.js';
import { ListRowsHandler } from './review/list-rows.query.js';
import { ReadRows } from './review/read-rows.js';
import { ReviewController } from './review/review.controller.js';
import { FilterRows } from './review/rows-filter.js';
import { ToggleRowHandler } from './review/toggle-row.handler.js';
import { BullRunner } from './runner/bull.runner.js';
import { InProcessRunner } from './runner/in-process.runner.js';
import { Runner } from './runner/runner.js';
import { Sweeper } from './runner/sweeper.js';
import { Worker } from './runner/worker.js';
import { Database } from './sql/database.js';
import { CheckChunk } from './stage/check-chunk.js';
import { CompleteStaging } from './stage/complete-staging.js';
import { LoadScopes } from './stage/load-scopes.js';
import { StageChunk } from './stage/stage-chunk.js';
import { StagedRows } from './stage/staged-rows.js';
import { StageLoadHandler } from './stage/stage-load.handler.js';
import { TemplateController } from './template/template.controller.js';
import { ReceiveFile } from './upload/receive-file.interceptor.js';
import { UploadController } from './upload/upload.controller.js';
import { Options, type UserBatchUploadOptions } from './user-batch-upload.options.js';

/** The host's answers: providers of its own modules, named in `imports`. All five are needed. */
export interface Ports {
  actors: Type<Actors>;
  offices: Type<Offices>;
  roles: Type<Roles>;
  customFields: Type<CustomFields>;
  users: Type<Users>;
}

export interface Mount {
  /** The modules that export the ports. */
  imports?: ModuleMetadata['imports'];
  ports: Ports;
}

type OptionsFactory = Pick<FactoryProvider<UserBatchUploadOptions>, 'inject' | 'useFactory'>;

@Module({})
export class UserBatchUploadModule {
  static forRoot({ imports, ports, ...options }: Mount & UserBatchUploadOptions): DynamicModule {
    return this.forRootAsync({ imports, ports, useFactory: () => options });
  }

  static forRootAsync({
    imports = [],
    ports,
    inject = [],
    useFactory,
  }: Mount & OptionsFactory): DynamicModule {
    return {
      module: UserBatchUploadModule,
      imports: [CqrsModule, DiscoveryModule, ...imports],
      controllers: [
        TemplateController,
        UploadController,
        ReviewController,
        FinishController,
        ReportController,
        DeadLetterController,
        PageController,
      ],
      providers: [
        {
          provide: Options,
          inject,
          useFactory: async (...injected: unknown[]) => new Options(await useFactory(...injected)),
        },
        { provide: Actors, useExisting: ports.actors },
        { provide: Offices, useExisting: ports.offices },
        { provide: Roles, useExisting: ports.roles },
        { provide: CustomFields, useExisting: ports.customFields },
        { provide: Users, useExisting: ports.users },
        ActorGuard,
        Database,
        Loads,
        Boxes,
        Chunks,
        Purge,
        ReceiveFile,
        Duplicates,
        CheckRows,
        ...ROW_RULES,
        CheckChunk,
        LoadScopes,
        StagedRows,
        StageLoadHandler,
        StageChunk,
        CompleteStaging,
        FilterRows,
        ReadRows,
        ListRowsHandler,
        ToggleRowHandler,
        DiscardLoadHandler,
        FinishLoadHandler,
        ApplyChunk,
        CompleteFinish,
        Outbox,
        Listeners,
        Deliveries,
        Dispatcher,
        DeadLetters,
        {
          provide: Runner,
          inject: [{ token: getSharedConfigToken(), optional: true }, Options, ModuleRef],
          useFactory: (
            bull: BullRootModuleOptions | undefined,
            options: Options,
            modules: ModuleRef,
          ) =>
            bull ? new BullRunner(bull, options, modules) : new InProcessRunner(modules, options),
        },
        Worker,
        Sweeper,
        UserBatchUploadHealth,
      ],
      exports: [UserBatchUploadHealth],
    };
  }
}
