import { Injectable } from '@nestjs/common';
import type { ReportedProblem } from '../problems/problem.js';
import {
  SelectionRepository,
  changeStates,
  type ChunkSelection,
  countStates,
  firstStateOf,
  stateOf,
} from '../load/selection.js';
import { markedCode } from '../load/problem-codes.js';
import type { CheckedCounts } from '../load/load.js';
import { isWhollyChecked, LoadRepository } from '../load/load.repository.js';
import type { Action } from '../load/load-row.js';
import { type Duplicate, Duplicates } from '../match/duplicates/duplicates.js';
import { Database } from '../database/database.js';
import { DeletedData } from '../database/deleted-data.js';
import { sql } from 'kysely';
import { StagedRows } from './staged-rows.js';

const CODE = 'DUPLICATE_IN_FILE';
const MARKED = markedCode(CODE, 'error');

/** The last step of staging, when all chunks are checked: what only the whole file shows, and the counts. */
@Injectable()
export class CompleteStaging {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly duplicates: Duplicates,
    private readonly deletedData: DeletedData,
    private readonly staged: StagedRows,
    private readonly selections: SelectionRepository,
  ) {}

  /** Opens the load for review. Harmless where chunks are still to be checked, or another worker was first. */
  async complete(loadId: string): Promise<void> {
    const load = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select('row_count')
        .where('id', '=', loadId)
        .where('status', '=', 'STAGING')
        .where(isWhollyChecked),
    );
    if (!load) return;
    // In batches, because all rows may be duplicates. A worker that repeats a batch changes nothing.
    for await (const duplicates of this.duplicates.find(loadId, load.row_count))
      await this.db.transaction(() => this.refuse(loadId, duplicates));
    const chunks = await this.selections.find(loadId);
    const { problems, warning } = await this.staged.problemCounts(loadId, chunks);
    const counts = { ...countsOf(chunks), warning };
    await this.db.transaction(async () => {
      await this.loads.open(loadId, counts, problems);
      await this.deletedData.overwrite(() => this.duplicates.forget(loadId));
    });
  }

  /** The problems are appended by the database: a row's text may be long, and no more is needed of it. */
  private async refuse(loadId: string, duplicates: readonly Duplicate[]): Promise<void> {
    const of = new Map<number, ReportedProblem[]>();
    for (const { line, column, message } of duplicates)
      of.set(line, [...(of.get(line) ?? []), { column, code: CODE, message }]);
    const found = this.db.batch(
      { line: 'integer', added: 'text' },
      [...of].map(([line, added]) => [line, JSON.stringify(added).slice(1, -1)]),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_row_check')
        .from(found.as('found'))
        .set({
          action: 'INVALID',
          problems: sql`case problems when '[]' then '[' else substr(problems, 1, length(problems) - 1) || ',' end
            || found.added || ']'`,
          problem_codes: sql`case when problem_codes = '' then ${sql.lit(MARKED)}
            when problem_codes like ${sql.lit(`%${MARKED}%`)} then problem_codes
            else problem_codes || ${sql.lit(MARKED.slice(1))} end`,
        })
        .where('batch_upload_row_check.load_id', '=', loadId)
        .whereRef('batch_upload_row_check.line', '=', 'found.line')
        // Another worker has already added these problems to the rows left out.
        .where(sql<boolean>`replace(problems, found.added, '') = problems`),
    );
    const chunks = await this.selections.find(loadId, {
      first: duplicates[0]?.line ?? 0,
      last: duplicates.at(-1)?.line ?? 0,
    });
    await this.selections.save(
      loadId,
      changeStates(chunks, (line, state) => (of.has(line) ? firstStateOf('INVALID') : state)),
    );
  }
}

/** Before anybody ticked anything. */
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
