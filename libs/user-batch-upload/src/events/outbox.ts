import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { orderedId } from '../database/ordered-id.js';
import type { EventType } from './events.js';

/** An event as a chunk reports it; the outbox gives it its id and time. */
export interface NewEvent {
  type: EventType;
  line: number;
  userId: string;
  /** JSON of the `Change[]` of an update. */
  changes?: string;
}

/** What all events of a chunk have in common. */
export interface EventSource {
  organisationId: string;
  loadId: string;
  actorId: string;
}

/** Events wait here from the transaction that they speak of until they are handed to the listeners. */
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
