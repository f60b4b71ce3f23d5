import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import {
  EVENT_CLASSES,
  type EventType,
  LoadFinished,
  type UserBatchUploadEvent,
} from '../events/events.js';
import type { Change } from '../load/change.js';
import type { OutcomeCounts } from '../load/load.js';

type RowEventType = Exclude<EventType, 'LoadFinished'>;

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
    const length = sql<number>`length(coalesce(${sql.ref('e.changes')}, ''))`;
    const records = await this.db.all((tables) =>
      tables
        .selectFrom((events) =>
          events
            .selectFrom('batch_upload_event as e')
            .innerJoin('batch_upload_load as l', 'l.id', 'e.load_id')
            .selectAll('e')
            .select(['l.outcome', 'l.kind'])
            .select(
              sql<number>`sum(${length}) over (order by ${sql.ref('e.position')}) - ${length}`.as(
                'before',
              ),
            )
            .where('e.position', 'in', (event) =>
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

type EventRecord = Selectable<Tables['batch_upload_event']> &
  Pick<Selectable<Tables['batch_upload_load']>, 'outcome' | 'kind'>;

function eventOf(record: EventRecord): UserBatchUploadEvent {
  const fields = {
    eventId: record.id,
    occurredAt: new Date(record.occurred_at),
    organisationId: record.organisation_id,
    loadId: record.load_id,
    loadKind: record.kind,
    actorId: record.actor_id,
  };
  const { line, user_id: userId } = record;
  if (line === null || userId === null)
    return new LoadFinished({
      ...fields,
      outcome: JSON.parse(record.outcome ?? '{}') as OutcomeCounts,
    });
  const Event = EVENT_CLASSES[record.type as RowEventType];
  const changes = JSON.parse(record.changes ?? '[]') as Change[];
  return new Event({ ...fields, line, userId, changes });
}
