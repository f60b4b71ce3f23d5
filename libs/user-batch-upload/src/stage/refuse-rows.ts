import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { SelectionRepository } from '../load/selection.repository.js';
import { changeStates, firstStateOf } from '../load/selection.js';
import { type Duplicate, duplicateProblem } from '../match/duplicates/duplicates.js';
import type { CodedProblem } from '../problems/problem.js';
import type { Language } from '../texts/language.js';
import { appendProblems } from './append-problems.js';

/** Makes rows invalid because of other rows, which the check of a single row can't see. */
@Injectable()
export class RefuseRows {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
  ) {}

  /** By line. `language`: of the load. Resolves to the problem codes that these rows have then. */
  async refuse(
    loadId: string,
    language: Language,
    problems: ReadonlyMap<number, readonly CodedProblem[]>,
  ): Promise<Map<number, string>> {
    if (problems.size === 0) return new Map();
    const codes = await appendProblems(this.db, loadId, language, problems, 'INVALID');
    const lines = [...problems.keys()].sort((a, b) => a - b);
    const chunks = await this.selections.find(loadId, {
      first: lines[0] ?? 0,
      last: lines.at(-1) ?? 0,
    });
    await this.selections.save(
      loadId,
      changeStates(chunks, (line, state) => (problems.has(line) ? firstStateOf('INVALID') : state)),
    );
    return codes;
  }
}

/** The problems of duplicates, by line. */
export function problemsOfDuplicates(
  duplicates: readonly Duplicate[],
): Map<number, CodedProblem[]> {
  const problems = new Map<number, CodedProblem[]>();
  for (const duplicate of duplicates)
    problems.set(duplicate.line, [
      ...(problems.get(duplicate.line) ?? []),
      duplicateProblem(duplicate),
    ]);
  return problems;
}
