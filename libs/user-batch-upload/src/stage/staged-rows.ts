import { Injectable } from '@nestjs/common';
import { Boxes } from '../load/boxes.js';
import type { Verdict } from '../load/load-row.js';
import type { RawRow } from '../parse/open-file.js';
import { fold } from '../load/fold.js';
import { Database } from '../sql/database.js';

/** The tables that staging writes: rows as they were read, what checking found, and the boxes to begin with. */
@Injectable()
export class StagedRows {
  constructor(
    private readonly db: Database,
    private readonly boxes: Boxes,
  ) {}

  async addRows(loadId: string, rows: readonly RawRow[]): Promise<void> {
    await this.db.insertAll(
      'batch_upload_row',
      { line: 'integer', cells: 'text', extra_cells: 'text', search: 'text' },
      rows.map((row) => [
        row.line,
        JSON.stringify(row.cells),
        JSON.stringify(row.extraCells),
        fold(row.cells.join('\n')),
      ]),
      { load_id: loadId },
    );
  }

  async addChunk(loadId: string, rows: readonly RawRow[], todo: 'CHECK' | null): Promise<void> {
    await this.db.run(
      `insert into batch_upload_chunk (load_id, first_line, last_line, row_count, todo, fence, leased_until, tally)
       values (?, ?, ?, ?, ?, 0, 0, '{}')`,
      [loadId, rows[0]?.line, rows.at(-1)?.line, rows.length, todo],
    );
  }

  async rows(loadId: string, firstLine: number, lastLine: number): Promise<RawRow[]> {
    const rows = await this.db.query<{ line: number; cells: string; extra_cells: string }>(
      `select line, cells, extra_cells from batch_upload_row
       where load_id = ? and line between ? and ? order by line`,
      [loadId, firstLine, lastLine],
    );
    return rows.map((row) => ({
      line: row.line,
      cells: JSON.parse(row.cells) as string[],
      extraCells: JSON.parse(row.extra_cells) as string[],
    }));
  }

  /** Verdicts, and the boxes of their rows. */
  async addVerdicts(loadId: string, verdicts: readonly Verdict[]): Promise<void> {
    await this.db.insertAll(
      'batch_upload_verdict',
      {
        line: 'integer',
        action: 'text',
        user_id: 'text',
        user_name: 'text',
        changes: 'text',
        problems: 'text',
        problem_codes: 'text',
        notices: 'text',
        touched_user: 'text',
        given_email: 'text',
        given_internal_id: 'text',
      },
      verdicts.map((verdict) => [
        verdict.line,
        verdict.action,
        verdict.user?.id ?? null,
        verdict.user?.name ?? null,
        JSON.stringify(verdict.changes),
        JSON.stringify(verdict.problems),
        problemCodes(verdict.problems),
        JSON.stringify(verdict.notices),
        verdict.touchedUser,
        verdict.givenEmail,
        verdict.givenInternalId,
      ]),
      { load_id: loadId },
    );
    await this.boxes.add(loadId, verdicts);
  }

  /** How many rows have each kind of problem, the most frequent first. */
  async problemCounts(loadId: string): Promise<{ code: string; rows: number }[]> {
    const groups = await this.db.query<{ problem_codes: string; rows: number }>(
      `select problem_codes, count(*) as rows from batch_upload_verdict
       where load_id = ? and action = 'INVALID' group by problem_codes`,
      [loadId],
    );
    const rowsOf = new Map<string, number>();
    for (const group of groups)
      for (const code of group.problem_codes.split(',').filter(Boolean))
        rowsOf.set(code, (rowsOf.get(code) ?? 0) + Number(group.rows));
    return [...rowsOf]
      .map(([code, rows]) => ({ code, rows }))
      .sort((a, b) => b.rows - a.rows || a.code.localeCompare(b.code));
  }
}

/** The kinds of a row's problems, each between commas, so that one is found by a substring. */
export function problemCodes(problems: readonly { code: string }[]): string {
  return problems.length === 0
    ? ''
    : `,${[...new Set(problems.map(({ code }) => code))].join(',')},`;
}
