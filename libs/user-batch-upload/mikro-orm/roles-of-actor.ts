import type { Actor } from '../src/ports/actors.port.js';
import type { HostUsers } from './host-users.js';
import { idOf, ofOrganisation } from './organisation-entities.js';

export interface RoleOfOrganisation {
  id: string;
  name: string;
  /** Whether the actor may give the role and change users who have it. */
  isGrantable: boolean;
}

/** The roles of the actor's organisation. An actor who is no active user of it may give none. */
export async function rolesFor(
  users: HostUsers,
  { organisationId, userId }: Pick<Actor, 'organisationId' | 'userId'>,
): Promise<RoleOfOrganisation[]> {
  const { entity, name, orderBy = name, mayGive } = users.mapping.roles;
  const [[own], roles] = await Promise.all([
    users.query<{ role: string }>(
      users.statements.roleOf(organisationId, userId, users.activeStatus),
    ),
    ofOrganisation<any>(users.em, users.mapping.roles, organisationId, orderBy),
  ]);
  const mine = roles.find((role) => idOf(users.em, entity, role) === own?.role);
  return roles.map((role) => ({
    id: idOf(users.em, entity, role),
    name: String(role[name]),
    isGrantable: mine !== undefined && mayGive(mine, role),
  }));
}
