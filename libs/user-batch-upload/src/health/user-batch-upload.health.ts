import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { StorageHealth } from '../database/storage-health.js';
import { WakeUp } from '../work/wake-up.js';

/** What the health check found. */
export interface Health {
  /** Whether there is an outage, an unreachable queue, a dead letter, or work that has waited for five minutes. */
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
    private readonly wakeUp: WakeUp,
    private readonly storage: StorageHealth,
  ) {}

  async check(): Promise<Health> {
    const found = await this.backlog();
    const seconds = (ms: number | string | null | undefined) => Math.round(Number(ms ?? 0) / 1000);
    const outage = await this.storage.check();
    const health = {
      runnerIsWell: await this.wakeUp.isHealthy(),
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

  private backlog() {
    // A time in the future was written before the clock was set back. Its load waits too.
    const age = (column: 'waiting_since' | 'occurred_at') =>
      sql<number | string | null>`abs(${this.db.now} - ${sql.ref(column)})`;
    return this.db.first((tables) =>
      tables.selectNoFrom(({ selectFrom }) => [
        selectFrom('batch_upload_load')
          .select(({ fn }) => fn.max(age('waiting_since')).as('ms'))
          .where('status', 'in', ['STAGING', 'FINISHING'])
          .as('load'),
        selectFrom('batch_upload_event')
          .select(age('occurred_at').as('ms'))
          .where('position', '=', (event) =>
            event
              .selectFrom((open) =>
                open
                  .selectFrom('batch_upload_event')
                  .select(({ fn }) => fn.min('position').as('position'))
                  // As a literal, so that a partial index serves it.
                  .where('fanned_out', '=', sql.lit(0))
                  .unionAll(
                    open
                      .selectFrom('batch_upload_delivery')
                      .select(({ fn }) => fn.min('position').as('position'))
                      .where('dead_at', 'is', null),
                  )
                  .as('open'),
              )
              .select(({ fn }) => fn.min('open.position').as('position')),
          )
          .as('event'),
        selectFrom('batch_upload_delivery')
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .where('dead_at', 'is not', null)
          .as('dead'),
      ]),
    );
  }
}
