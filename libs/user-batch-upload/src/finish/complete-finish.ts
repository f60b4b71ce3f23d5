import { Injectable } from '@nestjs/common';
import { NOTHING_DONE, type OutcomeCounts, sum } from '../load/load.js';
import { Database } from '../sql/database.js';

/** The last step of a load, when all chunks are applied. */
@Injectable()
export class CompleteFinish {
  constructor(private readonly db: Database) {}

  /** Closes the load. Harmless where chunks are still to be applied, or another worker was first. */
  async complete(loadId: string): Promise<void> {
    await this.db.transaction(async () => {
      const first = await this.db.run(
        `update batch_upload_load set status = 'FINISHED', finished_at = ${this.db.dialect.now}, ended_at = ${this.db.dialect.now}
         where id = ? and status = 'FINISHING'
         and not exists (select 1 from batch_upload_chunk where load_id = ? and todo is not null)`,
        [loadId, loadId],
      );
      if (first === 0) return;
      const chunks = await this.db.query<{ tally: string }>(
        `select tally from batch_upload_chunk where load_id = ?`,
        [loadId],
      );
      const outcome = sum(
        NOTHING_DONE,
        chunks.map(({ tally }) => JSON.parse(tally) as OutcomeCounts),
      );
      await this.db.run(`update batch_upload_load set outcome = ? where id = ?`, [
        JSON.stringify(outcome),
        loadId,
      ]);
    });
  }
}
