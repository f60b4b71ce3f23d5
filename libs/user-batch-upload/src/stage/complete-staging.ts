import { Injectable } from '@nestjs/common';
import type { ReportedProblem } from '../problems/problem.js';
import {
  Boxes,
  changeStates,
  type ChunkBoxes,
  countStates,
  firstStateOf,
} from '../load/selection.js';
import type { CheckedCounts, Load } from '../load/load.js';
import type { Action } from '../load/load-row.js';
import { type Duplicate, Duplicates } from '../match/duplicates.js';
import { Database } from '../database/database.js';
import { StagedRows } from './staged-rows.js';

const CODE = 'DUPLICATE_IN_FILE';

const ALL_CHECKED = `not exists (select 1 from batch_upload_chunk where load_id = ? and todo is not null)`;

/** The last step of staging, when all chunks are checked: what only the whole file shows, and the counts. */
@Injectable()
export class CompleteStaging {
  constructor(
    private readonly db: Database,
    private readonly duplicates: Duplicates,
    private readonly staged: StagedRows,
    private readonly boxes: Boxes,
  ) {}

  /** Opens the load for review. Harmless where chunks are still to be checked, or another worker was first. */
  async complete(loadId: string): Promise<void> {
    const [load] = await this.db.query<{ row_count: number }>(
      `select row_count from batch_upload_load where id = ? and status = 'STAGING' and ${ALL_CHECKED}`,
      [loadId, loadId],
    );
    if (!load) return;
    // Some at a time, since all rows may be duplicates. Whoever comes to it a second time finds it done.
    for await (const duplicates of this.duplicates.find(loadId, load.row_count))
      await this.db.transaction(() => this.refuse(loadId, duplicates));
    const chunks = await this.boxes.find(loadId);
    const counts = countsOf(chunks);
    const problemCounts = await this.staged.problemCounts(
      loadId,
      chunks.filter(({ states }) => states.includes(firstStateOf('INVALID'))),
    );
    await this.db.transaction(async () => {
      await this.db.run(
        `update batch_upload_load set status = 'STAGED', counts = ?, selected = ?, problem_counts = ?
         where id = ? and status = 'STAGING' and ${ALL_CHECKED}`,
        [
          JSON.stringify(counts),
          counts.create + counts.update,
          JSON.stringify(problemCounts),
          loadId,
          loadId,
        ],
      );
      await this.duplicates.forget(loadId);
    });
  }

  /** Gives up a load that can't be staged any more. */
  async reject(loadId: string, refusal: NonNullable<Load['refusal']>): Promise<void> {
    await this.db.run(
      `update batch_upload_load set status = 'REJECTED', refusal = ?, ended_at = ${this.db.dialect.now}
       where id = ? and status = 'STAGING'`,
      [JSON.stringify(refusal), loadId],
    );
  }

  /** The problems are appended by the database: a row's text may be long, and no more is needed of it. */
  private async refuse(loadId: string, duplicates: readonly Duplicate[]): Promise<void> {
    const of = new Map<number, ReportedProblem[]>();
    for (const { line, column, message } of duplicates)
      of.set(line, [...(of.get(line) ?? []), { column, code: CODE, message }]);
    // A row that has these problems was told by whoever came to it first.
    await this.db.run(
      `update batch_upload_verdict set action = 'INVALID',
         problems = case problems when '[]' then '[' else substr(problems, 1, length(problems) - 1) || ',' end
           || b.added || ']',
         problem_codes = case when problem_codes = '' then ',${CODE},'
           when problem_codes like '%,${CODE},%' then problem_codes else problem_codes || '${CODE},' end
       from ${this.db.dialect.batch({ line: 'integer', added: 'text' })} as b
       where batch_upload_verdict.load_id = ? and batch_upload_verdict.line = b.line
         and replace(problems, b.added, '') = problems`,
      [
        JSON.stringify([...of].map(([line, added]) => [line, JSON.stringify(added).slice(1, -1)])),
        loadId,
      ],
    );
    const chunks = await this.boxes.find(loadId, {
      first: duplicates[0]?.line ?? 0,
      last: duplicates.at(-1)?.line ?? 0,
    });
    await this.boxes.save(
      loadId,
      changeStates(chunks, (line, state) => (of.has(line) ? firstStateOf('INVALID') : state)),
    );
  }
}

/** Before anybody ticked anything. */
function countsOf(chunks: readonly ChunkBoxes[]): CheckedCounts {
  const counts = countStates(chunks);
  const of = (action: Action): number => counts.get(firstStateOf(action)) ?? 0;
  return {
    create: of('CREATE'),
    update: of('UPDATE'),
    unchanged: of('UNCHANGED'),
    invalid: of('INVALID'),
  };
}
