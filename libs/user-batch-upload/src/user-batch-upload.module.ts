import { EntityManager } from '@mikro-orm/core';
import {
  type DynamicModule,
  type FactoryProvider,
  Module,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ActorGuard } from './http/actor.guard.js';
import { CheckRows } from './check/check-rows.js';
import { ROW_RULES } from './check/rules/index.js';
import { DeadLetterController } from './delivery/dead-letter.controller.js';
import { DeadLetters } from './delivery/dead-letters.js';
import { ClaimedEvents } from './delivery/claimed-events.js';
import { Deliveries } from './delivery/deliveries.js';
import { DeliveredInvitations } from './delivery/delivered-invitations.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { FanOut } from './delivery/fan-out.js';
import { Listeners } from './delivery/listeners.js';
import { Redelivery } from './delivery/redelivery.js';
import { AffectedRows } from './edit/affected-rows.js';
import { ChangeCells } from './edit/change-cells.js';
import { EditRowHandler } from './edit/edit-row.handler.js';
import { EditableLoads } from './edit/editable-loads.js';
import { EditedRows } from './edit/edited-rows.js';
import { FaultRows } from './edit/fault-rows.js';
import { FixCellsHandler } from './edit/fix-cells.handler.js';
import { FixesController } from './edit/fixes.controller.js';
import { ListFaultsHandler } from './edit/list-faults.query.js';
import { UndoFixHandler } from './edit/undo-fix.handler.js';
import { Outbox } from './events/outbox.js';
import { ApplyChunk } from './finish/apply-chunk.js';
import { CompleteFinish } from './finish/complete-finish.js';
import { FinishController } from './finish/finish.controller.js';
import { FinishLoadHandler } from './finish/finish-load.handler.js';
import { FindUsersNow } from './finish/users-now.js';
import { WriteRows } from './finish/write-rows.js';
import { UserBatchUploadHealth } from './health/user-batch-upload.health.js';
import { SelectionRepository } from './load/selection.repository.js';
import { ChunkLeases } from './work/chunk-lease.js';
import { ChangeableLoads } from './load/changeable-loads.js';
import { InvitationProgress } from './load/invitation-progress.js';
import { LoadRepository } from './load/load.repository.js';
import { WaitingLoads } from './load/waiting-loads.js';
import { Retention } from './worker/retention.js';
import { Duplicates } from './match/duplicates/duplicates.js';
import { RowKeys } from './match/duplicates/row-keys.js';
import { MarkedRows } from './match/marks/marked-rows.js';
import { HandlerContexts } from './mount/handler-contexts.js';
import { MountCheckModule } from './mount/mount-check.js';
import { PageController } from './page/page.controller.js';
import { Actors } from './ports/actors.port.js';
import { CustomFields } from './ports/custom-fields.port.js';
import { Offices } from './ports/offices.port.js';
import { Roles } from './ports/roles.port.js';
import { Users } from './ports/users.port.js';
import { ReportController } from './report/report.controller.js';
import { DiscardLoadHandler } from './review/discard-load.handler.js';
import { FindLoadHandler } from './review/find-load.query.js';
import { ListRowsHandler } from './review/list-rows.query.js';
import { ReadRows } from './review/read-rows.js';
import { ReviewController } from './review/review.controller.js';
import { FilterRows } from './review/rows-filter.js';
import { ToggleRowHandler } from './review/toggle-row.handler.js';
import { InProcessWakeUp } from './worker/in-process.wake-up.js';
import { WakeUp } from './work/wake-up.js';
import { FutureTimes } from './worker/future-times.js';
import { Sweeper } from './worker/sweeper.js';
import { Worker } from './worker/worker.js';
import { Sample } from './sample/sample.js';
import { SampleController } from './sample/sample.controller.js';
import { Database } from './database/database.js';
import { DeletedData } from './database/deleted-data.js';
import { StorageHealth } from './database/storage-health.js';
import { CheckChunk } from './check/check-chunk.js';
import { CompleteStaging } from './stage/complete-staging.js';
import { EraseLoad } from './stage/erase-load.js';
import { CheckScopes } from './check/check-scopes.js';
import { StageChunk } from './stage/stage-chunk.js';
import { LastAdministrators } from './stage/last-administrators.js';
import { MovedNames } from './stage/moved-names.js';
import { RefuseRows } from './stage/refuse-rows.js';
import { StagedRows } from './stage/staged-rows.js';
import { RepeatLoadHandler } from './stage/repeat-load.handler.js';
import { StageRows } from './stage/stage-rows.js';
import { StageLoadHandler } from './stage/stage-load.handler.js';
import { TemplateController } from './template/template.controller.js';
import { ReceiveFile } from './upload/receive-file.interceptor.js';
import { UploadFolder } from './upload/upload-folder.js';
import { UploadController } from './upload/upload.controller.js';
import { Options, type UserBatchUploadOptions } from './user-batch-upload.options.js';

/** The host's implementations of the ports: providers that the modules in `imports` export. All five are required. */
export interface Ports {
  actors: Type<Actors>;
  offices: Type<Offices>;
  roles: Type<Roles>;
  customFields: Type<CustomFields>;
  users: Type<Users>;
}

/** How a host mounts the library. Both `forRoot()` and `forRootAsync()` take it. */
export interface UserBatchUploadModuleOptions {
  /** The modules that export the ports. */
  imports?: ModuleMetadata['imports'];
  ports: Ports;
  /**
   * Distributes loads to several processes: `BullWakeUpModule` of `user-batch-upload/bull` or `BullMQWakeUpModule` of
   * `user-batch-upload/bullmq`. Without it, a process works on the loads that it receives.
   */
  wakeUp?: Type<unknown> | DynamicModule;
}

/** The handlers of what other modules send too. */
const HANDLERS = [
  StageLoadHandler,
  RepeatLoadHandler,
  EditRowHandler,
  FixCellsHandler,
  UndoFixHandler,
  ToggleRowHandler,
  DiscardLoadHandler,
  FinishLoadHandler,
  FindLoadHandler,
];

type OptionsFactory = Pick<FactoryProvider<UserBatchUploadOptions>, 'inject' | 'useFactory'>;

/**
 * Batch upload of users. Mount it once. The host provides MikroORM with the library's entities and
 * `CqrsModule.forRoot()`. If the mount is incomplete or an option is wrong, the application does not start.
 */
@Module({})
export class UserBatchUploadModule {
  static forRoot({
    imports,
    ports,
    wakeUp,
    ...options
  }: UserBatchUploadModuleOptions & UserBatchUploadOptions): DynamicModule {
    return this.forRootAsync({ imports, ports, wakeUp, useFactory: () => options });
  }

  /** Takes the options from a factory, which may be async and `inject` providers of `imports`. */
  static forRootAsync({
    imports = [],
    ports,
    wakeUp,
    inject = [],
    useFactory,
  }: UserBatchUploadModuleOptions & OptionsFactory): DynamicModule {
    return {
      module: UserBatchUploadModule,
      imports: [
        CqrsModule,
        DiscoveryModule,
        MountCheckModule,
        ...imports,
        ...(wakeUp ? [wakeUp] : []),
      ],
      controllers: [
        TemplateController,
        SampleController,
        UploadController,
        ReviewController,
        FixesController,
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
        DeletedData,
        StorageHealth,
        LoadRepository,
        WaitingLoads,
        ChangeableLoads,
        SelectionRepository,
        ChunkLeases,
        Retention,
        UploadFolder,
        ReceiveFile,
        RowKeys,
        MarkedRows,
        Duplicates,
        CheckRows,
        ...ROW_RULES,
        CheckChunk,
        CheckScopes,
        StagedRows,
        EraseLoad,
        Sample,
        StageRows,
        StageChunk,
        RefuseRows,
        MovedNames,
        LastAdministrators,
        AffectedRows,
        CompleteStaging,
        EditedRows,
        EditableLoads,
        ChangeCells,
        FaultRows,
        ListFaultsHandler,
        FilterRows,
        ReadRows,
        ListRowsHandler,
        ...HANDLERS,
        {
          provide: HandlerContexts,
          inject: [EntityManager, ...HANDLERS],
          useFactory: (em: EntityManager, ...handlers: (ICommandHandler | IQueryHandler)[]) =>
            new HandlerContexts(em, handlers),
        },
        FindUsersNow,
        WriteRows,
        ApplyChunk,
        CompleteFinish,
        Outbox,
        Listeners,
        FanOut,
        ClaimedEvents,
        Deliveries,
        Dispatcher,
        DeadLetters,
        Redelivery,
        { provide: InvitationProgress, useClass: DeliveredInvitations },
        ...(wakeUp ? [] : [{ provide: WakeUp, useClass: InProcessWakeUp }]),
        Worker,
        FutureTimes,
        Sweeper,
        UserBatchUploadHealth,
      ],
      exports: [UserBatchUploadHealth, StorageHealth, Redelivery],
    };
  }
}
