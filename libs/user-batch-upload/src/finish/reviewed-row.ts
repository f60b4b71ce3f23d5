import type { Change } from '../load/change.js';
import type { UserRecord } from '../ports/users.port.js';

/** A ticked row at Finish, as it was reviewed. */
export interface ReviewedRow {
  line: number;
  action: 'CREATE' | 'UPDATE';
  userId: string | null;
  changes: readonly Change[];
  cells: ReadonlyMap<string, string>;
}

/** The users of a chunk as they are now. */
export interface UsersNow {
  byId: ReadonlyMap<string, UserRecord>;
  byEmail: ReadonlyMap<string, UserRecord>;
  byInternalId: ReadonlyMap<string, UserRecord>;
  /** The ids of the rows' users whom the actor may change. */
  changeable: ReadonlySet<string>;
  /** Whether the writes of a failed attempt are rolled back. */
  rollsBack: boolean;
}
