import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Refusal } from '../problems/refusal.js';
import { Options } from '../user-batch-upload.options.js';

/** Bounds the loads of an organisation that wait for Finish or Discard. */
@Injectable()
export class WaitingLoads {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  /**
   * Call it in the transaction that adds a load, before the load is added. Other uploads of the organisation then wait
   * for that transaction, so that simultaneous uploads can't exceed the bounds together. Throws `LOADS_TOO_MANY`.
   */
  async admit(organisationId: string, bytes: number): Promise<void> {
    const { maxWaitingLoads, maxWaitingBytes } = this.options;
    if (maxWaitingLoads === undefined && maxWaitingBytes === undefined) return;
    await this.db.lockName(`user-batch-upload ${organisationId}`);
    const waiting = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select((eb) => [
          eb.fn.countAll<number>().as('loads'),
          eb.fn.coalesce(eb.fn.sum<number>('file_bytes'), eb.val(0)).as('bytes'),
        ])
        .where('organisation_id', '=', organisationId)
        .where('status', 'in', ['RECEIVING', 'STAGING', 'STAGED']),
    );
    const loads = Number(waiting?.loads ?? 0);
    const isTooMany = loads + 1 > (maxWaitingLoads ?? Infinity);
    if (isTooMany || Number(waiting?.bytes ?? 0) + bytes > (maxWaitingBytes ?? Infinity))
      throw new Refusal('LOADS_TOO_MANY', { loads, isTooMany });
  }
}
