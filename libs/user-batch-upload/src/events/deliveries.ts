import { Injectable } from '@nestjs/common';
import { Database } from '../sql/database.js';
import { Options } from '../user-batch-upload.options.js';
import { type Change, EVENT_CLASSES, type EventType, type UserBatchUploadEvent } from './events.js';
import type { Listener } from './listeners.js';

export interface Delivery {
  listener: string;
  position: number;
  attempts: number;
  userId: string;
  event: UserBatchUploadEvent;
}

interface EventRecord {
  id: string;
  type: EventType;
  occurred_at: number | string;
  organisation_id: string;
  load_id: string;
  line: number;
  actor_id: string;
  user_id: string;
  changes: string | null;
}

/** Deliveries that are handed out together. */
const BATCH = 50;
const FAN_OUT = 500;
/** How long a handed-out delivery is left alone before it is given to another process. */
const CLAIM_MS = 30_000;
const LONGEST_BACKOFF_MS = 60 * 60 * 1000;

/** What is still to be told to whom: a row for each event and listener, gone once it was handled. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  /** Turns committed events into deliveries for the listeners of today. Resolves to how many events there were. */
  fanOut(listeners: readonly Listener[]): Promise<number> {
    return this.db.transaction(async () => {
      const events = await this.db.query<{ position: number; type: string; user_id: string }>(
        `select position, type, user_id from batch_upload_event where fanned_out = 0
         order by position limit ${FAN_OUT} ${this.db.dialect.forUpdate}`,
      );
      if (events.length === 0) return 0;
      await this.db.insertAll(
        'batch_upload_delivery',
        {
          listener: 'text',
          position: 'bigint',
          user_id: 'text',
          attempts: 'integer',
          next_at: 'bigint',
        },
        events.flatMap((event) =>
          listeners
            .filter((listener) => listener.events.has(event.type))
            .map((listener) => [listener.name, event.position, event.user_id, 0, 0]),
        ),
      );
      await this.db.run(
        `update batch_upload_event set fanned_out = 1
         where position in (select position from ${this.db.dialect.batch({ position: 'bigint' })} as told)`,
        [JSON.stringify(events.map(({ position }) => [position]))],
      );
      return events.length;
    });
  }

  /** Takes what is due for these listeners: of each user's events only the oldest, so that they stay in order. */
  async claim(listeners: readonly Listener[]): Promise<Delivery[]> {
    const { now, skipLocked, batch } = this.db.dialect;
    const claimed = await this.db.query<{ listener: string; position: number; attempts: number }>(
      `update batch_upload_delivery set attempts = attempts + 1, next_at = ${now} + ${CLAIM_MS}
       where (listener, position) in (
         select d.listener, d.position from batch_upload_delivery d
         where d.dead_at is null and d.next_at <= ${now}
           and d.listener in (select name from ${batch({ name: 'text' })} as here)
           and not exists (select 1 from batch_upload_delivery earlier
             where earlier.listener = d.listener and earlier.user_id = d.user_id
               and earlier.position < d.position and earlier.dead_at is null)
         order by d.next_at, d.position limit ${BATCH} ${skipLocked})
       returning listener, position, attempts`,
      [JSON.stringify(listeners.map(({ name }) => [name]))],
    );
    const events = await this.events(claimed.map(({ position }) => position));
    return claimed
      .map((delivery) => ({ ...delivery, position: Number(delivery.position) }))
      .sort((a, b) => a.position - b.position)
      .flatMap((delivery) => {
        const event = events.get(delivery.position);
        return event ? [{ ...delivery, userId: event.userId, event }] : [];
      });
  }

  async done(deliveries: readonly Delivery[]): Promise<void> {
    await this.db.run(
      `delete from batch_upload_delivery where (listener, position) in (
         select listener, position from ${this.db.dialect.batch({ listener: 'text', position: 'bigint' })} as heard)`,
      [JSON.stringify(deliveries.map(({ listener, position }) => [listener, position]))],
    );
  }

  /** To be tried again after a pause that doubles, or a dead letter after the last try. */
  async failed({ listener, position, attempts }: Delivery, error: string): Promise<void> {
    const { now } = this.db.dialect;
    const pause = Math.min(
      this.options.deliveryBackoffMs * 2 ** (attempts - 1),
      LONGEST_BACKOFF_MS,
    );
    const dead = attempts >= this.options.deliveryAttempts;
    await this.db.run(
      `update batch_upload_delivery set error = ?, next_at = ${now} + ?, dead_at = ${dead ? now : 'null'}
       where listener = ? and position = ?`,
      [error.slice(0, 500), pause, listener, position],
    );
  }

  private async events(positions: number[]): Promise<Map<number, UserBatchUploadEvent>> {
    if (positions.length === 0) return new Map();
    const records = await this.db.query<EventRecord & { position: number | string }>(
      `select * from batch_upload_event
       where position in (select position from ${this.db.dialect.batch({ position: 'bigint' })} as told)`,
      [JSON.stringify(positions.map((position) => [position]))],
    );
    return new Map(records.map((record) => [Number(record.position), eventOf(record)]));
  }
}

function eventOf(record: EventRecord): UserBatchUploadEvent {
  const Event = EVENT_CLASSES[record.type];
  return new Event({
    eventId: record.id,
    occurredAt: new Date(Number(record.occurred_at)),
    organisationId: record.organisation_id,
    loadId: record.load_id,
    line: record.line,
    actorId: record.actor_id,
    userId: record.user_id,
    changes: JSON.parse(record.changes ?? '[]') as Change[],
  });
}
