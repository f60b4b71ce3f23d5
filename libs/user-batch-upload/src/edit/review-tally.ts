import type { CheckedCounts } from '../load/load.js';
import { ANY_WARNING } from '../load/problem-codes.js';
import { stateOf } from '../load/selection.js';
import type { Action } from '../load/load-row.js';

/** What the counts of a load take from a row. */
export interface TalliedRow {
  line: number;
  /** Its character of the selection. */
  state: string;
  /** Its text of the column `problem_codes`. */
  problemCodes: string;
}

const COUNTED: Record<Action, keyof CheckedCounts> = {
  CREATE: 'create',
  UPDATE: 'update',
  UNCHANGED: 'unchanged',
  INVALID: 'invalid',
};

/** Adds changed rows to the counts of a load, and subtracts what they were. */
export class ReviewTally {
  selected = 0;
  emails = 0;
  readonly rowsOfCodes = new Map<string, number>();
  private readonly counts = new Map<keyof CheckedCounts, number>();

  add({ state, problemCodes }: TalliedRow, times: 1 | -1): void {
    const { action, selected, email } = stateOf(state);
    this.count(COUNTED[action], times);
    if (selected) this.selected += times;
    if (email) this.emails += times;
    if (problemCodes === '') return;
    this.rowsOfCodes.set(problemCodes, (this.rowsOfCodes.get(problemCodes) ?? 0) + times);
    if (problemCodes.includes(ANY_WARNING)) this.count('warning', times);
  }

  addedTo(counts: CheckedCounts): CheckedCounts {
    const sums = { ...counts };
    for (const [name, rows] of this.counts) sums[name] += rows;
    return sums;
  }

  private count(name: keyof CheckedCounts, times: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }
}
