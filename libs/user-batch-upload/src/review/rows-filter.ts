import { Injectable } from '@nestjs/common';
import { chunkBounds } from '../load/selection.repository.js';
import { type ChunkSelection, type RowSelection, stateOf } from '../load/selection.js';
import { foldCase } from '../columns/fold-case.js';
import type { Action, Outcome } from '../load/load-row.js';
import { ANY_WARNING, textsOfProblem } from '../load/problem-codes.js';
import { Database } from '../database/database.js';
import { type RawBuilder, sql } from 'kysely';

export const SHOW = [
  'all',
  'create',
  'update',
  'ready',
  'unchanged',
  'invalid',
  'warning',
  'created',
  'updated',
  'skipped',
  'unticked',
  'conflict',
  'failed',
] as const;

/** Selects rows of a load: those that match every part. */
export interface RowsFilter {
  /** A substring of the row's cells, ignoring case. */
  search?: string;
  show?: (typeof SHOW)[number];
  /** Rows that have a problem of this code, in this column; `''` is the whole row. */
  problem?: string;
  column?: string;
}

/** Whether a row matches the filter. */
export type RowPredicate = (line: number, action: Action) => boolean;

const ACTIONS: Partial<Record<(typeof SHOW)[number], readonly Action[]>> = {
  create: ['CREATE'],
  update: ['UPDATE'],
  ready: ['CREATE', 'UPDATE'],
  unticked: ['CREATE', 'UPDATE'],
  unchanged: ['UNCHANGED'],
  invalid: ['INVALID'],
};

const OUTCOMES: Partial<Record<(typeof SHOW)[number], Outcome>> = {
  created: 'CREATED',
  updated: 'UPDATED',
  skipped: 'SKIPPED',
  unticked: 'SKIPPED',
  conflict: 'CONFLICT',
  failed: 'FAILED',
};

/** How many chunks one statement searches, if it blocks this process: about 10 ms, or 40 ms if all cells are long. */
const READ_CHUNKS = 10;

const [COMMA, ZERO] = [44, 48];

/**
 * Finds the rows of a filter. The selection has the action of each row. For each other part of the filter, one table is
 * read without a join and returns line numbers.
 * After Finish, `unchanged` also finds rows with the outcome UNCHANGED: their users already had the new values.
 */
@Injectable()
export class FilterRows {
  constructor(private readonly db: Database) {}

  async predicate(loadId: string, filter: RowsFilter): Promise<RowPredicate> {
    const { show = 'all' } = filter;
    const actions = ACTIONS[show];
    const parts = (await Promise.all(this.parts(loadId, filter))).map(isIn);
    const isUnchanged =
      show === 'unchanged'
        ? isIn(await this.lines('batch_upload_outcome', loadId, sql`outcome = 'UNCHANGED'`))
        : () => false;
    return (line, action) =>
      (!actions || actions.includes(action) || isUnchanged(line)) &&
      parts.every((matches) => matches(line));
  }

  /** The lines that match each part of the filter, besides the action. */
  private parts(loadId: string, filter: RowsFilter): Promise<Int32Array>[] {
    const { show = 'all', problem, column } = filter;
    const outcome = OUTCOMES[show];
    const search = foldCase(filter.search?.trim() ?? '');
    const parts: Promise<Int32Array>[] = [];
    if (search !== '')
      parts.push(this.lines('batch_upload_row', loadId, this.db.contains('search', search)));
    if (show === 'warning') parts.push(this.withProblems(loadId, [ANY_WARNING]));
    if (problem || column !== undefined)
      parts.push(this.withProblems(loadId, textsOfProblem({ code: problem || undefined, column })));
    if (outcome) parts.push(this.lines('batch_upload_outcome', loadId, sql`outcome = ${outcome}`));
    return parts;
  }

  /** Rows whose `problem_codes` have one of these texts. */
  private withProblems(loadId: string, texts: readonly string[]): Promise<Int32Array> {
    const found = texts.map((text) => this.db.contains('problem_codes', text));
    return this.lines(
      'batch_upload_row_check',
      loadId,
      sql`problem_codes <> '' and (${sql.join(found, sql` or `)})`,
    );
  }

  private async lines(
    table: 'batch_upload_row' | 'batch_upload_row_check' | 'batch_upload_outcome',
    loadId: string,
    condition: RawBuilder<boolean>,
  ): Promise<Int32Array> {
    const { joined, isInProcess } = this.db.dialect;
    const chunks = await chunkBounds(this.db, loadId);
    const step = isInProcess ? READ_CHUNKS : chunks.length;
    const texts: string[] = [];
    for (let at = 0; at < chunks.length; at += step) {
      const some = chunks.slice(at, at + step);
      const found = await this.db.first((tables) =>
        tables
          .selectFrom(table)
          .select(sql<string | null>`${sql.raw(joined('line'))}`.as('lines'))
          .where('load_id', '=', loadId)
          .where((row) =>
            row.between('line', some[0]?.first_line ?? 0, some.at(-1)?.last_line ?? 0),
          )
          .where(condition),
      );
      if (found?.lines) texts.push(found.lines);
    }
    return numbersIn(texts.join(',')).sort();
  }
}

/** The numbers between the commas, read digit by digit: 150,000 pieces of text would take five times as long. */
function numbersIn(text: string): Int32Array {
  const numbers = new Int32Array((text.length + 1) >> 1);
  let count = 0;
  let number = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === COMMA) {
      numbers[count++] = number;
      number = 0;
    } else number = number * 10 + code - ZERO;
  }
  if (text !== '') numbers[count++] = number;
  return numbers.subarray(0, count);
}

/** One byte for each line up to the last: a look-up costs the same in any order. */
function isIn(lines: Int32Array): (line: number) => boolean {
  const marks = new Uint8Array((lines.at(-1) ?? 0) + 1);
  for (const line of lines) marks[line] = 1;
  return (line) => marks[line] === 1;
}

/** Visits the rows that match, in the order of the file. */
export function forEachMatching(
  chunks: readonly ChunkSelection[],
  matches: RowPredicate,
  visit: (line: number, state: RowSelection) => void,
): void {
  for (const { lines, states } of chunks)
    for (let index = 0; index < lines.length; index += 1) {
      const state = stateOf(states[index] as string);
      if (matches(lines[index] as number, state.action)) visit(lines[index] as number, state);
    }
}
