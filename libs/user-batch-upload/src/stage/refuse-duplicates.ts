import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { problemCodes } from '../load/problem-codes.js';
import { changeStates, firstStateOf, SelectionRepository } from '../load/selection.js';
import type { Duplicate } from '../match/duplicates/duplicates.js';
import type { ReportedProblem } from '../problems/problem.js';

/** Makes rows invalid that are duplicates of others. Their checks know nothing of other rows. */
@Injectable()
export class RefuseDuplicates {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
  ) {}

  /** In the order of the file. The problems are appended by the database: a row's text may be long, and no more is needed of it. */
  async refuse(loadId: string, duplicates: readonly Duplicate[]): Promise<void> {
    const of = new Map<number, ReportedProblem[]>();
    for (const { line, column, message } of duplicates)
      of.set(line, [...(of.get(line) ?? []), { column, code: 'DUPLICATE_IN_FILE', message }]);
    const found = this.db.batch(
      { line: 'integer', added: 'text', codes: 'text' },
      [...of].map(([line, added]) => [
        line,
        JSON.stringify(added).slice(1, -1),
        problemCodes(added),
      ]),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_row_check')
        .from(found.as('found'))
        .set({
          action: 'INVALID',
          problems: sql`case problems when '[]' then '[' else substr(problems, 1, length(problems) - 1) || ',' end
            || found.added || ']'`,
          problem_codes: sql`case when problem_codes = '' then found.codes
            else problem_codes || substr(found.codes, 2) end`,
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
