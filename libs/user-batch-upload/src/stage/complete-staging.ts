import { Injectable } from '@nestjs/common';
import type { Problem } from '../load/problem.js';
import { Boxes, changeStates, type ChunkBoxes, countStates, firstStateOf } from '../load/boxes.js';
import type { CheckedCounts, Load } from '../load/load.js';
import type { Action } from '../load/load-row.js';
import { type Duplicate, Duplicates } from '../match/duplicates.js';
import { Database } from '../sql/database.js';
import { problemCodes, StagedRows } from './staged-rows.js';

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
    const [load] = await this.db.query<{ row_count: number; headers: string }>(
      `select row_count, headers from batch_upload_load where id = ? and status = 'STAGING' and ${ALL_CHECKED}`,
      [loadId, loadId],
    );
    if (!load) return;
    const headers = JSON.parse(load.headers) as string[];
    // Some at a time, since all rows may be duplicates. Whoever comes to it a second time finds it done.
    for await (const duplicates of this.duplicates.find(loadId, load.row_count))
      await this.db.transaction(() => this.refuse(loadId, headers, duplicates));
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

  private async refuse(
    loadId: string,
    headers: readonly string[],
    duplicates: readonly Duplicate[],
  ): Promise<void> {
    const of = new Map<number, Duplicate[]>();
    for (const one of duplicates) of.set(one.line, [...(of.get(one.line) ?? []), one]);
    const found = await this.db.query<{ line: number; problems: string; cells: string }>(
      `select v.line, v.problems, r.cells from batch_upload_verdict v
       join batch_upload_row r on r.load_id = v.load_id and r.line = v.line
       where v.load_id = ? and ${this.db.dialect.isOneOf('v.line')}`,
      [loadId, JSON.stringify([...of.keys()])],
    );
    const updates = found.flatMap((row) => {
      const problems = JSON.parse(row.problems) as Problem[];
      const cells = JSON.parse(row.cells) as string[];
      const added = (of.get(row.line) ?? [])
        .filter(({ message }) => !problems.some((problem) => problem.message === message))
        .map(({ column, message }) => ({
          column,
          code: 'DUPLICATE_IN_FILE',
          value: cells[headers.indexOf(column)] ?? '',
          message,
        }));
      const all = [...problems, ...added];
      return added.length > 0 ? [[row.line, JSON.stringify(all), problemCodes(all)]] : [];
    });
    if (updates.length === 0) return;
    await this.db.run(
      `update batch_upload_verdict set action = 'INVALID', problems = b.problems, problem_codes = b.problem_codes
       from ${this.db.dialect.batch({ line: 'integer', problems: 'text', problem_codes: 'text' })} as b
       where batch_upload_verdict.load_id = ? and batch_upload_verdict.line = b.line`,
      [JSON.stringify(updates), loadId],
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
