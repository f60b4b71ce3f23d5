import { Injectable } from '@nestjs/common';
import type { LoadRecord } from '../load/load.js';
import { Boxes, type BoxState } from '../load/selection.js';
import type { LoadRow, Outcome } from '../load/load-row.js';
import type { ReportedProblem } from '../problems/problem.js';
import { Database } from '../database/database.js';
import { eachFitting } from './rows-filter.js';
import { shownPage, shownRow } from './shown-rows.js';

/** As the report gives it back. */
export interface WholeRow extends LoadRow {
  /** Filled cells to the right of the last header. */
  extraCells: string[];
}

/** Of the texts that are in memory at once to be shown. */
const READ_BYTES = 1_000_000;

interface RowRecord {
  line: number;
  cells: string | null;
  user_id: string | null;
  user_name: string | null;
  changes: string;
  problems: string;
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

  /** The rows of these lines, in the order of the file, as a page shows them: the starts of their long texts. */
  async lines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    const rows: LoadRow[] = [];
    for (const some of await this.groups(load, lines))
      rows.push(...(await this.ofLines(load, some)).map((row) => shownRow(row)));
    return shownPage(rows);
  }

  /** The row of this line with all of its texts; undefined where there is none. */
  async whole(load: LoadRecord, line: number): Promise<LoadRow | undefined> {
    const [row] = await this.ofLines(load, [line]);
    return row;
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

  /** Lines whose rows are read together: so many that their texts are little memory. */
  private async groups(load: LoadRecord, lines: readonly number[]): Promise<number[][]> {
    const sizes = await this.db.query<{ line: number; size: number }>(
      `select v.line, coalesce(octet_length(r.cells), 0) + octet_length(v.changes) + octet_length(v.problems) as size
       from batch_upload_verdict v
       left join batch_upload_row r on r.load_id = v.load_id and r.line = v.line
       where v.load_id = ? and ${this.db.dialect.isOneOf('v.line')} order by v.line`,
      [load.id, JSON.stringify(lines)],
    );
    const groups: number[][] = [];
    let room = 0;
    for (const { line, size } of sizes) {
      if (groups.length === 0 || size > room) {
        groups.push([]);
        room = READ_BYTES;
      }
      groups.at(-1)?.push(line);
      room -= size;
    }
    return groups;
  }

  private async ofLines(load: LoadRecord, lines: readonly number[]): Promise<LoadRow[]> {
    const rows = await this.select(load, this.db.dialect.isOneOf('v.line'), [
      JSON.stringify(lines),
    ]);
    return rows.map(({ extraCells: _extraCells, ...row }) => row);
  }

  private async select(
    load: LoadRecord,
    condition: string,
    params: unknown[],
  ): Promise<WholeRow[]> {
    const records = await this.db.query<RowRecord>(
      `select v.line, r.cells, coalesce(o.user_id, v.user_id) as user_id, v.user_name, v.changes,
         v.problems, o.outcome, o.reason
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
    truncated: [],
    extraCells: cells.slice(headers.length),
    user:
      record.user_id === null
        ? null
        : { id: record.user_id, name: record.user_name ?? newName(byColumn) },
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

const newName = (cells: ReadonlyMap<string, string>): string =>
  [cells.get('First Name'), cells.get('Last Name')].filter(Boolean).join(' ');
