import { cellDamage } from '../columns/cell-damage.js';
import { looseInternalId } from '../columns/internal-id.js';
import type { UserRecord, Users } from '../ports/users.port.js';
import { filled, type MatchedRow } from './match-rows.js';

/**
 * Users who may be the people of rows that matched nobody. Calls the host's port once, if it has `findSimilar`. For an
 * Internal ID that matches nobody, suggests the similar ID of a user if there is exactly one.
 */
export async function findSimilarUsers(
  rows: readonly MatchedRow[],
  organisationId: string,
  users: Users,
): Promise<UserRecord[]> {
  const unmatched = rows.filter(
    (row) => !row.user && (!row.problem || row.problem.code === 'NO_SUCH_USER'),
  );
  const looseInternalIds = filled(unmatched.map(({ internalId }) => looseInternalId(internalId)));
  const mobilePhones = filled(
    unmatched.map((row) => (row.problem ? '' : undamaged(row.cell('Mobile Phone')))),
  );
  if (!users.findSimilar || looseInternalIds.length + mobilePhones.length === 0) return [];
  const similar = await users.findSimilar(organisationId, { looseInternalIds, mobilePhones });
  const byLooseId = byLooseInternalId(similar);
  for (const row of unmatched) if (row.problem) suggestNearId(row, byLooseId);
  return similar;
}

/** An edit may bring a NUL, which PostgreSQL can't be asked for. */
const undamaged = (cell: string): string => (cellDamage(cell) ? '' : cell);

export function byLooseInternalId(users: readonly UserRecord[]): Map<string, UserRecord[]> {
  const found = new Map<string, UserRecord[]>();
  for (const user of users) {
    if (user.internalId === '') continue;
    const key = looseInternalId(user.internalId);
    found.set(key, [...(found.get(key) ?? []), user]);
  }
  return found;
}

function suggestNearId(row: MatchedRow, byLooseId: ReadonlyMap<string, UserRecord[]>): void {
  const [near, ...others] = byLooseId.get(looseInternalId(row.internalId)) ?? [];
  if (row.problem?.code !== 'NO_SUCH_USER' || !near || others.length > 0) return;
  const params = { value: row.internalId, near: near.internalId };
  row.problem = { ...row.problem, params, suggestion: near.internalId };
}
