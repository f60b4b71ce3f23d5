import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { problemCodes } from '../load/problem-codes.js';
import { type CodedProblem, problemIn } from '../problems/problem.js';
import type { Language } from '../texts/language.js';

/**
 * Appends problems to the rows of these lines, and sets their `action` if it is given. The database appends them, so
 * that the long texts of rows need not be read. Resolves to the new problem codes of these rows, by line.
 */
export async function appendProblems(
  db: Database,
  loadId: string,
  language: Language,
  of: ReadonlyMap<number, readonly CodedProblem[]>,
  action?: 'INVALID',
): Promise<Map<number, string>> {
  const found = db.batch(
    { line: 'integer', added: 'text', codes: 'text' },
    [...of].map(([line, problems]) => {
      const added = problems.map((problem) => problemIn(language, problem));
      return [line, JSON.stringify(added).slice(1, -1), problemCodes(added)];
    }),
  );
  const rows = await db.all((tables) =>
    tables
      .updateTable('batch_upload_row_check')
      .from(found.as('found'))
      .set({
        ...(action && { action }),
        problems: sql`case problems when '[]' then '[' else substr(problems, 1, length(problems) - 1) || ',' end
          || found.added || ']'`,
        problem_codes: sql`case when problem_codes = '' then found.codes
          else problem_codes || substr(found.codes, 2) end`,
      })
      .where('batch_upload_row_check.load_id', '=', loadId)
      .whereRef('batch_upload_row_check.line', '=', 'found.line')
      // Another worker has already added these problems to the rows left out.
      .where(sql<boolean>`replace(problems, found.added, '') = problems`)
      .returning(['batch_upload_row_check.line', 'problem_codes']),
  );
  return new Map(rows.map(({ line, problem_codes: codes }) => [line, codes]));
}
