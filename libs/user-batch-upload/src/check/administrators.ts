import type { UserRecord, Users } from '../ports/users.port.js';

/** Would this status take one of the organisation's active administrators away? */
export const losesAdministrator = (user: UserRecord, status: string): boolean =>
  user.administrator && user.status === 'ACTIVE' && status !== 'ACTIVE';

/**
 * Would the organisation be left without an active administrator if none of these users were one any more?
 * Locks the active administrators until the transaction ends, so that two changes can't take the last two away.
 */
export async function leavesNoAdministrator(
  users: Users,
  organisationId: string,
  leaving: ReadonlySet<string>,
): Promise<boolean> {
  if (leaving.size === 0) return false;
  const active = await users.lockActiveAdministrators(organisationId);
  return active.every((id) => leaving.has(id));
}
