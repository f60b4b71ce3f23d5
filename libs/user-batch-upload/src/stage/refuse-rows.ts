import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { changeStates, firstStateOf, SelectionRepository } from '../load/selection.js';
import type { Duplicate } from '../match/duplicates/duplicates.js';
import type { ReportedProblem } from '../problems/problem.js';
import { appendProblems } from './append-problems.js';

/** Makes rows invalid because of other rows. Their checks know nothing of these. */
@Injectable()
export class RefuseRows {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
  ) {}

  /** By line. */
  async refuse(
    loadId: string,
    problems: ReadonlyMap<number, readonly ReportedProblem[]>,
  ): Promise<void> {
    if (problems.size === 0) return;
    await appendProblems(this.db, loadId, problems, 'INVALID');
    const lines = [...problems.keys()].sort((a, b) => a - b);
    const chunks = await this.selections.find(loadId, {
      first: lines[0] ?? 0,
      last: lines.at(-1) ?? 0,
    });
    await this.selections.save(
      loadId,
      changeStates(chunks, (line, state) => (problems.has(line) ? firstStateOf('INVALID') : state)),
    );
  }
}

/** The problems of duplicates, by line. */
export function problemsOfDuplicates(
  duplicates: readonly Duplicate[],
): Map<number, ReportedProblem[]> {
  const problems = new Map<number, ReportedProblem[]>();
  for (const { line, column, message } of duplicates)
    problems.set(line, [
      ...(problems.get(line) ?? []),
      { column, code: 'DUPLICATE_IN_FILE', message },
    ]);
  return problems;
}
