import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { Deliveries } from '../delivery/deliveries.js';
import { Listeners } from '../delivery/listeners.js';

/** Smaller corrections of a clock are ignored, in milliseconds. */
const SLACK_MS = 60_000;

/** Corrects times that were written before the clock was set back. Work, deliveries and purges would wait for them. */
@Injectable()
export class FutureTimes {
  constructor(
    private readonly db: Database,
    private readonly deliveries: Deliveries,
    private readonly listeners: Listeners,
  ) {}

  async correct(): Promise<void> {
    // Each statement uses an index, because it runs with every sweep.
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ waiting_since: this.db.now })
        .where('status', 'in', ['STAGING', 'FINISHING'])
        .where('waiting_since', '>', this.soon()),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ created_at: this.db.now })
        .where('status', 'in', ['RECEIVING', 'STAGED'])
        .where('created_at', '>', this.soon()),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ ended_at: this.db.now })
        .where('purged_at', 'is', null)
        .where('status', 'in', ['FINISHED', 'REJECTED', 'DISCARDED'])
        .where('ended_at', '>', this.soon()),
    );
    await this.deliveries.correctFutureTimes(this.listeners.all());
  }

  private soon() {
    return sql<number>`${this.db.now} + ${SLACK_MS}`;
  }
}
