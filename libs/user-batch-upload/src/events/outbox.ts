import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database } from '../sql/database.js';
import type { Change, EventType } from './events.js';

/** An event as a chunk reports it; the outbox gives it its id and time. */
export interface NewEvent {
  type: EventType;
  organisationId: string;
  loadId: string;
  line: number;
  actorId: string;
  userId: string;
  changes?: Change[];
}

/** Events wait here from the transaction that they speak of until they are handed to the listeners. */
@Injectable()
export class Outbox {
  constructor(private readonly db: Database) {}

  async add(events: readonly NewEvent[]): Promise<void> {
    const occurredAt = Date.now();
    await this.db.insertAll(
      'batch_upload_event',
      {
        id: 'text',
        type: 'text',
        occurred_at: 'bigint',
        organisation_id: 'text',
        load_id: 'text',
        line: 'integer',
        actor_id: 'text',
        user_id: 'text',
        changes: 'text',
        fanned_out: 'integer',
      },
      events.map((event) => [
        randomUUID(),
        event.type,
        occurredAt,
        event.organisationId,
        event.loadId,
        event.line,
        event.actorId,
        event.userId,
        event.changes ? JSON.stringify(event.changes) : null,
        0,
      ]),
    );
  }
}
