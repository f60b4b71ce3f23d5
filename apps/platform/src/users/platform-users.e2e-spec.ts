import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database, type UserValues, type UserWrite } from 'user-batch-upload';
import { newOrganisation } from '../../../../test/e2e/organisation.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { countStatements } from '../../../../test/e2e/statements.js';
import { PASSWORD, startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { PlatformUsers } from './platform-users.js';
import { User } from './user.entity.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let orm: MikroORM;
  let users: PlatformUsers;
  let organisationId: string;
  let officeId: string;
  let roleId: string;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    orm = platform.app.get(MikroORM);
    users = platform.app.get(PlatformUsers);
  }, 60_000);
  afterAll(() => platform?.stop());

  /** Each test uses its own organisation. */
  beforeEach(async () => {
    const made = await newOrganisation(orm.em);
    ({ organisationId, officeId } = made);
    roleId = made.role.id;
  });

  const inContext = <Result>(work: () => Promise<Result>): Promise<Result> =>
    RequestContext.create(orm.em, work);

  const create = (values: Partial<UserValues>): UserWrite => ({
    kind: 'CREATE',
    id: randomUUID(),
    roleId,
    values: {
      profileType: '1',
      internalId: '',
      email: `${randomUUID()}@test.example`,
      firstName: 'Ana',
      lastName: 'Sousa',
      officeId,
      status: 'INACTIVE',
      mobilePhoneCountry: '',
      mobilePhone: '',
      customFields: {},
      ...values,
    },
  });
  const update = (id: string, values: Partial<UserValues>): UserWrite => ({
    kind: 'UPDATE',
    id,
    values,
  });
  const write = (...writes: UserWrite[]) => inContext(() => users.write(organisationId, writes));

  test('look-ups, changes and the administrator check use indexes, for any number of users', async () => {
    // With a few thousand users PostgreSQL prefers a full scan, which is faster.
    const crowd = Array.from({ length: 20_000 }, (_, index) =>
      create({ internalId: `C-${index}` }),
    );
    await write(...crowd);
    const [one, other] = crowd as [UserWrite, UserWrite];
    const db = new Database(orm.em.fork());
    if (platform.config.databaseUrl) await db.query('analyze app_user');
    const sent = jest.spyOn(Database.prototype, 'query');
    await inContext(() =>
      users.findByKeys(
        organisationId,
        { ids: [one.id], emailKeys: ['who@test.example'], internalIds: ['C-7'] },
        { lock: true },
      ),
    );
    await write(
      update(one.id, { lastName: 'Silva' }),
      update(other.id, { email: 'b@test.example' }),
    );
    await inContext(() => users.lockActiveAdministrators(organisationId));
    const similar = await inContext(async () =>
      users.findSimilar?.(organisationId, { looseInternalIds: ['c7'], mobilePhones: ['9'] }),
    );
    expect(similar).toHaveLength(1);
    const statements = sent.mock.calls.filter(([sql]) => sql.includes('app_user'));
    sent.mockRestore();
    expect(statements.length).toBeGreaterThanOrEqual(5);
    const explain = platform.config.databaseUrl ? 'explain' : 'explain query plan';
    for (const [sql, params] of statements) {
      const plan = JSON.stringify(await db.query(`${explain} ${sql}`, params));
      expect(plan).toMatch(/app_user/);
      expect(plan).not.toMatch(/Seq Scan on app_user|SCAN (u|k|app_user|own)\b/);
      // No scan of all users of the organisation either.
      expect(plan).not.toMatch(/\(organisation_id=\?\)|Index Cond: \(organisation_id = '[^)]*\)"/);
    }
  });

  test('a thousand writes and look-ups take a constant number of statements', async () => {
    const creates = Array.from({ length: 1000 }, (_, index) =>
      create({ internalId: `N-${index}` }),
    );
    const statements = countStatements(orm.em as SqlEntityManager);
    try {
      await write(...creates);
      await write(...creates.map(({ id }) => update(id, { firstName: 'Bea', status: 'ACTIVE' })));
      await inContext(() => users.findByKeys(organisationId, { ids: creates.map(({ id }) => id) }));
      expect(statements.count()).toBeGreaterThanOrEqual(3);
      expect(statements.count()).toBeLessThan(10);
    } finally {
      statements.stop();
    }
  });

  test('a user who is no longer ACTIVE is signed out', async () => {
    const sent = await fetch(`${platform.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'viewer@northwind.example', password: PASSWORD }),
    });
    const cookie = sent.headers.get('set-cookie') ?? '';
    const statusNow = async () =>
      (await fetch(`${platform.url}/api/session`, { headers: { cookie } })).status;
    expect(await statusNow()).toBe(200);
    const viewer = await orm.em
      .fork()
      .findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
    const set = (status: UserValues['status']) =>
      inContext(() => users.write(viewer.organisationId, [update(viewer.id, { status })]));
    await set('INACTIVE');
    await set('ACTIVE');
    expect(await statusNow()).toBe(401);
  });
});
