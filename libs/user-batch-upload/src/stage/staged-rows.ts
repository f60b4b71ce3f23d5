import { Injectable } from '@nestjs/common';
import { SelectionRepository } from '../load/selection.js';
import type { RowCheck } from '../load/load-row.js';
import type { RawRow } from '../parse/file-format.js';
import { Duplicates } from '../match/duplicates/duplicates.js';
import {
  ANY_WARNING,
  type ProblemCount,
  problemCodes,
  readProblemCodes,
} from '../load/problem-codes.js';
import { foldCase } from '../columns/fold-case.js';
import { Database } from '../database/database.js';
import { sql } from 'kysely';
import { Turns } from '../work/turns.js';

/** Their rows are counted by one statement, in some milliseconds. */
const COUNTED_CHUNKS = 20;

/** The tables that staging writes: rows as they were read, what checking found, and the boxes to begin with. */
@Injectable()
export class StagedRows {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
    private readonly duplicates: Duplicates,
  ) {}

  async addRows(loadId: string, rows: readonly RawRow[]): Promise<void> {
    await this.db.insertBatch(
      'batch_upload_row',
      { line: 'integer', cells: 'text', search: 'text' },
      rows.map((row) => [
        row.line,
        listText(row.extraCells.length > 0 ? [...row.cells, ...row.extraCells] : row.cells),
        foldCase(row.cells.join('\n')),
      ]),
      { load_id: loadId },
    );
  }

  async addChunk(loadId: string, rows: readonly RawRow[], task: 'CHECK' | null): Promise<void> {
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_chunk').values({
        load_id: loadId,
        first_line: rows[0]?.line ?? 0,
        last_line: rows.at(-1)?.line ?? 0,
        row_count: rows.length,
        task,
        fencing_token: 0,
        attempts: 0,
        leased_until: 0,
        counts: '{}',
      }),
    );
  }

  /** As they were read, with cells for so many headers. */
  async rows(
    loadId: string,
    firstLine: number,
    lastLine: number,
    width: number,
  ): Promise<RawRow[]> {
    const rows = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row')
        .select(['line', 'cells'])
        .where('load_id', '=', loadId)
        .where((row) => row.between('line', firstLine, lastLine))
        .orderBy('line'),
    );
    return rows.map(({ line, cells }) => {
      const all = JSON.parse(cells) as string[];
      return { line, cells: all.slice(0, width), extraCells: all.slice(width) };
    });
  }

  /** Row checks, the boxes of their rows, and their keys. */
  async addRowChecks(loadId: string, rowChecks: readonly RowCheck[]): Promise<void> {
    const turns = new Turns();
    const rows: unknown[][] = [];
    for (const rowCheck of rowChecks) {
      const changes = listText(rowCheck.changes);
      const problems = listText(rowCheck.problems);
      rows.push([
        rowCheck.line,
        rowCheck.action,
        rowCheck.user?.id ?? null,
        rowCheck.user?.name ?? null,
        changes,
        problems,
        problemCodes(rowCheck.problems),
      ]);
      await turns.after(changes.length + problems.length);
    }
    await this.db.insertBatch(
      'batch_upload_row_check',
      {
        line: 'integer',
        action: 'text',
        user_id: 'text',
        user_name: 'text',
        changes: 'text',
        problems: 'text',
        problem_codes: 'text',
      },
      rows,
      { load_id: loadId },
    );
    await this.selections.add(loadId, rowChecks);
    await this.duplicates.add(loadId, rowChecks);
  }

  /** How many rows of these chunks have each kind of problem, errors before warnings, the most frequent first; and how many have a warning. */
  async problemCounts(
    loadId: string,
    chunks: readonly { firstLine: number; lastLine: number }[],
  ): Promise<{ problems: ProblemCount[]; warning: number }> {
    const rowsOf = new Map<string, number>();
    for (let at = 0; at < chunks.length; at += COUNTED_CHUNKS) {
      const some = chunks.slice(at, at + COUNTED_CHUNKS);
      const groups = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_check')
          .select(({ fn }) => ['problem_codes', fn.countAll<number | string>().as('rows')])
          .where('load_id', '=', loadId)
          .where((row) => row.between('line', some[0]?.firstLine ?? 0, some.at(-1)?.lastLine ?? 0))
          // As a literal, so that a partial index serves it.
          .where('problem_codes', '<>', sql.lit(''))
          .groupBy('problem_codes'),
      );
      for (const group of groups)
        rowsOf.set(
          group.problem_codes,
          (rowsOf.get(group.problem_codes) ?? 0) + Number(group.rows),
        );
    }
    return { problems: countsByCode(rowsOf), warning: rowsWithWarning(rowsOf) };
  }
}

/** Most lists of most rows are empty. */
const listText = (list: readonly unknown[]): string =>
  list.length === 0 ? '[]' : JSON.stringify(list);

/** Numbers of rows by their `problem_codes`. */
type RowsOfCodes = ReadonlyMap<string, number>;

function countsByCode(rowsOf: RowsOfCodes): ProblemCount[] {
  const counts = new Map<string, ProblemCount>();
  for (const [codes, rows] of rowsOf)
    for (const { code, severity } of readProblemCodes(codes)) {
      const key = `${severity} ${code}`;
      counts.set(key, { code, severity, rows: (counts.get(key)?.rows ?? 0) + rows });
    }
  return [...counts.values()].sort(
    (a, b) =>
      a.severity.localeCompare(b.severity) || b.rows - a.rows || a.code.localeCompare(b.code),
  );
}

function rowsWithWarning(rowsOf: RowsOfCodes): number {
  let rows = 0;
  for (const [codes, count] of rowsOf) if (codes.includes(ANY_WARNING)) rows += count;
  return rows;
}
