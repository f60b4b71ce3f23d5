import type { EntityManager } from '@mikro-orm/core';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { emailKey } from '../src/columns/email-key.js';
import type { Role } from '../src/ports/roles.port.js';
import type {
  UserKeys,
  UserRecord,
  Users,
  UserValues,
  UserWrite,
  WriteResult,
} from '../src/ports/users.port.js';
import { Database } from '../src/database/database.js';

/** The host's port and a fresh organisation to test it in. */
export interface UsersContractSetup {
  em: EntityManager;
  users: Users;
  /** An organisation without users. */
  organisationId: string;
  /** Another organisation. */
  otherOrganisationId: string;
  /** Two offices of the organisation. */
  officeId: string;
  otherOfficeId: string;
  /** A role that is no administrator and has fewer rights than `administratorRole`. */
  role: Role;
  administratorRole: Role;
  /** The ids of three custom fields of the kind `TEXT`. */
  fieldIds: [string, string, string];
}

/** One promise of `Users`, as a sentence. `run` rejects with the reason if it is broken. */
export interface ContractTest {
  name: string;
  run(): Promise<void>;
}

/**
 * The contract of `Users`, as tests that a host runs on its own port and database, in any test runner:
 * `test.each(usersContract(setUp))('$name', ({ run }) => run())`. Each test calls `setUp` for a new organisation.
 */
export function usersContract(setUp: () => Promise<UsersContractSetup>): ContractTest[] {
  return PROMISES.map(([name, check]) => ({
    name,
    run: async () => check(new Host(await setUp())),
  }));
}

type Create = UserWrite & { kind: 'CREATE' };

/** A port that takes longer is reported as hanging. */
const HANG_MS = 5_000;

/** How long to verify that another transaction keeps waiting. */
const WATCHED_MS = 300;

class Host {
  private readonly db: Database;
  /** The ids of the created users, by the ids of their writes. */
  private readonly userIds = new Map<string, string>();

  constructor(readonly setup: UsersContractSetup) {
    this.db = new Database(setup.em);
  }

  /** Calls the port in a transaction, as the library does. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    const ended = new AbortController();
    try {
      return await this.db.transaction(() =>
        Promise.race([
          work(),
          sleep(HANG_MS, undefined, { signal: ended.signal }).then((): never =>
            assert.fail(
              `The port did not respond within ${HANG_MS / 1000} s. A fork of the EntityManager waits forever for the surrounding transaction.`,
            ),
          ),
        ]),
      );
    } finally {
      ended.abort();
    }
  }

  write(...writes: UserWrite[]): Promise<Map<string, string>> {
    return this.transaction(() => this.writeInside(writes));
  }

  /** Writes inside a transaction. */
  async writeInside(
    writes: UserWrite[],
    organisationId = this.setup.organisationId,
  ): Promise<Map<string, string>> {
    const results = await this.setup.users.write(organisationId, writes);
    for (const result of results)
      if (result.written) this.userIds.set(result.id, result.userId ?? result.id);
    return answers(writes, results);
  }

  /** The id that the host gave a user. */
  idOf({ id }: Create): string {
    return this.userIds.get(id) ?? assert.fail('The user was not created.');
  }

  /** An id that no user has: that of a user whose creation was rolled back. */
  async missingId(): Promise<string> {
    const user = this.user();
    const undone = this.transaction(async () => {
      await this.writeInside([user]);
      throw new Error('undone');
    });
    await assert.rejects(undone, { message: 'undone' });
    return this.idOf(user);
  }

  find(keys: UserKeys, options?: { lock?: boolean }): Promise<UserRecord[]> {
    return this.transaction(() =>
      this.setup.users.findByKeys(this.setup.organisationId, keys, options),
    );
  }

  /** The ids of the users that this user may change. */
  changeable(user: Create, userIds: string[]): Promise<string[]> {
    const { users, organisationId } = this.setup;
    const { firstName: name } = user.values;
    const actor = { organisationId, userId: this.idOf(user), name, mayUpload: true };
    return this.transaction(() => users.findChangeable(actor, userIds));
  }

  async read(user: Create): Promise<UserRecord | undefined> {
    return (await this.find({ ids: [this.idOf(user)] }))[0];
  }

  update(user: Create, values: Partial<UserValues>): UserWrite {
    return { kind: 'UPDATE', id: this.idOf(user), values };
  }

  /** A user to create. Omitted values get defaults. */
  user(values: Partial<UserValues> = {}, role = this.setup.role): Create {
    return {
      kind: 'CREATE',
      id: randomUUID(),
      roleId: role.id,
      values: {
        profileType: '1',
        internalId: '',
        email: `${randomUUID()}@example.com`,
        firstName: 'Ana',
        lastName: 'Sousa',
        officeId: this.setup.officeId,
        status: 'INACTIVE',
        mobilePhoneCountry: '',
        mobilePhone: '',
        customFields: {},
        ...values,
      },
    };
  }

  async created(...users: Create[]): Promise<void> {
    assertEqual(await this.write(...users), new Map(users.map(({ id }) => [id, 'written'])));
  }
}

const PROMISES: [name: string, check: (host: Host) => Promise<void>][] = [
  [
    'a created user is found once, as written, by each key and by all of them',
    async (host) => {
      const { fieldIds } = host.setup;
      const ana = host.user({
        email: 'Ana.Sousa@Example.com',
        internalId: 'A-1',
        mobilePhoneCountry: 'PRT',
        mobilePhone: '9123456789',
        customFields: { [fieldIds[0]]: 'Ça va, “so” \\ 100 %', [fieldIds[1]]: 'it’s' },
      });
      await host.created(ana, host.user());
      const roleName = host.setup.role.name;
      const expected = { ...ana.values, id: host.idOf(ana), administrator: false, roleName };
      const ids = { ids: [host.idOf(ana), await host.missingId()] };
      const emailKeys = { emailKeys: ['ana.sousa@example.com', 'nobody@example.com'] };
      const internalIds = { internalIds: ['A-1', 'A-2'] };
      for (const keys of [ids, emailKeys, internalIds, { ...ids, ...emailKeys, ...internalIds }]) {
        const found = await host.find(keys);
        assertEqual(found.map(withFilledFields), [expected], `by ${Object.keys(keys)}`);
      }
    },
  ],
  [
    'a user is created with the profile type, status and office that were given',
    async (host) => {
      const { otherOfficeId: officeId } = host.setup;
      const clinic = host.user({ profileType: '2', lastName: '', officeId, status: 'ACTIVE' });
      await host.created(clinic);
      assertEqual(valuesOf(await host.read(clinic)), clinic.values);
    },
  ],
  [
    'an Internal ID is compared exactly, and an empty one finds nobody',
    async (host) => {
      await host.created(host.user({ internalId: 'A-1' }), host.user());
      assertEqual(await host.find({ internalIds: ['a-1', 'A-1 ', ''] }), []);
      assertEqual(await host.find({}), []);
    },
  ],
  [
    'similar users are found by the folded Internal ID and by the phone, unless the port declines',
    async (host) => {
      const { users, organisationId } = host.setup;
      if (!users.findSimilar) return;
      const ana = host.user({ internalId: 'A-0731' });
      const ben = host.user({ internalId: '000-12', status: 'DELETED' });
      const cem = host.user({ internalId: 'B-1', mobilePhone: '9123456789' });
      const dora = host.user();
      await host.created(ana, ben, cem, dora);
      await host.write(host.update(dora, { internalId: 'D 4' }));
      const similar = async (looseInternalIds: string[], mobilePhones: string[]) => {
        const keys = { looseInternalIds, mobilePhones };
        const found = await host.transaction(async () => users.findSimilar?.(organisationId, keys));
        return found?.map(({ id }) => id).toSorted();
      };
      assertEqual(
        await similar(['a0731', '12', 'd4', 'B-1', 'nobody'], ['9123456789', '9000000000']),
        [ana, ben, cem, dora].map((user) => host.idOf(user)).toSorted(),
      );
      assertEqual(await similar([], []), []);
    },
  ],
  [
    'a DELETED user is found like any other',
    async (host) => {
      const gone = host.user({ status: 'DELETED' });
      await host.created(gone);
      const found = await host.find({ emailKeys: [emailKey(gone.values.email)] });
      assertEqual(
        found.map(({ status }) => status),
        ['DELETED'],
      );
    },
  ],
  [
    'users of another organisation are not found',
    async (host) => {
      const ana = host.user({ internalId: 'A-1' });
      await host.created(ana);
      const { users, otherOrganisationId: other } = host.setup;
      const writes = [host.update(ana, { firstName: 'Eve' })];
      await host.transaction(async () => {
        const keys = {
          ids: [host.idOf(ana)],
          emailKeys: [emailKey(ana.values.email)],
          internalIds: ['A-1'],
        };
        assertEqual(await users.findByKeys(other, keys), []);
        const result = answers(writes, await users.write(other, writes));
        assertEqual(result, new Map([[host.idOf(ana), 'USER_GONE']]));
      });
      assert.equal((await host.read(ana))?.firstName, 'Ana');
    },
  ],
  [
    'an update changes only what it names, each custom field on its own',
    async (host) => {
      const [a, b, c] = host.setup.fieldIds;
      const ana = host.user({
        internalId: 'A-1',
        mobilePhone: '9123456789',
        customFields: { [a]: '1', [b]: '2' },
      });
      const ben = host.user({ firstName: 'Ben' });
      await host.created(ana, ben);
      await host.write(
        host.update(ana, { lastName: 'Silva', customFields: { [b]: '3', [c]: '4' } }),
        host.update(ben, { status: 'ACTIVE' }),
      );
      const customFields = { [a]: '1', [b]: '3', [c]: '4' };
      assertEqual(valuesOf(await host.read(ana)), {
        ...ana.values,
        lastName: 'Silva',
        customFields,
      });
      assert.equal((await host.read(ben))?.lastName, 'Sousa');
      const cleared = { lastName: '', mobilePhone: '', customFields: { [a]: '' } };
      await host.write(host.update(ana, cleared));
      const { lastName, mobilePhone, customFields: left } = withFilledFields(await host.read(ana));
      assertEqual(
        { lastName, mobilePhone, left },
        { lastName: '', mobilePhone: '', left: { [b]: '3', [c]: '4' } },
      );
    },
  ],
  [
    'an update sets every value that a file can change',
    async (host) => {
      const [field] = host.setup.fieldIds;
      const ana = host.user();
      await host.created(ana);
      const values: UserValues = {
        profileType: '2',
        internalId: 'A-2',
        email: 'Ana.Silva@example.com',
        firstName: 'Anna',
        lastName: 'Silva',
        officeId: host.setup.otherOfficeId,
        status: 'ACTIVE',
        mobilePhoneCountry: 'PRT',
        mobilePhone: '9123456789',
        customFields: { [field]: 'new' },
      };
      await host.write(host.update(ana, values));
      assertEqual(valuesOf(await host.read(ana)), values);
      const found = await host.find({ emailKeys: ['ana.silva@example.com'] });
      assertEqual(
        found.map(({ id }) => id),
        [host.idOf(ana)],
        'by the new e-mail',
      );
    },
  ],
  [
    'an update of a user who is gone says so',
    async (host) => {
      const id = await host.missingId();
      const gone = await host.write({ kind: 'UPDATE', id, values: { firstName: 'Nobody' } });
      assertEqual(gone, new Map([[id, 'USER_GONE']]));
    },
  ],
  [
    'a key of another user is rejected with its reason, and the other writes succeed',
    async (host) => {
      const ana = host.user({ email: 'ana@example.com', internalId: 'A-1' });
      const ben = host.user();
      await host.created(ana, ben);
      const byEmail = host.user({ email: 'ANA@example.com' });
      const byId = host.user({ internalId: 'A-1' });
      const fine = host.user();
      assertEqual(
        await host.write(
          byEmail,
          host.update(ben, { email: 'Ana@example.com' }),
          byId,
          fine,
          host.update(ana, { email: 'ANA@example.com', internalId: 'A-1' }),
        ),
        new Map([
          [byEmail.id, 'EMAIL_TAKEN'],
          [host.idOf(ben), 'EMAIL_TAKEN'],
          [byId.id, 'INTERNAL_ID_TAKEN'],
          [fine.id, 'written'],
          [host.idOf(ana), 'written'],
        ]),
      );
      assert.equal((await host.read(ana))?.email, 'ANA@example.com');
      const found = await host.find({
        emailKeys: ['ana@example.com', emailKey(byId.values.email), emailKey(fine.values.email)],
      });
      assertEqual(
        found.map(({ id }) => id).toSorted(),
        [host.idOf(ana), host.idOf(fine)].toSorted(),
      );
    },
  ],
  [
    'when two writes in one call give the same key, one succeeds',
    async (host) => {
      const [ana, ben] = [host.user(), host.user()];
      await host.created(ana, ben);
      const [one, two] = [host.user({ internalId: 'N' }), host.user({ internalId: 'N' })];
      const email = 'same@example.com';
      const result = await host.write(
        host.update(ana, { email }),
        host.update(ben, { email }),
        one,
        two,
      );
      const of = (...ids: string[]) => ids.map((id) => result.get(id)).toSorted();
      assertEqual(of(host.idOf(ana), host.idOf(ben)), ['EMAIL_TAKEN', 'written']);
      assertEqual(of(one.id, two.id), ['INTERNAL_ID_TAKEN', 'written']);
    },
  ],
  [
    'after a rejected key the transaction continues and commits',
    async (host) => {
      const ana = host.user({ email: 'ana@example.com' });
      const ben = host.user();
      await host.created(ana, ben);
      await host.transaction(async () => {
        const { users, organisationId } = host.setup;
        await users.write(organisationId, [
          host.user({ email: 'ana@example.com' }),
          host.update(ben, { email: 'ana@example.com' }),
        ]);
        await users.write(organisationId, [host.update(ben, { firstName: 'Ben' })]);
      });
      assert.equal((await host.read(ben))?.firstName, 'Ben');
    },
  ],
  [
    'a write is visible in its transaction and rolled back with it',
    async (host) => {
      const { users, organisationId } = host.setup;
      const ana = host.user();
      let isSeen = false;
      const undone = host.transaction(async () => {
        await host.writeInside([ana]);
        const found = await users.findByKeys(organisationId, { ids: [host.idOf(ana)] });
        isSeen = found.length === 1;
        throw new Error('undone');
      });
      await assert.rejects(undone, { message: 'undone' });
      assert.ok(isSeen, 'A user written in the transaction is not found in it.');
      assert.equal(await host.read(ana), undefined, 'The write outlived its transaction.');
    },
  ],
  [
    'users read with a lock stay locked until the transaction ends',
    async (host) => {
      const ana = host.user();
      await host.created(ana);
      await assertHolds(host, ana, () => host.find({ ids: [host.idOf(ana)] }, { lock: true }));
    },
  ],
  [
    'an actor may change users with the same or fewer rights, and nobody with more',
    async (host) => {
      const { administratorRole } = host.setup;
      const administrator = host.user({ status: 'ACTIVE' }, administratorRole);
      const gone = host.user({ status: 'DELETED' }, administratorRole);
      const staff = host.user({ status: 'ACTIVE' });
      const other = host.user({ status: 'DELETED' });
      await host.created(administrator, gone, staff, other);
      const all = [administrator, gone, staff, other].map((user) => host.idOf(user));
      assertEqual((await host.changeable(administrator, all)).toSorted(), all.toSorted());
      const lesser = [staff, other].map((user) => host.idOf(user));
      assertEqual((await host.changeable(staff, all)).toSorted(), lesser.toSorted());
      assertEqual(await host.changeable(staff, []), []);
      assertEqual(
        await host.changeable(gone, [host.idOf(staff)]),
        [],
        'of an actor who is not active',
      );
    },
  ],
  [
    'exactly the active administrators are returned and stay locked until the transaction ends',
    async (host) => {
      const { users, organisationId, administratorRole } = host.setup;
      const active = host.user({ status: 'ACTIVE' }, administratorRole);
      await host.created(
        active,
        host.user({ status: 'INACTIVE' }, administratorRole),
        host.user({ status: 'DELETED' }, administratorRole),
        host.user({ status: 'ACTIVE' }),
      );
      assert.equal((await host.read(active))?.administrator, true);
      await assertHolds(host, active, async () =>
        assertEqual(await users.lockActiveAdministrators(organisationId), [host.idOf(active)]),
      );
    },
  ],
];

/** Asserts that a change to the user waits for the end of the transaction in which `lock` is called. */
async function assertHolds(host: Host, user: Create, lock: () => Promise<unknown>): Promise<void> {
  let release = (): void => undefined;
  const watched = new Promise<void>((resolve) => (release = resolve));
  let holding: Promise<void> | undefined;
  await new Promise<void>((resolve, reject) => {
    holding = host.transaction(async () => {
      await lock();
      resolve();
      await watched;
    });
    holding.catch(reject);
  });
  let isChanged = false;
  const change = host
    .write(host.update(user, { firstName: 'Changed' }))
    .then(() => (isChanged = true));
  await Promise.race([change, sleep(WATCHED_MS)]);
  const wasHeld = !isChanged;
  release();
  await holding;
  await change;
  assert.ok(wasHeld, 'Another transaction changed the user meanwhile.');
  assert.equal((await host.read(user))?.firstName, 'Changed');
}

/** Compares as JSON: values from a driver may belong to another realm than the test, as in Jest. */
function assertEqual(actual: unknown, expected: unknown, message?: string): void {
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value instanceof Map ? [...value] : value));
  assert.deepEqual(plain(actual), plain(expected), message);
}

/** The results by write. Requires one result for each write, in any order. */
function answers(
  writes: readonly UserWrite[],
  results: readonly WriteResult[],
): Map<string, string> {
  assertEqual(
    results.map(({ id }) => id).toSorted(),
    writes.map(({ id }) => id).toSorted(),
    'There must be one result for each write.',
  );
  return new Map(results.map((result) => [result.id, result.written ? 'written' : result.reason]));
}

/** An empty custom field may be stored or missing. */
const withFilledFields = (user: UserRecord | undefined): UserRecord => {
  assert.ok(user, 'The user is not found.');
  const filled = Object.entries(user.customFields).filter(([, value]) => value !== '');
  return { ...user, customFields: Object.fromEntries(filled) };
};

/** What a file can set, of a user who is found. */
const valuesOf = (user: UserRecord | undefined): UserValues => {
  const {
    id: _id,
    administrator: _administrator,
    roleName: _roleName,
    ...values
  } = withFilledFields(user);
  return values;
};
