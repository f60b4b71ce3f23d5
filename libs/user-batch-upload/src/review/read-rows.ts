import { Injectable } from '@nestjs/common';
import type { LoadRecord } from '../load/load.js';
import { Boxes, type BoxState } from '../load/selection.js';
import type { LoadRow, Outcome } from '../load/load-row.js';
import type { ReportedProblem } from '../problems/problem.js';
import { Database } from '../database/database.js';
import { eachFitting } from './rows-filter.js';

/** As the report gives it back. */
export interface WholeRow extends LoadRow {
  /** Filled cells to the right of the last header. */
  extraCells: string[];
}

/** Rows whose text is in memory at once, some MB at the very most; a page of the usual size. */
const READ_TOGETHER = 100;

interface RowRecord {
  line: number;
  cells: string | null;
  user_id: string | null;
  user_name: string | null;
  changes: string;
  problems: string;
  notices: string;
  outcome: Outcome | null;
  reason: string | null;
}

/** Puts a row together from what each step wrote about it. */
@Injectable()
export class ReadRows {
  constructor(
    private readonly db: Database,
    private readonly boxes: Boxes,
  ) {}

  /** The rows of these lines, in the order of the file, to be shown: of a very long cell its start. */
  async lines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    const rows: LoadRow[] = [];
    for (let at = 0; at < lines.length; at += READ_TOGETHER) {
      const some = lines.slice(at, at + READ_TOGETHER);
      const whole = await this.select(load, this.db.dialect.isOneOf('v.line'), [
        JSON.stringify(some),
      ]);
      rows.push(...whole.map(startOf));
    }
    return rows;
  }

  /** The chunk of rows after a line, whole, to walk through a whole load. */
  async after(load: LoadRecord, line: number): Promise<WholeRow[]> {
    const [next] = await this.db.query<{ first_line: number; last_line: number }>(
      `select first_line, last_line from batch_upload_boxes
       where load_id = ? and first_line > ? order by first_line limit 1`,
      [load.id, line],
    );
    return next
      ? this.select(load, 'v.line between ? and ?', [next.first_line, next.last_line])
      : [];
  }

  private async select(
    load: LoadRecord,
    condition: string,
    params: unknown[],
  ): Promise<WholeRow[]> {
    const records = await this.db.query<RowRecord>(
      `select v.line, r.cells, coalesce(o.user_id, v.user_id) as user_id, v.user_name, v.changes,
         v.problems, v.notices, o.outcome, o.reason
       from batch_upload_verdict v
       left join batch_upload_row r on r.load_id = v.load_id and r.line = v.line
       left join batch_upload_outcome o on o.load_id = v.load_id and o.line = v.line
       where v.load_id = ? and ${condition} order by v.line`,
      [load.id, ...params],
    );
    const first = records[0]?.line ?? 0;
    const last = records.at(-1)?.line ?? 0;
    const states = new Map<number, BoxState>();
    eachFitting(
      await this.boxes.find(load.id, { first, last }),
      () => true,
      (line, state) => states.set(line, state),
    );
    const headers = JSON.parse(load.headers) as string[];
    return records.map((record) => show(record, states.get(record.line) ?? NO_BOX, headers));
  }
}

/** Of a cell that is shown; nothing longer is ever kept of a user (`TOO_LONG`). The report has the whole. */
const SHOWN_CHARACTERS = 4_000;

const startOf = ({ extraCells: _extraCells, ...row }: WholeRow): LoadRow => ({
  ...row,
  cells: Object.fromEntries(
    Object.entries(row.cells).map(([column, cell]) => [column, shortened(cell)]),
  ),
  changes: row.changes.map(({ column, from, to }) => ({
    column,
    from: shortened(from),
    to: shortened(to),
  })),
  problems: row.problems.map((problem) => ({ ...problem, value: shortened(problem.value) })),
});

const shortened = (text: string): string =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;

const NO_BOX: BoxState = {
  action: 'INVALID',
  selected: false,
  email: false,
  hasEmailBox: false,
};

function show(
  record: RowRecord,
  { action, selected, email, hasEmailBox }: BoxState,
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
    extraCells: cells.slice(headers.length),
    user:
      record.user_id === null
        ? null
        : { id: record.user_id, name: record.user_name ?? newName(byColumn) },
    changes: JSON.parse(record.changes) as LoadRow['changes'],
    problems: (JSON.parse(record.problems) as ReportedProblem[]).map((problem) => ({
      value: byColumn.get(problem.column) ?? '',
      ...problem,
    })),
    notices: JSON.parse(record.notices) as LoadRow['notices'],
    outcome: record.outcome,
    outcomeReason: record.reason,
  };
}

const newName = (cells: ReadonlyMap<string, string>): string =>
  [cells.get('First Name'), cells.get('Last Name')].filter(Boolean).join(' ');
