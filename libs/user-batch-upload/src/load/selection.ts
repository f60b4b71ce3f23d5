import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Action, RowCheck } from './load-row.js';

/** The action of a row and its ticks. */
export interface RowSelection {
  action: Action;
  selected: boolean;
  email: boolean;
  /** Whether the row has an Email box while it is ticked: Finish would create its user, bring them back or change their e-mail. */
  hasEmailBox: boolean;
}

/**
 * The selection of a chunk of rows: one character for each row, in the order of `lines`. The selection of 150,000 rows
 * is 150 short texts, which are counted, filtered and ticked in a moment. One record for each row takes a second.
 */
export interface ChunkSelection {
  firstLine: number;
  lastLine: number;
  lines: Int32Array;
  states: string;
}

const STATES: Record<string, RowSelection> = {
  C: { action: 'CREATE', selected: true, email: false, hasEmailBox: true },
  E: { action: 'CREATE', selected: true, email: true, hasEmailBox: true },
  c: { action: 'CREATE', selected: false, email: false, hasEmailBox: true },
  U: { action: 'UPDATE', selected: true, email: false, hasEmailBox: false },
  u: { action: 'UPDATE', selected: false, email: false, hasEmailBox: false },
  M: { action: 'UPDATE', selected: true, email: false, hasEmailBox: true },
  N: { action: 'UPDATE', selected: true, email: true, hasEmailBox: true },
  m: { action: 'UPDATE', selected: false, email: false, hasEmailBox: true },
  '-': { action: 'UNCHANGED', selected: false, email: false, hasEmailBox: false },
  '!': { action: 'INVALID', selected: false, email: false, hasEmailBox: false },
};
const AT_FIRST: Record<Action, string> = { CREATE: 'C', UPDATE: 'U', UNCHANGED: '-', INVALID: '!' };

const SELECTED: Record<string, string> = { c: 'C', u: 'U', m: 'M' };
const UNSELECTED: Record<string, string> = { C: 'c', E: 'c', U: 'u', M: 'm', N: 'm' };
const EMAILED: Record<string, string> = { C: 'E', M: 'N' };
const NOT_EMAILED: Record<string, string> = { E: 'C', N: 'M' };

export const stateOf = (state: string): RowSelection => STATES[state] as RowSelection;
export const firstStateOf = (action: Action, hasEmailBox = false): string =>
  action === 'UPDATE' && hasEmailBox ? 'M' : AT_FIRST[action];
/** The state after these ticks. A tick for which the row has no box changes nothing. */
export function ticked(state: string, ticks: { selected?: boolean; email?: boolean }): string {
  let after = state;
  if (ticks.selected === true) after = SELECTED[after] ?? after;
  if (ticks.selected === false) after = UNSELECTED[after] ?? after;
  if (ticks.email === true) after = EMAILED[after] ?? after;
  if (ticks.email === false) after = NOT_EMAILED[after] ?? after;
  return after;
}

/** The state once the row is checked again. Keeps its ticks. A row that had no box starts ticked, as at staging. */
export function checkedAgain(state: string, action: Action, hasEmailBox: boolean): string {
  const { action: before, selected, email } = stateOf(state);
  const first = firstStateOf(action, hasEmailBox);
  const hadBox = before === 'CREATE' || before === 'UPDATE';
  return hadBox ? ticked(first, { selected, email }) : first;
}

/** The first and the last line of each chunk of a load, in the order of the file. */
export function chunkBounds(
  db: Database,
  loadId: string,
): Promise<{ first_line: number; last_line: number }[]> {
  return db.all((tables) =>
    tables
      .selectFrom('batch_upload_selection')
      .select(['first_line', 'last_line'])
      .where('load_id', '=', loadId)
      .orderBy('first_line'),
  );
}

/** The selections of loads. Staging writes them, the review changes them, Finish reads them. */
@Injectable()
export class SelectionRepository {
  constructor(private readonly db: Database) {}

  /** At first every row that would create or update is ticked, and no Email box. */
  async add(
    loadId: string,
    rows: readonly Pick<RowCheck, 'line' | 'action' | 'hasEmailBox'>[],
  ): Promise<void> {
    const lines = rows.map(({ line }) => line);
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_selection').values({
        load_id: loadId,
        first_line: lines[0] ?? 0,
        last_line: lines.at(-1) ?? 0,
        lines: rangesOf(lines),
        states: rows.map(({ action, hasEmailBox }) => firstStateOf(action, hasEmailBox)).join(''),
      }),
    );
  }

  /** All chunks of the load, or only those with some of these lines, in the order of the file. */
  async find(loadId: string, within?: { first: number; last: number }): Promise<ChunkSelection[]> {
    const records = await this.db.all((tables) => {
      const selection = tables
        .selectFrom('batch_upload_selection')
        .select(['first_line', 'last_line', 'lines', 'states'])
        .where('load_id', '=', loadId)
        .orderBy('first_line');
      return within
        ? selection.where('first_line', '<=', within.last).where('last_line', '>=', within.first)
        : selection;
    });
    return records.map((record) => ({
      firstLine: record.first_line,
      lastLine: record.last_line,
      lines: linesOf(record.lines, record.states.length),
      states: record.states,
    }));
  }

  async save(loadId: string, changed: readonly ChunkSelection[]): Promise<void> {
    if (changed.length === 0) return;
    const states = this.db.batch(
      { first_line: 'integer', states: 'text' },
      changed.map((chunk) => [chunk.firstLine, chunk.states]),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_selection')
        .from(states.as('changed'))
        .set((row) => ({ states: row.ref('changed.states') }))
        .where('batch_upload_selection.load_id', '=', loadId)
        .whereRef('batch_upload_selection.first_line', '=', 'changed.first_line'),
    );
  }
}

/** Changes the state of rows. Returns only the chunks that changed. */
export function changeStates(
  chunks: readonly ChunkSelection[],
  change: (line: number, state: string) => string,
): ChunkSelection[] {
  return chunks.flatMap((chunk) => {
    let states = '';
    for (let index = 0; index < chunk.lines.length; index += 1)
      states += change(chunk.lines[index] as number, chunk.states[index] as string);
    return states === chunk.states ? [] : [{ ...chunk, states }];
  });
}

export function countStates(chunks: readonly ChunkSelection[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { states } of chunks)
    for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** Lines as ranges, such as `2-4 7`: most lines are consecutive. */
export function rangesOf(lines: readonly number[]): string {
  const ranges: string[] = [];
  for (let from = 0; from < lines.length;) {
    let to = from;
    while (lines[to + 1] === (lines[to] as number) + 1) to += 1;
    ranges.push(from === to ? `${lines[from]}` : `${lines[from]}-${lines[to]}`);
    from = to + 1;
  }
  return ranges.join(' ');
}

export function linesOf(ranges: string, count: number): Int32Array {
  const lines = new Int32Array(count);
  let index = 0;
  for (const range of ranges.split(' ')) {
    const [from = 0, to = from] = range.split('-').map(Number);
    for (let line = from; line <= to; line += 1) lines[index++] = line;
  }
  return lines;
}
