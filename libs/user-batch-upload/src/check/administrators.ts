import type { UserRecord, Users } from '../ports/users.port.js';

/** Whether this status makes an active administrator inactive. */
export const losesAdministrator = (user: UserRecord, status: string): boolean =>
  user.administrator && user.status === 'ACTIVE' && status !== 'ACTIVE';

/**
 * Whether the organisation has no active administrator without these users. Locks the active administrators until the
 * transaction ends, so that two changes can't remove the last two.
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
