import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../src/ports/actors.port.js';
import {
  type ProfileStatus,
  type ProfileType,
  type UserKeys,
  type UserRecord,
  Users,
  type UserWrite,
  type WriteResult,
} from '../src/ports/users.port.js';
import { HostUsers } from './host-users.js';
import type { AnyMapping } from './mapping.js';
import { idOf, ofOrganisation } from './organisation-entities.js';
import { rolesFor } from './roles-of-actor.js';
import type { KeyName, ReadUser } from './user-statements.js';
import { createUsers, updateUsers } from './write-users.js';

/** Users from a host's entities. Each call runs a constant number of statements, for any number of users. */
export class EntityUsers extends Users {
  private readonly users: HostUsers;

  constructor(em: EntityManager, mapping: AnyMapping) {
    super();
    this.users = new HostUsers(em, mapping);
  }

  async findByKeys(
    organisationId: string,
    keys: UserKeys,
    { lock = false } = {},
  ): Promise<UserRecord[]> {
    const given: [KeyName, string[] | undefined][] = [
      ['id', keys.ids],
      ['emailKey', keys.emailKeys],
      ['internalId', keys.internalIds],
    ];
    const asked = given.flatMap(([name, values]): [KeyName, string[]][] => {
      const filled = values?.filter((value) => value !== '') ?? [];
      return filled.length > 0 ? [[name, filled]] : [];
    });
    if (asked.length === 0) return [];
    const found = await this.users.query<ReadUser>(
      this.users.statements.find(organisationId, asked, lock),
    );
    return found.length === 0 ? [] : this.records(organisationId, found);
  }

  async write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    const creates = writes.filter((write) => write.kind === 'CREATE');
    const updates = writes.filter((write) => write.kind === 'UPDATE');
    const created = await createUsers(this.users, organisationId, creates);
    const failed = await updateUsers(this.users, organisationId, updates);
    return writes.map(({ id }): WriteResult => {
      const reason = failed.get(id);
      return created.get(id) ?? (reason ? { id, written: false, reason } : { id, written: true });
    });
  }

  async findChangeable(
    actor: Pick<Actor, 'organisationId' | 'userId'>,
    userIds: string[],
  ): Promise<string[]> {
    const roles = await rolesFor(this.users, actor);
    // Most uploaders may change everyone.
    if (roles.every(({ isGrantable }) => isGrantable)) return userIds;
    const grantable = roles.flatMap(({ id, isGrantable }) => (isGrantable ? [id] : []));
    if (grantable.length === 0 || userIds.length === 0) return [];
    return this.users.ids(
      this.users.statements.withRoles(actor.organisationId, userIds, grantable),
    );
  }

  async lockActiveAdministrators(organisationId: string): Promise<string[]> {
    const { em, mapping, statements, activeStatus } = this.users;
    const roles = await ofOrganisation(em, mapping.roles, organisationId, mapping.roles.name);
    const ids = roles
      .filter((role) => mapping.roles.isAdministrator(role))
      .map((role) => idOf(em, mapping.roles.entity, role));
    return this.users.ids(statements.lockWithRoles(organisationId, activeStatus, ids));
  }

  private async records(organisationId: string, found: readonly ReadUser[]): Promise<UserRecord[]> {
    const { em, mapping } = this.users;
    const { name, entity, isAdministrator } = mapping.roles;
    const { profileTypes, statuses } = mapping.users;
    const all = await ofOrganisation<any>(em, mapping.roles, organisationId, name);
    const roles = new Map(
      all.map((role) => [
        idOf(em, entity, role),
        { roleName: String(role[name]), administrator: isAdministrator(role) },
      ]),
    );
    return found.map(({ office, role, profileType, status, customFields, ...user }) => ({
      ...user,
      officeId: office,
      profileType: ourValue(profileTypes, profileType) as ProfileType,
      status: ourValue(statuses, status) as ProfileStatus,
      customFields: customFields ? (JSON.parse(customFields) as Record<string, string>) : {},
      ...(roles.get(role) ?? { roleName: '', administrator: false }),
    }));
  }
}

/** Our value for a stored one. */
const ourValue = (values: Record<string, string> | undefined, stored: string): string =>
  Object.entries(values ?? {}).find(([, value]) => value === stored)?.[0] ?? stored;
