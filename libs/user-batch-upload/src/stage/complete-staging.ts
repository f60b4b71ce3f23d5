import { Injectable } from '@nestjs/common';
import { SelectionRepository } from '../load/selection.repository.js';
import { type ChunkSelection, countStates, stateOf } from '../load/selection.js';
import type { CheckedCounts } from '../load/load.js';
import { isWhollyChecked, LoadRepository } from '../load/load.repository.js';
import type { Action } from '../load/load-row.js';
import { Duplicates } from '../match/duplicates/duplicates.js';
import { Database } from '../database/database.js';
import { appendProblems } from './append-problems.js';
import { LastAdministrators } from './last-administrators.js';
import { MovedNames } from './moved-names.js';
import { problemsOfDuplicates, RefuseRows } from './refuse-rows.js';
import { StagedRows } from './staged-rows.js';

/** The last step of staging, when all chunks are checked: adds problems between rows, and counts the rows. */
@Injectable()
export class CompleteStaging {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly duplicates: Duplicates,
    private readonly refuseRows: RefuseRows,
    private readonly movedNames: MovedNames,
    private readonly lastAdministrators: LastAdministrators,
    private readonly staged: StagedRows,
    private readonly selections: SelectionRepository,
  ) {}

  /** Opens the load for review. Does nothing if chunks are still unchecked or another worker was first. */
  async complete(loadId: string): Promise<void> {
    const load = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select(['row_count', 'organisation_id', 'language'])
        .where('id', '=', loadId)
        .where('status', '=', 'STAGING')
        .where(isWhollyChecked),
    );
    if (!load) return;
    // In batches, because all rows may be duplicates. A worker that repeats a batch changes nothing.
    for await (const duplicates of this.duplicates.find(loadId, load.row_count))
      await this.whileStaging(loadId, () =>
        this.refuseRows.refuse(loadId, load.language, problemsOfDuplicates(duplicates)),
      );
    let chunks = await this.selections.find(loadId);
    const { update, invalid } = countsOf(chunks);
    if (update + invalid > 0) {
      for await (const moved of this.movedNames.find(loadId))
        await this.whileStaging(loadId, () =>
          appendProblems(this.db, loadId, load.language, moved),
        );
      const last = await this.lastAdministrators.find(load.organisation_id, loadId);
      if (last.size > 0) {
        await this.whileStaging(loadId, () => this.refuseRows.refuse(loadId, load.language, last));
        chunks = await this.selections.find(loadId);
      }
    }
    const { problems, warning } = await this.staged.problemCounts(loadId, chunks);
    const counts = { ...countsOf(chunks), warning };
    await this.loads.open(loadId, counts, problems);
  }

  /** Writes only while the load is staged: another worker may have opened it, and somebody may have edited it. */
  private async whileStaging(loadId: string, write: () => Promise<unknown>): Promise<void> {
    await this.db.transaction(async () => {
      if (await this.loads.lockStaging(loadId)) await write();
    });
  }
}

/** The counts before the first tick. */
function countsOf(chunks: readonly ChunkSelection[]): Omit<CheckedCounts, 'warning'> {
  const rows: Record<Action, number> = { CREATE: 0, UPDATE: 0, UNCHANGED: 0, INVALID: 0 };
  for (const [state, count] of countStates(chunks)) rows[stateOf(state).action] += count;
  return {
    create: rows.CREATE,
    update: rows.UPDATE,
    unchanged: rows.UNCHANGED,
    invalid: rows.INVALID,
  };
}
