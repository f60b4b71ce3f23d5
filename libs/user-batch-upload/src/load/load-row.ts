import type { Action, Outcome } from '../database/values.js';
import type { Problem, ReportedProblem } from '../problems/problem.js';
import type { Change } from './change.js';

export type { Action, Outcome };

/** A row of a load as the review shows it. */
export interface LoadRow {
  line: number;
  action: Action;
  selected: boolean;
  email: boolean;
  /** Has it an Email box while it is ticked? */
  hasEmailBox: boolean;
  /** As read, by column. */
  cells: Record<string, string>;
  /**
   * On a page: columns of which a cell, a change or a problem is shown by its first 200 characters, or by fewer where
   * the page would weigh more than 2 MB. `''` where the page has no room for the row's texts at all.
   */
  truncated: string[];
  user: { id: string; name: string } | null;
  changes: Change[];
  problems: Problem[];
  outcome: Outcome | null;
  outcomeReason: string | null;
}

/** What checking found out about a row. The last three are what it would touch or give, to find rows that speak of the same user. */
export interface Verdict {
  line: number;
  action: Action;
  hasEmailBox: boolean;
  user: { id: string; name: string } | null;
  changes: Change[];
  problems: ReportedProblem[];
  touchedUser: string | null;
  givenEmail: string | null;
  givenInternalId: string | null;
}
