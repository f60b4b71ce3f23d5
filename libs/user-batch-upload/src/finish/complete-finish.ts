import { Injectable } from '@nestjs/common';
import type { Todo } from '../work/chunk-lease.js';
import { NOTHING_DONE, type OutcomeCounts, sum } from '../load/load.js';
import { Database } from '../database/database.js';

/** The last step of a load, when all chunks are applied. */
@Injectable()
export class CompleteFinish {
  constructor(private readonly db: Database) {}

  /** Closes the load. Harmless where chunks are still to be applied, or another worker was first. */
  async complete(loadId: string): Promise<void> {
    const chunks = await this.db.query<{ todo: Todo | null; tally: string }>(
      `select todo, tally from batch_upload_chunk where load_id = ?
       and exists (select 1 from batch_upload_load where id = ? and status = 'FINISHING')`,
      [loadId, loadId],
    );
    if (chunks.length === 0 || chunks.some(({ todo }) => todo)) return;
    const outcome = sum(
      NOTHING_DONE,
      chunks.map(({ tally }) => JSON.parse(tally) as OutcomeCounts),
    );
    await this.close(loadId, outcome);
  }

  async close(loadId: string, outcome: OutcomeCounts): Promise<void> {
    const { now } = this.db.dialect;
    await this.db.run(
      `update batch_upload_load set status = 'FINISHED', finished_at = ${now}, ended_at = ${now}, outcome = ?
       where id = ? and status = 'FINISHING'`,
      [JSON.stringify(outcome), loadId],
    );
  }
}
