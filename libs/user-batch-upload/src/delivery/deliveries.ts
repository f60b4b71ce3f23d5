import { Injectable, Logger } from '@nestjs/common';
import { type ExpressionBuilder, sql } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { describeError } from '../problems/redact.js';
import { Options } from '../user-batch-upload.options.js';
import { backoffMs, LONGEST_BACKOFF_MS } from './backoff.js';
import { Claim, type ClaimedDelivery, type Delivery } from './claim.js';
import { ClaimedEvents } from './claimed-events.js';
import type { Listener } from './listeners.js';

/** The pause after an outage, in milliseconds. */
const POSTPONED_MS = 10_000;
/** Smaller corrections of a clock are ignored, in milliseconds. */
const SLACK_MS = 1_000;

/** The open deliveries: one row for each event and listener, deleted when the listener has handled it. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);

  constructor(
    private readonly db: Database,
    private readonly options: Options,
    private readonly events: ClaimedEvents,
  ) {}

  /**
   * Claims what is due for the listener. Takes only the oldest event of each user, so that they stay in order, and the
   * end of a load after all of its rows.
   */
  async claim(listener: string, limit: number): Promise<Claim | undefined> {
    const { leaseMs } = this.options;
    const askedAt = performance.now();
    const claimed = (await this.lease(listener, limit)).sort((a, b) => a.position - b.position);
    if (claimed.length === 0) return undefined;
    const spent = claimed.filter(({ attempts }) => attempts > this.options.deliveryAttempts);
    for (const delivery of spent)
      await this.failed(listener, delivery, 'Each time it was told, the process ended.', true);
    const left = claimed.filter((delivery) => !spent.includes(delivery));
    const events = await this.events.find(left.map(({ position }) => position));
    await this.giveBack(left.filter(({ position }) => !events.has(position)));
    const due = left.flatMap((delivery) => {
      const event = events.get(delivery.position);
      return event ? [{ ...delivery, event }] : [];
    });
    return new Claim(due, askedAt + leaseMs, leaseMs, {
      prolong: (deliveries) => this.prolong(deliveries),
      failed: (delivery, error, isFinal) => this.failed(listener, delivery, error, isFinal),
      postpone: (delivery) => this.giveBack([delivery], POSTPONED_MS),
      prolongFailed: (error) => this.logger.warn(describeError(error)),
    });
  }

  async acknowledge(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.db.change((tables) =>
      tables.deleteFrom('batch_upload_delivery').where(this.isOneOf(deliveries)),
    );
  }

  /** Releases claimed deliveries that were not tried, at once or after this many milliseconds. */
  async giveBack(deliveries: readonly ClaimedDelivery[], pauseMs = 0): Promise<void> {
    if (deliveries.length === 0) return;
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set((delivery) => ({
          attempts: delivery('attempts', '-', 1),
          next_at: this.in(pauseMs),
        }))
        .where(this.isOneOf(deliveries)),
    );
  }

  /**
   * Makes deliveries due that would wait longer than any claim or pause: the clock was set back after they were
   * written. A pause doubles with each attempt; a claim lasts as long as a lease.
   */
  async correctFutureTimes(listeners: readonly Listener[]): Promise<void> {
    const shortest = Math.max(this.options.leaseMs, POSTPONED_MS) + SLACK_MS;
    const attempts = sql.ref('attempts');
    const doublings = sql<number>`(case when ${attempts} < 1 then 0 when ${attempts} > 20 then 19 else ${attempts} - 1 end)`;
    const longest = sql<number>`${this.db.now} + ${this.options.deliveryBackoffMs} * (cast(1 as bigint) << ${doublings})`;
    for (const { name } of listeners)
      await this.db.change((tables) =>
        tables
          .updateTable('batch_upload_delivery')
          .set({ next_at: 0 })
          .where('listener', '=', name)
          .where('dead_at', 'is', null)
          .where('next_at', '>', this.in(shortest))
          .where(({ or, eb }) =>
            or([
              eb('next_at', '>', this.in(LONGEST_BACKOFF_MS + SLACK_MS)),
              eb('next_at', '>', longest),
            ]),
          ),
      );
  }

  private lease(listener: string, limit: number): Promise<ClaimedDelivery[]> {
    return this.db.all((tables) =>
      tables
        .with(
          (due) => due('due').materialized(),
          (due) =>
            due
              .selectFrom('batch_upload_delivery as d')
              .select(['d.lane', 'd.position'])
              .where('d.listener', '=', listener)
              .where('d.dead_at', 'is', null)
              .where('d.next_at', '<=', this.db.now)
              .where(({ not, exists, selectFrom }) =>
                not(
                  exists(
                    // `offset 0` keeps PostgreSQL from turning this into a join, which it would plan by old
                    // statistics.
                    selectFrom('batch_upload_delivery as earlier')
                      .select('earlier.position')
                      .whereRef('earlier.lane', '=', 'd.lane')
                      .whereRef('earlier.position', '<', 'd.position')
                      .where('earlier.dead_at', 'is', null)
                      .limit(sql.lit(1))
                      .offset(sql.lit(0)),
                  ),
                ),
              )
              .where(({ or, eb, not, exists, selectFrom }) =>
                or([
                  eb('d.lane', '<>', laneOfLoad),
                  not(
                    exists(
                      selectFrom('batch_upload_delivery as row')
                        .select('row.position')
                        .whereRef('row.load_id', '=', 'd.load_id')
                        .whereRef('row.listener', '=', 'd.listener')
                        .where('row.dead_at', 'is', null)
                        .whereRef('row.lane', '<>', 'd.lane')
                        .limit(sql.lit(1))
                        .offset(sql.lit(0)),
                    ),
                  ),
                ]),
              )
              .orderBy('d.next_at')
              .orderBy('d.position')
              .limit(limit)
              .$if(this.db.locksRows, (free) => free.forUpdate().skipLocked()),
        )
        .updateTable('batch_upload_delivery')
        .set((delivery) => ({
          attempts: delivery('attempts', '+', 1),
          next_at: this.in(this.options.leaseMs),
        }))
        .where(
          ({ refTuple }) => refTuple('lane', 'position'),
          'in',
          (due) => due.selectFrom('due').select(['lane', 'position']).$asTuple('lane', 'position'),
        )
        .returning(['lane', 'position', 'attempts']),
    );
  }

  /** Resolves to whether this process still held all of them. */
  private async prolong(deliveries: readonly Delivery[]): Promise<boolean> {
    const prolonged = await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set({ next_at: this.in(this.options.leaseMs) })
        .where(this.isOneOf(deliveries)),
    );
    return prolonged === deliveries.length;
  }

  private async failed(
    listener: string,
    { lane, position, attempts, event }: ClaimedDelivery & Partial<Pick<Delivery, 'event'>>,
    error: string,
    isFinal: boolean,
  ): Promise<number> {
    const pause = backoffMs(this.options.deliveryBackoffMs, attempts);
    const { deliveryAttempts } = this.options;
    const isDead = isFinal || attempts >= deliveryAttempts;
    const changed = await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set({
          error: error.slice(0, 500),
          next_at: this.in(pause),
          dead_at: isDead ? this.db.now : null,
        })
        .where('lane', '=', lane)
        .where('position', '=', position)
        .where('attempts', '=', attempts),
    );
    if (isDead && changed > 0) {
      // The attempt that finds all of them spent is no call.
      const tries = Math.min(attempts, deliveryAttempts);
      this.logger.error(
        `${listener} gave up ${event ? `event ${event.eventId}` : 'an event'} after ${tries} ${tries === 1 ? 'try' : 'tries'}: ${error}`,
      );
    }
    return pause;
  }

  /** Whether it is one of these and is still held by the process that claimed it. */
  private isOneOf(deliveries: readonly ClaimedDelivery[]) {
    const claimed = this.db.batch(
      { lane: 'text', position: 'bigint', attempts: 'integer' },
      deliveries.map(({ lane, position, attempts }) => [lane, position, attempts]),
    );
    return ({ eb, refTuple }: ExpressionBuilder<Tables, 'batch_upload_delivery'>) =>
      eb(refTuple('lane', 'position', 'attempts'), 'in', (delivery) =>
        delivery
          .selectFrom(claimed.as('claimed'))
          .select(['claimed.lane', 'claimed.position', 'claimed.attempts'])
          .$asTuple('lane', 'position', 'attempts'),
      );
  }

  /** The time in this many milliseconds, by the database's clock. */
  private in(ms: number) {
    return sql<number>`${this.db.now} + ${ms}`;
  }
}

/** The lane of a listener and a user, or of a listener and the load that an event is about as a whole. */
export const laneOf = (listener: string, userOrLoadId: string): string =>
  `${listener} ${userOrLoadId}`;

/** The lane of the event about the whole load of a delivery `d`. */
const laneOfLoad = sql<string>`${sql.ref('d.listener')} || ' ' || ${sql.ref('d.load_id')}`;
