import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Deliveries } from '../delivery/deliveries.js';
import { Listeners } from '../delivery/listeners.js';

/** A clock that is corrected by less is not worth a change. */
const SLACK_MS = 60_000;

/** Corrects times that a clock wrote which was set back since then. Work, deliveries and purges would wait for them. */
@Injectable()
export class FutureTimes {
  constructor(
    private readonly db: Database,
    private readonly deliveries: Deliveries,
    private readonly listeners: Listeners,
  ) {}

  async correct(): Promise<void> {
    const { now } = this.db.dialect;
    // Each by an index: the statements run with every sweep.
    await this.db.run(
      `update batch_upload_load set waiting_since = ${now}
       where status in ('STAGING', 'FINISHING') and waiting_since > ${now} + ${SLACK_MS}`,
    );
    await this.db.run(
      `update batch_upload_load set created_at = ${now}
       where status in ('RECEIVING', 'STAGED') and created_at > ${now} + ${SLACK_MS}`,
    );
    await this.db.run(
      `update batch_upload_load set ended_at = ${now} where purged_at is null
       and status in ('FINISHED', 'REJECTED', 'DISCARDED') and ended_at > ${now} + ${SLACK_MS}`,
    );
    await this.deliveries.correctFutureTimes(this.listeners.all());
  }
}
