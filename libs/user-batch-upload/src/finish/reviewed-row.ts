import type { Change } from '../load/change.js';
import type { Outcome } from '../load/load-row.js';
import type { UserRecord } from '../ports/users.port.js';

/** A ticked row at Finish, as it was reviewed. */
export interface ReviewedRow {
  line: number;
  action: 'CREATE' | 'UPDATE';
  userId: string | null;
  changes: readonly Change[];
  cells: ReadonlyMap<string, string>;
}

export interface RowOutcome {
  outcome: Outcome;
  reason: string;
}

/** The users of a chunk as they are now. */
export interface UsersNow {
  byId: ReadonlyMap<string, UserRecord>;
  byEmail: ReadonlyMap<string, UserRecord>;
  byInternalId: ReadonlyMap<string, UserRecord>;
  /** The ids of the rows' users whom the actor may change. */
  changeable: ReadonlySet<string>;
  /** Whether the writes of a failed try are rolled back. */
  rollsBack: boolean;
}

export const conflict = (reason: string): RowOutcome => ({ outcome: 'CONFLICT', reason });
export const failed = (reason: string): RowOutcome => ({ outcome: 'FAILED', reason });

export const isOutcome = (result: object): result is RowOutcome => 'outcome' in result;
