import type { Database } from 'user-batch-upload';
import { fromJson } from '../database/from-json.js';
import { mayGive } from './may-give.js';
import type { Permission } from './role.entity.js';

interface StoredRole {
  id: string;
  name: string;
  rank: number;
  permissions: string | Permission[];
  own: string | null;
}

export interface RoleToGive {
  id: string;
  name: string;
  /** Whether the actor may grant the role and change users who have it. */
  isGrantable: boolean;
}

/** The roles of the organisation, highest first, with the actor's current rights. One statement. */
export async function rolesOf(
  db: Database,
  actor: { organisationId: string; userId: string },
): Promise<RoleToGive[]> {
  const stored = await db.query<StoredRole>(
    `select r.id, r.name, r.rank, r.permissions, (
       select u.role_id from app_user u where u.id = ? and u.organisation_id = ? and u.status = 'ACTIVE') as own
     from role r where r.organisation_id = ? order by r.rank desc, r.name`,
    [actor.userId, actor.organisationId, actor.organisationId],
  );
  const roles = stored.map((role) => ({
    ...role,
    permissions: fromJson<Permission[]>(role.permissions),
  }));
  const mine = roles.find(({ id, own }) => id === own);
  return roles.map((role) => ({
    id: role.id,
    name: role.name,
    isGrantable: mine !== undefined && mayGive(mine, role),
  }));
}
