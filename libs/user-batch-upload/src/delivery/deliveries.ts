import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Options } from '../user-batch-upload.options.js';
import { EVENT_CLASSES, type EventType, type UserBatchUploadEvent } from '../events/events.js';
import type { Change } from '../load/change.js';
import type { Listener } from './listeners.js';
import { describeError } from '../problems/redact.js';

interface ClaimedDelivery {
  /** The listener and the user: what stands in one lane is told in order. */
  lane: string;
  position: number;
  /** Which try this is. It is also the fence: a delivery that another process took over has another number. */
  attempts: number;
}

export interface Delivery extends ClaimedDelivery {
  event: UserBatchUploadEvent;
}

/** Deliveries that are this process's until `holds` says no. */
export interface Claim {
  due: readonly Delivery[];
  holds(): boolean;
  /**
   * To be tried again after a pause that doubles, or a dead letter after the last try or a final error. Resolves to the
   * pause in ms.
   */
  failed(delivery: Delivery, error: string, isFinal: boolean): Promise<number>;
  /** To be tried again after a pause. The try does not count. */
  postpone(delivery: Delivery): Promise<void>;
  end(): void;
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

/** Events that are fanned out in one transaction. */
const FAN_OUT = 1_000;
/** A new listener may not be known yet to a process of the version before. */
const ORPHAN_MS = 24 * 60 * 60 * 1000;
/** Of the changes of events that are told together. */
const TOLD_CHARACTERS = 2_000_000;
/** Until a listener that had no room to write is called again. */
const POSTPONED_MS = 10_000;
/** A clock that is corrected by less is not worth a change. */
const SLACK_MS = 1_000;
const LONGEST_BACKOFF_MS = 60 * 60 * 1000;

/** What is still to be told to whom: a row for each event and listener, gone once it was handled. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);

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
          lane: 'text',
          position: 'bigint',
          listener: 'text',
          attempts: 'integer',
          next_at: 'bigint',
        },
        events.flatMap((event) =>
          listeners
            .filter((listener) => listener.events.has(event.type))
            .map((listener) => [
              laneOf(listener.name, event.user_id),
              event.position,
              listener.name,
              0,
              0,
            ]),
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

  /** Drops what was for listeners that are gone: none of today's has the name, and a day has passed. */
  async dropOrphans(listeners: readonly Listener[]): Promise<void> {
    const dropped = await this.db.run(
      `delete from batch_upload_delivery where listener not in (
         select name from ${this.db.dialect.batch({ name: 'text' })} as known)
       and exists (select 1 from batch_upload_event e
         where e.position = batch_upload_delivery.position and e.occurred_at < ${this.db.dialect.now} - ?)`,
      [JSON.stringify(listeners.map(({ name }) => [name])), ORPHAN_MS],
    );
    if (dropped > 0)
      this.logger.warn(`${dropped} deliveries of listeners that are gone were dropped.`);
  }

  /** Takes what is due for the listener, if anything: of each user's events only the oldest, so that they stay in order. */
  async claim(listener: string, limit: number): Promise<Claim | undefined> {
    const { now, skipLocked } = this.db.dialect;
    const { leaseMs } = this.options;
    const askedAt = performance.now();
    // `offset 0` keeps PostgreSQL from making a join of it, which it would plan by what the table held long ago.
    const claimed = await this.db.query<
      Omit<ClaimedDelivery, 'position'> & { position: number | string }
    >(
      `with due as materialized (
         select d.lane, d.position from batch_upload_delivery d
         where d.listener = ? and d.dead_at is null and d.next_at <= ${now}
           and not exists (select 1 from batch_upload_delivery earlier
             where earlier.lane = d.lane and earlier.position < d.position and earlier.dead_at is null limit 1 offset 0)
         order by d.next_at, d.position limit ${limit} ${skipLocked})
       update batch_upload_delivery set attempts = attempts + 1, next_at = ${now} + ?
       where (lane, position) in (select lane, position from due)
       returning lane, position, attempts`,
      [listener, leaseMs],
    );
    if (claimed.length === 0) return undefined;
    const mine = claimed
      .map((delivery) => ({ ...delivery, position: Number(delivery.position) }))
      .sort((a, b) => a.position - b.position);
    const spent = mine.filter(({ attempts }) => attempts > this.options.deliveryAttempts);
    for (const delivery of spent)
      await this.failed(delivery, 'Each time it was told, the process ended.', true);
    const left = mine.filter((delivery) => !spent.includes(delivery));
    const events = await this.events(left.map(({ position }) => position));
    await this.giveBack(left.filter(({ position }) => !events.has(position)));
    const due = left.flatMap((delivery) => {
      const event = events.get(delivery.position);
      return event ? [{ ...delivery, event }] : [];
    });
    return this.hold(due, askedAt + leaseMs);
  }

  async done(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.db.run(
      `delete from batch_upload_delivery where (lane, position, attempts) in (${this.named()})`,
      [keysOf(deliveries)],
    );
  }

  private async failed(
    { lane, position, attempts }: ClaimedDelivery,
    error: string,
    isFinal: boolean,
  ): Promise<number> {
    const { now } = this.db.dialect;
    const pause = Math.min(
      this.options.deliveryBackoffMs * 2 ** (attempts - 1),
      LONGEST_BACKOFF_MS,
    );
    const isDead = isFinal || attempts >= this.options.deliveryAttempts;
    await this.db.run(
      `update batch_upload_delivery set error = ?, next_at = ${now} + ?, dead_at = ${isDead ? now : 'null'}
       where lane = ? and position = ? and attempts = ?`,
      [error.slice(0, 500), pause, lane, position, attempts],
    );
    return pause;
  }

  /**
   * Makes due what would wait for longer than any claim or pause lasts: the clock was set back since it was written.
   * A pause doubles with each try, a claim lasts for the lease.
   */
  async correctFutureTimes(listeners: readonly Listener[]): Promise<void> {
    const { now } = this.db.dialect;
    const shortest = Math.max(this.options.leaseMs, POSTPONED_MS) + SLACK_MS;
    const doublings = `(case when attempts < 1 then 0 when attempts > 20 then 19 else attempts - 1 end)`;
    for (const { name } of listeners)
      await this.db.run(
        `update batch_upload_delivery set next_at = 0
         where listener = ? and dead_at is null and next_at > ${now} + ?
         and (next_at > ${now} + ? or next_at > ${now} + ? * (cast(1 as bigint) << ${doublings}))`,
        [name, shortest, LONGEST_BACKOFF_MS + SLACK_MS, this.options.deliveryBackoffMs],
      );
  }

  /** Lets another process take what was claimed and not tried: at once, or after so many milliseconds. */
  async giveBack(deliveries: readonly ClaimedDelivery[], pauseMs = 0): Promise<void> {
    if (deliveries.length === 0) return;
    await this.db.run(
      `update batch_upload_delivery set attempts = attempts - 1, next_at = ${this.db.dialect.now} + ?
       where (lane, position, attempts) in (${this.named()})`,
      [pauseMs, keysOf(deliveries)],
    );
  }

  /** A claim is prolonged while its process lives, for listeners that take long. */
  private hold(due: Delivery[], heldUntil: number): Claim {
    const { leaseMs } = this.options;
    const open = new Set(due);
    const heartbeat = setInterval(() => {
      const askedAt = performance.now();
      this.prolong([...open]).then(
        (isWhole) => (heldUntil = isWhole ? askedAt + leaseMs : 0),
        // The claim ends by itself, and `holds` tells.
        (error: unknown) => this.logger.warn(describeError(error)),
      );
    }, leaseMs / 3);
    heartbeat.unref();
    return {
      due,
      holds: () => performance.now() < heldUntil,
      failed: (delivery, error, isFinal) => {
        open.delete(delivery);
        return this.failed(delivery, error, isFinal);
      },
      postpone: (delivery) => {
        open.delete(delivery);
        return this.giveBack([delivery], POSTPONED_MS);
      },
      end: () => clearInterval(heartbeat),
    };
  }

  /** Resolves to whether all of them were still in this process's hands. */
  private async prolong(deliveries: readonly Delivery[]): Promise<boolean> {
    const prolonged = await this.db.run(
      `update batch_upload_delivery set next_at = ${this.db.dialect.now} + ?
       where (lane, position, attempts) in (${this.named()})`,
      [this.options.leaseMs, keysOf(deliveries)],
    );
    return prolonged === deliveries.length;
  }

  private named(): string {
    return `select lane, position, attempts from ${this.db.dialect.batch({
      lane: 'text',
      position: 'bigint',
      attempts: 'integer',
    })} as named`;
  }

  /** As many of them as are told together, the oldest first; at least one. */
  private async events(positions: number[]): Promise<Map<number, UserBatchUploadEvent>> {
    const records = await this.db.query<EventRecord & { position: number | string }>(
      `select * from (
         select e.*, sum(length(coalesce(changes, ''))) over (order by position) - length(coalesce(changes, '')) as before
         from batch_upload_event e
         where position in (select position from ${this.db.dialect.batch({ position: 'bigint' })} as told)) as sized
       where before < ${TOLD_CHARACTERS}`,
      [JSON.stringify(positions.map((position) => [position]))],
    );
    return new Map(records.map((record) => [Number(record.position), eventOf(record)]));
  }
}

const keysOf = (deliveries: readonly ClaimedDelivery[]): string =>
  JSON.stringify(deliveries.map(({ lane, position, attempts }) => [lane, position, attempts]));

const laneOf = (listener: string, userId: string): string => `${listener} ${userId}`;

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
