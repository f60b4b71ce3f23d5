import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { laneOf } from './deliveries.js';
import type { Listener } from './listeners.js';

/** Events that are fanned out in one transaction. */
const EVENTS = 1_000;
/** A process of an older version may not know a new listener yet. */
const ORPHAN_MS = 24 * 60 * 60 * 1000;

/** Turns committed events into deliveries, one row for each event and listener. */
@Injectable()
export class FanOut {
  private readonly logger = new Logger(FanOut.name);

  constructor(private readonly db: Database) {}

  /** Adds the deliveries of events that have none yet. Resolves to the number of these events. */
  run(listeners: readonly Listener[]): Promise<number> {
    return this.db.transaction(async () => {
      const events = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_event')
          .select(['position', 'type', 'load_id', 'user_id'])
          .where('fanned_out', '=', sql.lit(0))
          .orderBy('position')
          .limit(EVENTS)
          .$if(this.db.locksRows, (waiting) => waiting.forUpdate()),
      );
      if (events.length === 0) return 0;
      await this.db.insertBatch(
        'batch_upload_delivery',
        {
          lane: 'text',
          position: 'bigint',
          listener: 'text',
          load_id: 'text',
          attempts: 'integer',
          next_at: 'bigint',
        },
        events.flatMap(({ position, type, load_id, user_id }) =>
          listeners
            .filter((listener) => listener.events.has(type))
            .map(({ name }) => [laneOf(name, user_id ?? load_id), position, name, load_id, 0, 0]),
        ),
      );
      const positions = this.db.batch(
        { position: 'bigint' },
        events.map(({ position }) => [position]),
      );
      await this.db.change((tables) =>
        tables
          .updateTable('batch_upload_event')
          .set({ fanned_out: 1 })
          .where('position', 'in', (event) =>
            event.selectFrom(positions.as('read')).select('read.position'),
          ),
      );
      return events.length;
    });
  }

  /** Deletes deliveries older than a day whose listener no longer exists. */
  async dropOrphans(listeners: readonly Listener[]): Promise<void> {
    const names = this.db.batch(
      { name: 'text' },
      listeners.map(({ name }) => [name]),
    );
    const dropped = await this.db.change((tables) =>
      tables
        .deleteFrom('batch_upload_delivery')
        .where('listener', 'not in', (delivery) =>
          delivery.selectFrom(names.as('known')).select('known.name'),
        )
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('batch_upload_event as e')
              .select('e.position')
              .whereRef('e.position', '=', 'batch_upload_delivery.position')
              .where('e.occurred_at', '<', sql<number>`${this.db.now} - ${ORPHAN_MS}`),
          ),
        ),
    );
    if (dropped > 0) this.logger.warn(`Deleted ${dropped} deliveries to listeners that are gone.`);
  }
}
