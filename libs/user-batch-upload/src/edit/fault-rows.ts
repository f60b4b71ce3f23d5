import { chunkBounds } from '../load/selection.repository.js';
import { Injectable } from '@nestjs/common';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { LoadRecord } from '../load/load.js';
import { textsOfProblem } from '../load/problem-codes.js';
import { groupsOf, type RowSize } from '../load/row-groups.js';
import { type CheckedRow, checkedRow } from './edited-rows.js';
import type { ReportedProblem } from '../problems/problem.js';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { Turns } from '../work/turns.js';

/** The same problem of the same cell, in one or more rows. */
export interface Fault {
  /** `''` for the whole row. */
  column: string;
  code: string;
  /** The cell. */
  value: string;
}

/** A row that has problems. */
export interface FaultyRow extends CheckedRow {
  hasUser: boolean;
  problems: ReportedProblem[];
}

/** How many chunks one statement searches, in a few milliseconds. */
const READ_CHUNKS = 10;

/** Reads the rows that have problems. */
@Injectable()
export class FaultRows {
  constructor(private readonly db: Database) {}

  /**
   * The rows that have this fault, at most `CHUNK_ROWS` at a time. `added`: the bytes that each of them gets, so that
   * the changed rows of a group fit into memory too.
   */
  async *find(
    load: LoadRecord,
    { column, code, value }: Fault,
    index: number,
    added: number,
  ): AsyncGenerator<FaultyRow[]> {
    const codes = textsOfProblem({ code, column }).map((text) =>
      this.db.contains('problem_codes', text),
    );
    const condition = sql<boolean>`(${sql.join(codes, sql` or `)}) and ${this.db.contains('cells', JSON.stringify(value))}`;
    for await (const rows of this.read(load, condition, added)) {
      const found = rows.filter(
        (row) =>
          row.cells[index] === value &&
          row.problems.some(
            (problem) =>
              problem.column === column &&
              problem.code === code &&
              (problem.value ?? value) === value,
          ),
      );
      if (found.length > 0) yield found;
    }
  }

  /** All rows that have problems, in the order of the file, some at a time. */
  all(load: LoadRecord): AsyncGenerator<FaultyRow[]> {
    return this.read(load, sql<boolean>`true`);
  }

  private async *read(
    load: LoadRecord,
    condition: RawBuilder<boolean>,
    added = 0,
  ): AsyncGenerator<FaultyRow[]> {
    const width = (JSON.parse(load.headers) as string[]).length;
    const turns = new Turns();
    let waiting: RowSize[] = [];
    for await (const { sizes, isLast } of this.sizes(load, condition)) {
      const all = [...waiting, ...sizes.map(({ line, size }) => ({ line, size: size + added }))];
      const groups = groupsOf(all, CHUNK_ROWS);
      // The last group may have room for rows of the next chunks.
      const open = isLast ? undefined : groups.pop();
      waiting = all.slice(all.length - (open?.length ?? 0));
      for (const lines of groups) {
        const rows: FaultyRow[] = [];
        for (const row of await this.rows(load.id, lines)) {
          rows.push({
            ...checkedRow(row, width),
            hasUser: row.user_id !== null,
            problems: JSON.parse(row.problems) as ReportedProblem[],
          });
          await turns.after(row.cells.length + row.problems.length);
        }
        yield rows;
      }
    }
  }

  private async *sizes(
    load: LoadRecord,
    condition: RawBuilder<boolean>,
  ): AsyncGenerator<{ sizes: RowSize[]; isLast: boolean }> {
    const chunks = await chunkBounds(this.db, load.id);
    for (let at = 0; at < chunks.length; at += READ_CHUNKS) {
      const some = chunks.slice(at, at + READ_CHUNKS);
      const [first, last] = [some[0]?.first_line ?? 0, some.at(-1)?.last_line ?? 0];
      const sizes = await this.db.all((tables) =>
        this.faulty(tables, load.id)
          .select(['c.line', sql<number>`octet_length(cells) + octet_length(problems)`.as('size')])
          .where((row) => row.between('c.line', first, last))
          .where(condition)
          .orderBy('c.line'),
      );
      yield { sizes, isLast: at + READ_CHUNKS >= chunks.length };
    }
  }

  private rows(loadId: string, lines: readonly number[]) {
    return this.db.all((tables) =>
      this.faulty(tables, loadId)
        .select(['c.line', 'c.user_id', 'c.problems', 'c.problem_codes', 'c.revision', 'r.cells'])
        .where(this.db.isOneOf('c.line', lines))
        .orderBy('c.line'),
    );
  }

  private faulty(tables: Kysely<Tables>, loadId: string) {
    return (
      tables
        .selectFrom('batch_upload_row_check as c')
        .innerJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .where('c.load_id', '=', loadId)
        // As a literal, so that a partial index serves it.
        .where('c.problem_codes', '<>', sql.lit(''))
    );
  }
}
