import type { LoadKind } from '../database/values.js';
import type { Change } from '../load/change.js';
import type { OutcomeCounts } from '../load/load.js';

/** The fields of every event: ids and values, no entities. */
export interface EventFields {
  /** The same at every redelivery. */
  eventId: string;
  occurredAt: Date;
  organisationId: string;
  loadId: string;
  /** `FILE`: an uploaded file. `AGAIN`: rows of another load that had errors. */
  loadKind: LoadKind;
  /** The admin who pressed Finish. */
  actorId: string;
}

/** The fields of an event about a row. */
export interface RowEventFields extends EventFields {
  line: number;
  userId: string;
}

class LoadEvent implements EventFields {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly organisationId: string;
  readonly loadId: string;
  readonly loadKind: LoadKind;
  readonly actorId: string;

  constructor(fields: EventFields) {
    this.eventId = fields.eventId;
    this.occurredAt = fields.occurredAt;
    this.organisationId = fields.organisationId;
    this.loadId = fields.loadId;
    this.loadKind = fields.loadKind;
    this.actorId = fields.actorId;
  }
}

class RowEvent extends LoadEvent implements RowEventFields {
  readonly line: number;
  readonly userId: string;

  constructor(fields: RowEventFields) {
    super(fields);
    this.line = fields.line;
    this.userId = fields.userId;
  }
}

/** A row of a load created this user. */
export class UserCreated extends RowEvent {}

/** A row of a load changed this user. */
export class UserUpdated extends RowEvent {
  readonly changes: readonly Change[];

  constructor(fields: RowEventFields & { changes: readonly Change[] }) {
    super(fields);
    this.changes = fields.changes;
  }
}

/** Asks to invite a user who was created, was restored or got a new e-mail, and whose Email box was ticked. */
export class InviteRequested extends RowEvent {}

/**
 * A load is finished. A durable listener gets it after it has handled, or given up, every event of the load's rows that
 * it listens to.
 */
export class LoadFinished extends LoadEvent {
  readonly outcome: OutcomeCounts;

  constructor(fields: EventFields & { outcome: OutcomeCounts }) {
    super(fields);
    this.outcome = fields.outcome;
  }
}

/** Any event of the library. */
export type UserBatchUploadEvent = UserCreated | UserUpdated | InviteRequested | LoadFinished;
export type UserBatchUploadEventClass =
  typeof UserCreated | typeof UserUpdated | typeof InviteRequested | typeof LoadFinished;

/** The names of events in the outbox. */
export const EVENT_CLASSES = { UserCreated, UserUpdated, InviteRequested, LoadFinished };
export type EventType = keyof typeof EVENT_CLASSES;
