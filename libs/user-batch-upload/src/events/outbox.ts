import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { orderedId } from '../database/ordered-id.js';
import type { EventType } from './events.js';

/** An event without its id and time, which the outbox adds. */
export interface NewEvent {
  type: EventType;
  /** Null, like the user, for an event about the whole load. */
  line: number | null;
  userId: string | null;
  /** JSON of the `Change[]` of an update. */
  changes?: string;
}

/** Reports the end of a load. It is committed with the status, after the events of all rows. */
export const LOAD_FINISHED: NewEvent = { type: 'LoadFinished', line: null, userId: null };

/** The fields that all events of a chunk share. */
export interface EventSource {
  organisationId: string;
  loadId: string;
  actorId: string;
}

/** Stores events in the transaction that writes their users. After the commit they are delivered to the listeners. */
@Injectable()
export class Outbox {
  constructor(private readonly db: Database) {}

  async add(source: EventSource, events: readonly NewEvent[]): Promise<void> {
    await this.db.insertBatch(
      'batch_upload_event',
      { id: 'text', type: 'text', line: 'integer', user_id: 'text', changes: 'text' },
      events.map(({ type, line, userId, changes }) => [
        orderedId(),
        type,
        line,
        userId,
        changes ?? null,
      ]),
      {
        occurred_at: Date.now(),
        organisation_id: source.organisationId,
        load_id: source.loadId,
        actor_id: source.actorId,
        fanned_out: 0,
      },
    );
  }
}
