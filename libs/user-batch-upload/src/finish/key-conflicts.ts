import { emailKey } from '../columns/email-key.js';
import { holdsEmail, userName } from '../columns/user-cells.js';
import type { UserRecord } from '../ports/users.port.js';
import type { ReviewedRow, UsersNow } from './reviewed-row.js';
import { conflict, type RowOutcome } from './row-outcome.js';

/** The columns by which a row finds its user. */
export const KEYS = [
  { column: 'Email Address', holds: holdsEmail },
  { column: 'Internal ID', holds: holdsInternalId },
] as const;

function holdsInternalId(user: UserRecord, key: string): boolean {
  return user.internalId === key;
}

/** The row's key that its user had at the review. Empty if the row has none, or a new one. */
export function keyAtReview({ cells, changes }: ReviewedRow, column: string): string {
  return changes.some((change) => change.column === column) ? '' : (cells.get(column) ?? '');
}

const holderOf = (column: string, key: string, now: UsersNow): UserRecord | undefined =>
  column === 'Internal ID' ? now.byInternalId.get(key) : now.byEmail.get(emailKey(key));

/** Whether the row still matches the user that it matched at the review. */
export function keyMoved(
  row: ReviewedRow,
  user: UserRecord,
  now: UsersNow,
): RowOutcome | undefined {
  let lost: RowOutcome | undefined;
  let isFound = false;
  for (const { column, holds } of KEYS) {
    const key = keyAtReview(row, column);
    if (key === '') continue;
    if (holds(user, key)) {
      isFound = true;
      continue;
    }
    const about = { column, key, user: userName(user) };
    const holder = holderOf(column, key, now);
    if (holder) return conflict('KEY_MOVED', { ...about, holder: userName(holder) });
    lost = conflict('KEY_LOST', about);
  }
  return isFound ? undefined : lost;
}

/** A key of the row that another user has. */
export function keyTaken(
  cells: ReadonlyMap<string, string>,
  ownId: string,
  now: UsersNow,
): RowOutcome | undefined {
  for (const { column } of KEYS) {
    const key = cells.get(column) ?? '';
    const holder = key === '' ? undefined : holderOf(column, key, now);
    if (holder && holder.id !== ownId)
      return conflict('KEY_TAKEN', { column, key, holder: userName(holder) });
  }
  return undefined;
}
