import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { StorageHealth } from '../database/storage-health.js';
import { Runner } from '../work/wake-up.js';

export interface Health {
  isDegraded: boolean;
  /** Whether wake-ups reach workers. False while Redis is down; the sweeper then finds loads. */
  runnerIsWell: boolean;
  /** Seconds since the oldest waiting load was handed to the workers. 0 if no load waits. */
  oldestWaitingLoadSeconds: number;
  /** Seconds since the oldest event that a listener has not handled. Dead letters do not count. */
  oldestUndeliveredEventSeconds: number;
  deadLetters: number;
  /** Why nothing can be stored, or no file received, at the moment. Otherwise null. */
  outage: { code: 'STORAGE_FULL' | 'UNAVAILABLE'; reason: string } | null;
}

/** A longer backlog makes the health degraded. */
const LATE_SECONDS = 300;

/** The health of the library, for the host's health check. Rejects only if the database does not answer. */
@Injectable()
export class UserBatchUploadHealth {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly storage: StorageHealth,
  ) {}

  async check(): Promise<Health> {
    const { now } = this.db.dialect;
    // A time in the future was written before the clock was set back. Its load waits too.
    const [found] = await this.db.query<Record<'load' | 'event' | 'dead', number | string | null>>(
      `select
         (select max(abs(${now} - waiting_since)) from batch_upload_load where status in ('STAGING', 'FINISHING')) as load,
         (select abs(${now} - occurred_at) from batch_upload_event where position = (
           select min(position) from (
             select min(position) as position from batch_upload_event where fanned_out = 0
             union all select min(position) from batch_upload_delivery where dead_at is null) as open)) as event,
         (select count(*) from batch_upload_delivery where dead_at is not null) as dead`,
    );
    const seconds = (ms: number | string | null | undefined) => Math.round(Number(ms ?? 0) / 1000);
    const outage = await this.storage.check();
    const health = {
      runnerIsWell: await this.runner.isWell(),
      oldestWaitingLoadSeconds: seconds(found?.load),
      oldestUndeliveredEventSeconds: seconds(found?.event),
      deadLetters: Number(found?.dead ?? 0),
      outage: outage && { code: outage.code, reason: outage.reason },
    };
    return {
      isDegraded:
        outage !== null ||
        !health.runnerIsWell ||
        health.deadLetters > 0 ||
        health.oldestWaitingLoadSeconds > LATE_SECONDS ||
        health.oldestUndeliveredEventSeconds > LATE_SECONDS,
      ...health,
    };
  }
}
