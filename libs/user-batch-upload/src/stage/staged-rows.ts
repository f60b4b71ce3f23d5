import { Injectable } from '@nestjs/common';
import { SelectionRepository } from '../load/selection.repository.js';
import type { RowCheck } from '../load/load-row.js';
import type { RawRow } from '../parse/file-format.js';
import { RowKeys } from '../match/duplicates/row-keys.js';
import {
  addCounts,
  type ProblemCount,
  problemCodes,
  rowsWithWarning,
} from '../load/problem-codes.js';
import type { RowSize } from '../load/row-groups.js';
import { foldCase } from '../columns/fold-case.js';
import { Database } from '../database/database.js';
import { type RawBuilder, sql } from 'kysely';
import { Turns } from '../work/turns.js';

/** The revision of a load that nobody has changed. */
const FIRST_REVISION = 1;

/** How many chunks one statement counts, in a few milliseconds. */
const COUNTED_CHUNKS = 20;

/** The tables that staging writes: rows as they were read, what checking found, and the boxes to begin with. */
@Injectable()
export class StagedRows {
  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
    private readonly keys: RowKeys,
  ) {}

  async addRows(loadId: string, rows: readonly RawRow[]): Promise<void> {
    const shared = { load_id: loadId };
    await this.db.insertBatch('batch_upload_row', ROW_COLUMNS, rows.map(rowTexts), shared);
  }

  /** Writes other cells into rows that are there. */
  async updateRows(loadId: string, rows: readonly RawRow[]): Promise<void> {
    await this.db.updateLines('batch_upload_row', ROW_COLUMNS, rows.map(rowTexts), loadId);
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

  /** The rows as they are now, with `width` cells each. */
  async rows(loadId: string, lines: RawBuilder<boolean>, width: number): Promise<RawRow[]> {
    const rows = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row')
        .select(['line', 'cells'])
        .where('load_id', '=', loadId)
        .where(lines)
        .orderBy('line'),
    );
    return rows.map(({ line, cells }) => rawRow(line, cells, width));
  }

  /** The rows of a finished load that had errors or could not be written. */
  unwrittenRows(loadId: string): Promise<RowSize[]> {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_check as c')
        .innerJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .innerJoin('batch_upload_outcome as o', (join) =>
          join.onRef('o.load_id', '=', 'c.load_id').onRef('o.line', '=', 'c.line'),
        )
        .select(['c.line', sql<number>`octet_length(cells)`.as('size')])
        .where('c.load_id', '=', loadId)
        .where(({ or, eb }) =>
          or([eb('c.action', '=', 'INVALID'), eb('o.outcome', 'in', ['CONFLICT', 'FAILED'])]),
        )
        .orderBy('c.line'),
    );
  }

  /** Adds row checks, the boxes of their rows, and their keys. */
  async addRowChecks(loadId: string, rowChecks: readonly RowCheck[]): Promise<void> {
    const rows = await checkTexts(rowChecks);
    const shared = { load_id: loadId, revision: FIRST_REVISION };
    await this.db.insertBatch('batch_upload_row_check', CHECK_COLUMNS, rows, shared);
    await this.selections.add(loadId, rowChecks);
    await this.keys.add(loadId, rowChecks);
  }

  /** `revisionOf`: the load's revision when a cell of the line was last edited. */
  async updateRowChecks(
    loadId: string,
    rowChecks: readonly RowCheck[],
    revisionOf: (line: number) => number,
  ): Promise<void> {
    const texts = await checkTexts(rowChecks);
    const rows = rowChecks.map(({ line }, index) => [...(texts[index] ?? []), revisionOf(line)]);
    const columns = { ...CHECK_COLUMNS, revision: 'integer' } as const;
    await this.db.updateLines('batch_upload_row_check', columns, rows, loadId);
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
    return { problems: addCounts([], rowsOf), warning: rowsWithWarning(rowsOf) };
  }
}

/** A row from its stored cells, with `width` cells. */
export function rawRow(line: number, cells: string, width: number): RawRow {
  const all = JSON.parse(cells) as string[];
  return { line, cells: all.slice(0, width), extraCells: all.slice(width) };
}

const ROW_COLUMNS = { line: 'integer', cells: 'text', search: 'text' } as const;

const rowTexts = ({ line, cells, extraCells }: RawRow): unknown[] => [
  line,
  listText(extraCells.length > 0 ? [...cells, ...extraCells] : cells),
  // An edit may bring a NUL, which PostgreSQL can't store and nobody searches for.
  foldCase(cells.join('\n')).replaceAll('\0', ''),
];

const CHECK_COLUMNS = {
  line: 'integer',
  action: 'text',
  user_id: 'text',
  user_name: 'text',
  matched_by: 'text',
  changes: 'text',
  problems: 'text',
  problem_codes: 'text',
} as const;

async function checkTexts(rowChecks: readonly RowCheck[]): Promise<unknown[][]> {
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
      rowCheck.matchedBy,
      changes,
      problems,
      problemCodes(rowCheck.problems),
    ]);
    await turns.after(changes.length + problems.length);
  }
  return rows;
}

/** A shortcut, because most lists are empty. */
const listText = (list: readonly unknown[]): string =>
  list.length === 0 ? '[]' : JSON.stringify(list);
