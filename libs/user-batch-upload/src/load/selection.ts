import type { Action } from './load-row.js';

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
 * is 150 short texts, which are counted, filtered and ticked in milliseconds. With one record for each row, that takes
 * a second.
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

/** The state before the first tick: a row that would create or update is ticked, and no Email box. */
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

/** How many rows have each state. */
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

/** The lines of these ranges, of which there are `count`. */
export function linesOf(ranges: string, count: number): Int32Array {
  const lines = new Int32Array(count);
  let index = 0;
  for (const range of ranges.split(' ')) {
    const [from = 0, to = from] = range.split('-').map(Number);
    for (let line = from; line <= to; line += 1) lines[index++] = line;
  }
  return lines;
}
