import { Injectable } from '@nestjs/common';
import { LOAD_FINISHED, Outbox } from '../events/outbox.js';
import { type LoadRecord, NOTHING_DONE, type OutcomeCounts, sum } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { Database } from '../database/database.js';

/** The last step of a load, when all chunks are applied. */
@Injectable()
export class CompleteFinish {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Finishes the load. Does nothing if chunks are left or another worker was first. */
  async complete(load: LoadRecord): Promise<void> {
    const chunks = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_chunk')
        .innerJoin('batch_upload_load', 'batch_upload_load.id', 'batch_upload_chunk.load_id')
        .select(['batch_upload_chunk.task', 'batch_upload_chunk.counts'])
        .where('batch_upload_chunk.load_id', '=', load.id)
        .where('batch_upload_load.status', '=', 'FINISHING'),
    );
    if (chunks.length === 0 || chunks.some(({ task }) => task)) return;
    const outcome = sum(
      NOTHING_DONE,
      chunks.map(({ counts }) => JSON.parse(counts) as OutcomeCounts),
    );
    await this.db.transaction(async () => {
      if (!(await this.loads.finish(load.id, outcome))) return;
      await this.outbox.add(
        {
          organisationId: load.organisation_id,
          loadId: load.id,
          actorId: load.finished_by ?? '',
        },
        [LOAD_FINISHED],
      );
    });
  }
}
