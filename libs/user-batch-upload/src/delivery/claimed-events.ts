import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { EVENT_CLASSES, type EventType, type UserBatchUploadEvent } from '../events/events.js';
import type { Change } from '../load/change.js';

/** How many characters of `changes` are read together. A single event may be longer. */
const BATCH_CHARACTERS = 2_000_000;

/** Reads the events of a claim. */
@Injectable()
export class ClaimedEvents {
  constructor(private readonly db: Database) {}

  /** The events by position, the oldest first: as many as may be read together, at least one. */
  async find(positions: readonly number[]): Promise<Map<number, UserBatchUploadEvent>> {
    const claimed = this.db.batch(
      { position: 'bigint' },
      positions.map((position) => [position]),
    );
    const length = sql<number>`length(coalesce(${sql.ref('changes')}, ''))`;
    const records = await this.db.all((tables) =>
      tables
        .selectFrom((events) =>
          events
            .selectFrom('batch_upload_event as e')
            .selectAll('e')
            .select(
              sql<number>`sum(${length}) over (order by ${sql.ref('position')}) - ${length}`.as(
                'before',
              ),
            )
            .where('position', 'in', (event) =>
              event.selectFrom(claimed.as('claimed')).select('claimed.position'),
            )
            .as('sized'),
        )
        .selectAll()
        .where('before', '<', BATCH_CHARACTERS),
    );
    return new Map(records.map((record) => [record.position, eventOf(record)]));
  }
}

function eventOf(record: Selectable<Tables['batch_upload_event']>): UserBatchUploadEvent {
  const Event = EVENT_CLASSES[record.type as EventType];
  return new Event({
    eventId: record.id,
    occurredAt: new Date(record.occurred_at),
    organisationId: record.organisation_id,
    loadId: record.load_id,
    line: record.line,
    actorId: record.actor_id,
    userId: record.user_id,
    changes: JSON.parse(record.changes ?? '[]') as Change[],
  });
}
