import type { EntityManager } from '@mikro-orm/core';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Actor } from '../src/ports/actors.port.js';
import {
  type ProfileStatus,
  type ProfileType,
  type SimilarKeys,
  type UserKeys,
  type UserRecord,
  Users,
  type UserWrite,
  type WriteResult,
} from '../src/ports/users.port.js';
import { HostUsers } from './host-users.js';
import { missingIndexes } from './look-up-indexes.js';
import type { AnyMapping } from './mapping.js';
import { idOf, ofOrganisation } from './organisation-entities.js';
import { rolesFor } from './roles-of-actor.js';
import type { KeyName, ReadUser } from './user-statements.js';
import { createUsers, updateUsers } from './write-users.js';

/** Users from a host's entities. Each call runs a constant number of statements, for any number of users. */
export class EntityUsers extends Users implements OnApplicationBootstrap {
  protected readonly users: HostUsers;
  /** By the values of the role: to make an entity takes as long as to read some hundred users. */
  private readonly roles = new Map<string, RoleOfUser>();

  constructor(em: EntityManager, mapping: AnyMapping) {
    super();
    this.users = new HostUsers(em, mapping);
  }

  /** Subscribers register while the application starts, and `defaults()` may need what else it starts. */
  async onApplicationBootstrap(): Promise<void> {
    this.users.refuseHooks();
    await this.users.refuseUnfilled();
  }

  override findSetupFaults(): Promise<string[]> {
    return missingIndexes(this.users);
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
      this.users.statements.find(organisationId, asked, { lock }),
    );
    return this.records(found);
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

  protected records(found: readonly ReadUser[]): UserRecord[] {
    const { profileTypes, statuses } = this.users.mapping.users;
    const roles = new Map<unknown, RoleOfUser>();
    return found.map((user) => {
      let role = roles.get(user.role);
      if (!role) roles.set(user.role, (role = this.roleOf(user)));
      return {
        id: textOf(user.id),
        profileType: ourValue(profileTypes, textOf(user.profileType)) as ProfileType,
        internalId: textOf(user.internalId),
        email: textOf(user.email),
        firstName: textOf(user.firstName),
        lastName: textOf(user.lastName),
        officeId: textOf(user.office),
        status: ourValue(statuses, textOf(user.status)) as ProfileStatus,
        mobilePhoneCountry: textOf(user.mobilePhoneCountry),
        mobilePhone: textOf(user.mobilePhone),
        customFields: objectOf(user.customFields),
        roleName: role.roleName,
        administrator: role.administrator,
      };
    });
  }

  private roleOf(user: ReadUser): RoleOfUser {
    const { em, mapping, columns } = this.users;
    const { entity, name, isAdministrator } = mapping.roles;
    const kept = columns.roles.kept().map(({ column }, index) => [column.field, user[`r${index}`]]);
    const key = JSON.stringify(kept);
    const known = this.roles.get(key);
    if (known) return known;
    const role = em.map<any>(entity, Object.fromEntries(kept), { disableIdentityMap: true });
    const found = { roleName: String(role[name]), administrator: isAdministrator(role) };
    if (this.roles.size >= MOST_ROLES) this.roles.clear();
    this.roles.set(key, found);
    return found;
  }
}

type RoleOfUser = Pick<UserRecord, 'administrator' | 'roleName'>;

/** So many roles are remembered. */
const MOST_ROLES = 1_000;

/** How many users who share a phone or a folded Internal ID are read. */
const MOST_SIMILAR = 20;

/** Users with a column for the folded Internal ID. */
export class SimilarEntityUsers extends EntityUsers {
  override async findSimilar(
    organisationId: string,
    { looseInternalIds, mobilePhones }: SimilarKeys,
  ): Promise<UserRecord[]> {
    const keys: [KeyName, string[]][] = [
      ['looseInternalId', looseInternalIds],
      ['mobilePhone', mobilePhones],
    ];
    const asked = keys.filter(([, values]) => values.length > 0);
    if (asked.length === 0) return [];
    return this.records(
      await this.users.query<ReadUser>(
        this.users.statements.find(organisationId, asked, { most: MOST_SIMILAR }),
      ),
    );
  }
}

/** A value as the library knows it: no value is an empty text. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);

/** Our value for a stored one. */
const ourValue = (values: Record<string, string> | undefined, stored: string): string =>
  (values && Object.keys(values).find((ours) => values[ours] === stored)) ?? stored;

/** SQLite's driver gives JSON as text, and PostgreSQL's as an object. */
const objectOf = (value: unknown): Record<string, string> =>
  (typeof value === 'string' ? JSON.parse(value) : (value ?? {})) as Record<string, string>;
