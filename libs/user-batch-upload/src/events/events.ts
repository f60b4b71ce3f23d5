import type { Change } from '../load/change.js';

/** The fields of every event: ids and values, no entities. */
export interface EventFields {
  /** The same at every redelivery. */
  eventId: string;
  occurredAt: Date;
  organisationId: string;
  loadId: string;
  line: number;
  /** The admin who pressed Finish. */
  actorId: string;
  userId: string;
}

class LoadEvent implements EventFields {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly organisationId: string;
  readonly loadId: string;
  readonly line: number;
  readonly actorId: string;
  readonly userId: string;

  constructor(fields: EventFields) {
    this.eventId = fields.eventId;
    this.occurredAt = fields.occurredAt;
    this.organisationId = fields.organisationId;
    this.loadId = fields.loadId;
    this.line = fields.line;
    this.actorId = fields.actorId;
    this.userId = fields.userId;
  }
}

/** A row of a load created this user. */
export class UserCreated extends LoadEvent {}

/** A row of a load changed this user. */
export class UserUpdated extends LoadEvent {
  readonly changes: readonly Change[];

  constructor(fields: EventFields & { changes: readonly Change[] }) {
    super(fields);
    this.changes = fields.changes;
  }
}

/** A user is to be invited: they were created, brought back or got a new e-mail address, and their Email box was ticked. */
export class InviteRequested extends LoadEvent {}

export type UserBatchUploadEvent = UserCreated | UserUpdated | InviteRequested;
export type UserBatchUploadEventClass =
  typeof UserCreated | typeof UserUpdated | typeof InviteRequested;

/** The names of events in the outbox. */
export const EVENT_CLASSES = { UserCreated, UserUpdated, InviteRequested };
export type EventType = keyof typeof EVENT_CLASSES;
