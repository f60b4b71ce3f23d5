import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import {
  type Actor,
  type BatchColumns,
  Database,
  emailKey,
  looseInternalId,
  type SimilarKeys,
  type UserKeys,
  type UserRecord,
  Users,
  type UserValues,
  type UserWrite,
  type WriteResult,
} from 'user-batch-upload';
import { fromJson } from '../database/from-json.js';
import { isPostgresql } from '../database/is-postgresql.js';
import { isAdministrator, type Permission } from '../roles/role.entity.js';
import { rolesOf } from '../roles/roles-of-organisation.js';

interface StoredUser {
  id: string;
  profile_type: UserRecord['profileType'];
  internal_id: string | null;
  email: string;
  first_name: string;
  last_name: string;
  office_id: string;
  status: UserRecord['status'];
  mobile_phone_country: string;
  mobile_phone: string;
  custom_fields: string | Record<string, string>;
  permissions: string | Permission[];
  role_name: string;
}

const RECORD = `u.id, u.profile_type, u.internal_id, u.email, u.first_name, u.last_name, u.office_id, u.status,
  u.mobile_phone_country, u.mobile_phone, u.custom_fields, r.permissions, r.name as role_name`;

type Cell = (values: Partial<UserValues>) => string | null | undefined;

/** The columns of a user and their cells. A missing value means "unchanged", for an Internal ID also "none". */
const CELLS: Record<string, Cell> = {
  profile_type: ({ profileType }) => profileType,
  internal_id: ({ internalId }) => internalId || null,
  loose_internal_id: ({ internalId }) => (internalId ? looseInternalId(internalId) : null),
  email: ({ email }) => email,
  email_key: ({ email }) => (email === undefined ? null : emailKey(email)),
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName,
  office_id: ({ officeId }) => officeId,
  status: ({ status }) => status,
  mobile_phone_country: ({ mobilePhoneCountry }) => mobilePhoneCountry,
  mobile_phone: ({ mobilePhone }) => mobilePhone,
  custom_fields: ({ customFields }) => customFields && JSON.stringify(customFields),
};

/** Whom more users share a phone with is not told by it: the phone of a reception. */
const MOST_SIMILAR = 20;

type Failure = Extract<WriteResult, { written: false }>['reason'];

/** The platform's users for batch upload. Each call runs a constant number of statements, for any number of users. */
@Injectable()
export class PlatformUsers extends Users {
  private readonly db: Database;

  constructor(private readonly em: EntityManager) {
    super();
    this.db = new Database(em);
  }

  async findByKeys(
    organisationId: string,
    keys: UserKeys,
    { lock = false } = {},
  ): Promise<UserRecord[]> {
    const asked = [
      ['id', keys.ids],
      ['email_key', keys.emailKeys],
      ['internal_id', keys.internalIds],
    ] as const;
    const searches = asked.flatMap(([column, values]) =>
      values?.length ? [{ column, values }] : [],
    );
    if (searches.length === 0) return [];
    // One statement in one order, so that two loads which lock the same users can't deadlock.
    const users = await this.db.query<StoredUser>(
      `select ${RECORD} from app_user u join role r on r.id = u.role_id
       where ${this.haveOneOf(searches.map(({ column }) => column))} ${lock ? this.forUpdate() : ''}`,
      searches.flatMap(({ values }) => [JSON.stringify(values), organisationId]),
    );
    return users.map(recordOf);
  }

  override async findSimilar(
    organisationId: string,
    { looseInternalIds, mobilePhones }: SimilarKeys,
  ): Promise<UserRecord[]> {
    const users = await this.db.query<StoredUser>(
      `select ${RECORD} from app_user u join role r on r.id = u.role_id
       where ${this.haveOneOf(['loose_internal_id', 'mobile_phone'], MOST_SIMILAR)}`,
      [looseInternalIds, mobilePhones].flatMap((keys) => [JSON.stringify(keys), organisationId]),
    );
    return users.map(recordOf);
  }

  async write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    const creates = writes.filter((write) => write.kind === 'CREATE');
    const updates = writes.filter((write) => write.kind === 'UPDATE');
    const failures = new Map([
      ...(await this.create(organisationId, creates)),
      ...(await this.update(organisationId, updates)),
    ]);
    return writes.map(({ id }) => {
      const reason = failures.get(id);
      return reason ? { id, written: false, reason } : { id, written: true };
    });
  }

  async findChangeable(
    actor: Pick<Actor, 'organisationId' | 'userId'>,
    userIds: string[],
  ): Promise<string[]> {
    const roles = await rolesOf(this.db, actor);
    // Shortcut: most uploaders may change everyone.
    if (roles.every(({ isGrantable }) => isGrantable)) return userIds;
    const protectedRoles = roles.filter(({ isGrantable }) => !isGrantable).map(({ id }) => id);
    const users = await this.db.query<{ id: string }>(
      `select u.id from app_user u where u.organisation_id = ?
       and u.id in (select key from ${this.batch({ key: 'text' })} as keys)
       and u.role_id not in (select key from ${this.batch({ key: 'text' })} as roles)`,
      [
        actor.organisationId,
        JSON.stringify(userIds.map((id) => [id])),
        JSON.stringify(protectedRoles.map((id) => [id])),
      ],
    );
    return users.map(({ id }) => id);
  }

  async lockActiveAdministrators(organisationId: string): Promise<string[]> {
    const roles = await this.db.query<Pick<StoredUser, 'id' | 'permissions'>>(
      `select id, permissions from role where organisation_id = ?`,
      [organisationId],
    );
    const users = await this.db.query<{ id: string }>(
      `select u.id from app_user u where u.organisation_id = ? and u.status = 'ACTIVE'
       and u.role_id in (select key from ${this.batch({ key: 'text' })} as keys) ${this.forUpdate()}`,
      [
        organisationId,
        JSON.stringify(
          roles
            .filter(({ permissions }) => isAdministrator(fromJson(permissions)))
            .map(({ id }) => [id]),
        ),
      ],
    );
    return users.map(({ id }) => id);
  }

  private async create(
    organisationId: string,
    creates: Extract<UserWrite, { kind: 'CREATE' }>[],
  ): Promise<Map<string, Failure>> {
    if (creates.length === 0) return new Map();
    const columns = Object.keys(CELLS);
    const names = ['id', 'role_id', ...columns];
    const values = names
      .map((name) => (name === 'custom_fields' ? this.asJson(`coalesce(${name}, '{}')`) : name))
      .join(', ');
    const written = await this.db.query<{ id: string }>(
      `insert into app_user (${names.join(', ')}, organisation_id, created_at)
       select ${values}, ?, ${this.now()} from ${this.batch(asText(names))} as batch where true
       on conflict do nothing returning id`,
      [
        organisationId,
        JSON.stringify(
          creates.map(({ id, roleId, values }) => [id, roleId, ...cellsOf(columns, values)]),
        ),
      ],
    );
    const ids = new Set(written.map(({ id }) => id));
    return this.reasons(
      organisationId,
      creates.filter(({ id }) => !ids.has(id)),
      'EMAIL_TAKEN',
    );
  }

  private async update(
    organisationId: string,
    updates: Extract<UserWrite, { kind: 'UPDATE' }>[],
  ): Promise<Map<string, Failure>> {
    if (updates.length === 0) return new Map();
    const failures = await this.takenKeys(organisationId, updates);
    const free = updates.filter(({ id }) => !failures.has(id));
    const write = async () =>
      this.markGone(free, await this.updateAll(organisationId, free), failures);
    try {
      // A savepoint: a key that another transaction has just taken must not end the transaction of the load.
      if (free.some(isRekeyed)) await this.em.transactional(write, { propagation: 'nested' });
      else await write();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const [only] = free;
      const answers =
        only && free.length === 1
          ? [await this.reasons(organisationId, free, 'EMAIL_TAKEN')]
          : await this.oneByOne(organisationId, free);
      for (const answer of answers) for (const [id, reason] of answer) failures.set(id, reason);
    }
    return failures;
  }

  private async oneByOne(
    organisationId: string,
    updates: Extract<UserWrite, { kind: 'UPDATE' }>[],
  ): Promise<Map<string, Failure>[]> {
    const answers: Map<string, Failure>[] = [];
    for (const update of updates) answers.push(await this.update(organisationId, [update]));
    return answers;
  }

  private async updateAll(
    organisationId: string,
    updates: Extract<UserWrite, { kind: 'UPDATE' }>[],
  ): Promise<Set<string>> {
    if (updates.length === 0) return new Set();
    // Sets only changed columns: SQLite rewrites the index of every column that is set, even to the same value.
    const columns = Object.entries(CELLS)
      .filter(([, cell]) => updates.some(({ values }) => (cell(values) ?? null) !== null))
      .map(([name]) => name);
    const sets = columns.map((name) =>
      name === 'custom_fields'
        ? `custom_fields = ${this.mergedFields()}`
        : `${name} = coalesce(b.${name}, app_user.${name})`,
    );
    const written = await this.db.query<{ id: string }>(
      `update app_user set ${sets.join(', ') || 'id = app_user.id'} from (
         select *, (select id from app_user own where own.id = given.id and own.organisation_id = ?) as own_id
         from ${this.batch(asText(['id', ...columns]))} as given) as b
       where app_user.id = b.own_id returning app_user.id`,
      [
        organisationId,
        JSON.stringify(updates.map(({ id, values }) => [id, ...cellsOf(columns, values)])),
      ],
    );
    return new Set(written.map(({ id }) => id));
  }

  private markGone(
    asked: { id: string }[],
    written: ReadonlySet<string>,
    failures: Map<string, Failure>,
  ): void {
    for (const { id } of asked) if (!written.has(id)) failures.set(id, 'USER_GONE');
  }

  /** Updates that would take an e-mail or Internal ID of another user. */
  private async takenKeys(
    organisationId: string,
    writes: UserWrite[],
  ): Promise<Map<string, Failure>> {
    const rekeyed = writes.filter(isRekeyed);
    if (rekeyed.length === 0) return new Map();
    return this.reasons(organisationId, rekeyed);
  }

  /** The key of each write that another user holds, or `unexplained` if none is visible any more. */
  private async reasons(
    organisationId: string,
    writes: UserWrite[],
    unexplained?: Failure,
  ): Promise<Map<string, Failure>> {
    if (writes.length === 0) return new Map();
    const holders = await this.findByKeys(organisationId, {
      emailKeys: writes.flatMap(({ values }) => (values.email ? [emailKey(values.email)] : [])),
      internalIds: writes.flatMap(({ values }) => (values.internalId ? [values.internalId] : [])),
    });
    const byEmail = new Map(holders.map((user) => [emailKey(user.email), user.id]));
    const byInternalId = new Map(holders.map((user) => [user.internalId, user.id]));
    const failures = new Map<string, Failure>();
    for (const { id, values } of writes) {
      const emailHolder = values.email && byEmail.get(emailKey(values.email));
      const idHolder = values.internalId && byInternalId.get(values.internalId);
      if (emailHolder && emailHolder !== id) failures.set(id, 'EMAIL_TAKEN');
      else if (idHolder && idHolder !== id) failures.set(id, 'INTERNAL_ID_TAKEN');
      else if (unexplained) failures.set(id, unexplained);
    }
    return failures;
  }

  /** Users of an organisation with one of these keys, at most so many of a key. Each column takes a JSON list and the organisation. */
  private haveOneOf(columns: readonly string[], most = 1): string {
    if (this.isPostgresql) {
      // One index look-up per key. The plan of a list or a join depends on the estimated number of users: if that is
      // low, the database compares every key with every user.
      const found = columns.map(
        (column) => `select found.id from jsonb_array_elements_text(?::jsonb) as asked(key)
           cross join lateral (select id from app_user
             where ${column === 'id' ? `organisation_id || ''` : 'organisation_id'} = ?
             and ${column} = asked.key limit ${most}) as found`,
      );
      return `u.id = any (array(${found.join(' union ')}))`;
    }
    // SQLite would scan all users of the organisation for an `or`, and for their ids unless the unary plus hides them.
    const found = columns.map((column) =>
      most === 1
        ? `select rowid from app_user where ${column} in (select value from json_each(?))
           and ${column === 'id' ? '+' : ''}organisation_id = ?`
        : `select found.rowid from json_each(?) as asked join app_user as found on found.rowid in
           (select rowid from app_user where organisation_id = ? and ${column} = asked.value limit ${most})`,
    );
    return `u.rowid in (${found.join(' union ')})`;
  }

  private batch(columns: BatchColumns): string {
    return this.db.dialect.batch(columns);
  }

  private get isPostgresql(): boolean {
    return isPostgresql(this.em);
  }

  private forUpdate = (): string => (this.isPostgresql ? 'order by u.id for update of u' : '');
  private asJson = (name: string): string => (this.isPostgresql ? `${name}::jsonb` : name);
  private now = (): string => (this.isPostgresql ? 'now()' : this.db.dialect.now);
  private mergedFields = (): string =>
    this.isPostgresql
      ? `app_user.custom_fields || coalesce(b.custom_fields, '{}')::jsonb`
      : `json_patch(app_user.custom_fields, coalesce(b.custom_fields, '{}'))`;
}

function recordOf(user: StoredUser): UserRecord {
  return {
    id: user.id,
    profileType: user.profile_type,
    internalId: user.internal_id ?? '',
    email: user.email,
    firstName: user.first_name,
    lastName: user.last_name,
    officeId: user.office_id,
    status: user.status,
    mobilePhoneCountry: user.mobile_phone_country,
    mobilePhone: user.mobile_phone,
    customFields: fromJson(user.custom_fields),
    administrator: isAdministrator(fromJson(user.permissions)),
    roleName: user.role_name,
  };
}

const isRekeyed = ({ values }: UserWrite): boolean => Boolean(values.email || values.internalId);

const asText = (names: readonly string[]): BatchColumns =>
  Object.fromEntries(names.map((name) => [name, 'text' as const]));

const cellsOf = (names: readonly string[], values: Partial<UserValues>) =>
  names.map((name) => CELLS[name]?.(values) ?? null);
