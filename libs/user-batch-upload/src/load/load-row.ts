import type { Action, MatchedBy, Outcome } from '../database/values.js';
import type { Problem, ReportedProblem } from '../problems/problem.js';
import type { Change } from './change.js';

export type { Action, MatchedBy, Outcome };

/** A row of a load as the review shows it. */
export interface LoadRow {
  /** The line of the file on which the row starts. */
  line: number;
  action: Action;
  /** Whether the row is ticked. */
  selected: boolean;
  /** Whether its Email box is ticked. */
  email: boolean;
  /** Whether the row has an Email box while it is ticked. */
  hasEmailBox: boolean;
  /** As they are now, by column. */
  cells: Record<string, string>;
  /**
   * On a page: the columns whose cell, change or problem was cut to 200 characters, or to fewer if the page would be
   * larger than 2 MB. `''` if the page has no room for any text of the row.
   */
  truncated: string[];
  user: { id: string; name: string } | null;
  /** The keys that found the user. */
  matchedBy: MatchedBy | null;
  /** Cells that differ from what was read, by column. `DELETE /loads/:id/fixes/:fixId` undoes the last change. */
  edited: Record<string, Edited>;
  changes: Change[];
  problems: Problem[];
  /** Null until Finish has come to the row. */
  outcome: Outcome | null;
  /** Why the row was not written. Null if there is no reason, and after the purge. */
  outcomeReason: string | null;
}

/** What was read in a cell, and who changed it last. */
export interface Edited {
  original: string;
  by: { id: string; name: string };
  fixId: string;
}

/** The result of checking a row. The last five fields serve checks between rows. */
export interface RowCheck {
  line: number;
  action: Action;
  hasEmailBox: boolean;
  user: { id: string; name: string } | null;
  matchedBy: MatchedBy | null;
  changes: Change[];
  problems: ReportedProblem[];
  /** The id of the user that the row would update. */
  touchedUser: string | null;
  /** The folded e-mail that the row would give its user. */
  givenEmail: string | null;
  /** The Internal ID that the row would give its user. */
  givenInternalId: string | null;
  /** Set if the user gets another whole name, unless that is a problem already. */
  renaming: Renaming | null;
  /** Whether an active administrator becomes inactive. */
  losesAdministrator: boolean;
}

/** A change of a user's whole name. `column`: where a problem about it is shown. */
export interface Renaming {
  column: 'First Name' | 'Last Name';
  before: string;
  after: string;
}
