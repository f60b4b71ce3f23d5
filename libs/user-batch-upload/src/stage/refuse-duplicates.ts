import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { changeStates, firstStateOf, SelectionRepository } from '../load/selection.js';
import type { Duplicate } from '../match/duplicates/duplicates.js';
import type { ReportedProblem } from '../problems/problem.js';
import { appendProblems } from './append-problems.js';

/** Makes rows invalid that are duplicates of others. Their checks know nothing of other rows. */
@Injectable()
export class RefuseDuplicates {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
  ) {}

  /** In the order of the file. */
  async refuse(loadId: string, duplicates: readonly Duplicate[]): Promise<void> {
    const of = new Map<number, ReportedProblem[]>();
    for (const { line, column, message } of duplicates)
      of.set(line, [...(of.get(line) ?? []), { column, code: 'DUPLICATE_IN_FILE', message }]);
    await appendProblems(this.db, loadId, of, 'INVALID');
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
