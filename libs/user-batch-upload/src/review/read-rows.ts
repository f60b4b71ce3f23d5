import { Injectable } from '@nestjs/common';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import pLimit from 'p-limit';
import type { LoadRecord } from '../load/load.js';
import { chunkBounds, SelectionRepository } from '../load/selection.repository.js';
import type { RowSelection } from '../load/selection.js';
import type { LoadRow } from '../load/load-row.js';
import { groupsOf, type RowSize } from '../load/row-groups.js';
import type { ReportedProblem } from '../problems/problem.js';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { Turns } from '../work/turns.js';
import { forEachMatching } from './rows-filter.js';
import { shownPage, shownRow } from './shown-rows.js';

/** A row as the report needs it. */
export interface WholeRow extends LoadRow {
  /** Filled cells to the right of the last header. */
  extraCells: string[];
}

/** How many rows one statement measures, if it blocks this process. SQLite reads whole rows to find one by its key. */
const WEIGHED_ROWS = 25;

const between = (first: number, last: number): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref('c.line')} between ${first} and ${last}`;

/** Puts a row together from what each step wrote about it. */
@Injectable()
export class ReadRows {
  /** One page or group at a time, because the texts of many would fill the memory. */
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly db: Database,
    private readonly selections: SelectionRepository,
  ) {}

  /** The rows of these lines, in the order of the file, as a page shows them: the starts of their long texts. */
  lines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    return this.inTurn(() => this.readLines(load, lines));
  }

  private async readLines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    const rows: LoadRow[] = [];
    const step = this.db.dialect.isInProcess ? WEIGHED_ROWS : lines.length;
    const sizes: RowSize[] = [];
    for (let at = 0; at < lines.length; at += step) {
      const some = this.db.isOneOf('c.line', lines.slice(at, at + step));
      sizes.push(...(await this.sizes(load, some)));
    }
    for (const some of groupsOf(sizes))
      rows.push(...(await this.ofLines(load, some)).map((row) => shownRow(row)));
    return shownPage(rows);
  }

  /** The row of this line with all of its texts; undefined where there is none. */
  async whole(load: LoadRecord, line: number): Promise<LoadRow | undefined> {
    const [row] = await this.inTurn(() => this.ofLines(load, [line]));
    return row;
  }

  /** The row of this line as a page shows it. */
  async shown(load: LoadRecord, line: number): Promise<LoadRow | undefined> {
    const row = await this.whole(load, line);
    return row && shownRow(row);
  }

  /** All rows of a load, whole, some at a time. */
  async *all(load: LoadRecord): AsyncGenerator<WholeRow[]> {
    const chunks = await chunkBounds(this.db, load.id);
    for (const { first_line, last_line } of chunks)
      for (const lines of groupsOf(await this.sizes(load, between(first_line, last_line))))
        yield await this.inTurn(() => {
          const [first = 0, last = 0] = [lines[0], lines.at(-1)];
          return this.select(load, between(first, last), { first, last });
        });
  }

  private sizes(load: LoadRecord, condition: RawBuilder<boolean>): Promise<RowSize[]> {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_check as c')
        .leftJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .select([
          'c.line',
          sql<number>`coalesce(octet_length(${sql.ref('r.cells')}), 0) + octet_length(${sql.ref('c.changes')}) + octet_length(${sql.ref('c.problems')})`.as(
            'size',
          ),
        ])
        .where('c.load_id', '=', load.id)
        .where(condition)
        .orderBy('c.line'),
    );
  }

  private async ofLines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    const bounds = { first: Math.min(...lines), last: Math.max(...lines) };
    const rows = await this.select(load, this.db.isOneOf('c.line', lines), bounds);
    return rows.map(({ extraCells: _extraCells, ...row }) => row);
  }

  private async select(
    load: LoadRecord,
    condition: RawBuilder<boolean>,
    bounds: { first: number; last: number },
  ): Promise<WholeRow[]> {
    const [records, chunks] = await Promise.all([
      this.records(load.id, condition),
      this.selections.find(load.id, bounds),
    ]);
    const states = new Map<number, RowSelection>();
    forEachMatching(
      chunks,
      () => true,
      (line, state) => states.set(line, state),
    );
    const headers = JSON.parse(load.headers) as string[];
    const turns = new Turns();
    const rows: WholeRow[] = [];
    for (const record of records) {
      const state = states.get(record.line) ?? NO_BOX;
      rows.push(toWholeRow(record, state, headers));
      await turns.after(
        (record.cells?.length ?? 0) + record.changes.length + record.problems.length,
      );
    }
    return rows;
  }

  private records(loadId: string, condition: RawBuilder<boolean>) {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_check as c')
        .leftJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .leftJoin('batch_upload_outcome as o', (join) =>
          join.onRef('o.load_id', '=', 'c.load_id').onRef('o.line', '=', 'c.line'),
        )
        .leftJoin(this.editedCells(tables, loadId, condition).as('e'), (join) =>
          join.onRef('e.line', '=', 'c.line'),
        )
        .select(['c.line', 'r.cells', 'c.user_name', 'c.matched_by', 'c.changes', 'c.problems'])
        .select(['o.outcome', 'o.reason', 'e.edits'])
        .select(({ fn }) => fn.coalesce('o.user_id', 'c.user_id').as('user_id'))
        .where('c.load_id', '=', loadId)
        .where(condition)
        .orderBy('c.line'),
    );
  }

  /** For each line the cells that differ from what was read, with their newest edit. */
  private editedCells(tables: Kysely<Tables>, loadId: string, condition: RawBuilder<boolean>) {
    // Named like the checks, so that the condition on their lines applies.
    const newest = tables
      .selectFrom('batch_upload_edit as c')
      .select(['c.line', 'c.header'])
      .select(({ fn }) => fn.max('c.revision').as('revision'))
      .where('c.load_id', '=', loadId)
      .where(condition)
      .groupBy(['c.line', 'c.header']);
    return (
      tables
        .selectFrom(newest.as('n'))
        .innerJoin('batch_upload_edit as edit', (join) =>
          join
            .on('edit.load_id', '=', loadId)
            .onRef('edit.line', '=', 'n.line')
            .onRef('edit.header', '=', 'n.header')
            .onRef('edit.revision', '=', 'n.revision'),
        )
        .innerJoin('batch_upload_fix as f', (join) =>
          join.on('f.load_id', '=', loadId).onRef('f.revision', '=', 'n.revision'),
        )
        .select(['n.line', sql.raw<string>(this.db.dialect.rowsOf(EDIT, 'n.revision')).as('edits')])
        // An edit may bring back what was read.
        .whereRef('edit.value', '<>', 'edit.original')
        .groupBy('n.line')
    );
  }
}

const EDIT = ['edit.header', 'edit.original', 'f.id', 'f.edited_by', 'f.edited_by_name'];
type Edit = [header: string, original: string, fixId: string, by: string, byName: string];

type RowRecord = Awaited<ReturnType<ReadRows['records']>>[number];

const NO_BOX: RowSelection = {
  action: 'INVALID',
  selected: false,
  email: false,
  hasEmailBox: false,
};

function toWholeRow(
  record: RowRecord,
  { action, selected, email, hasEmailBox }: RowSelection,
  headers: string[],
): WholeRow {
  const cells = JSON.parse(record.cells ?? '[]') as string[];
  const byColumn = new Map(headers.map((header, index) => [header, cells[index] ?? '']));
  return {
    line: record.line,
    action,
    selected,
    email,
    hasEmailBox,
    cells: record.cells === null ? {} : Object.fromEntries(byColumn),
    truncated: [],
    extraCells: cells.slice(headers.length),
    user:
      record.user_id === null
        ? null
        : { id: record.user_id, name: record.user_name ?? newName(byColumn) },
    matchedBy: record.matched_by,
    edited: editedCells(record.edits),
    changes: JSON.parse(record.changes) as LoadRow['changes'],
    problems: (JSON.parse(record.problems) as ReportedProblem[]).map((problem) => ({
      severity: 'error',
      value: byColumn.get(problem.column) ?? '',
      ...problem,
    })),
    outcome: record.outcome,
    outcomeReason: record.reason,
  };
}

const editedCells = (edits: string | null): LoadRow['edited'] =>
  Object.fromEntries(
    (JSON.parse(edits ?? '[]') as Edit[]).map(([header, original, fixId, id, name]) => [
      header,
      { original: JSON.parse(original) as string, by: { id, name }, fixId },
    ]),
  );

const newName = (cells: ReadonlyMap<string, string>): string =>
  [cells.get('First Name'), cells.get('Last Name')].filter(Boolean).join(' ');
