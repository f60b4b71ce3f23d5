import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database, type UserValues, type UserWrite } from 'user-batch-upload';
import { onEveryStand } from '../../../../test/e2e/stands.js';
import { countStatements } from '../../../../test/e2e/statements.js';
import { PASSWORD, startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { RoleEntity } from '../roles/role.entity.js';
import { PlatformUsers } from './platform-users.js';
import { User } from './user.entity.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let orm: MikroORM;
  let users: PlatformUsers;
  let organisationId: string;
  let officeId: string;
  let staff: string;
  let administrator: string;

  beforeAll(async () => {
    platform = await startPlatform(await stand.env());
    orm = platform.app.get(MikroORM);
    users = platform.app.get(PlatformUsers);
  }, 60_000);
  afterAll(() => platform?.stop());

  /** Each test has an organisation of its own. */
  beforeEach(async () => {
    const em = orm.em.fork();
    organisationId = randomUUID();
    officeId = randomUUID();
    staff = randomUUID();
    administrator = randomUUID();
    em.create(Organisation, { id: organisationId, name: 'Test', officeLabel: 'Office' });
    em.create(OfficeEntity, { id: officeId, organisationId, name: 'North' });
    em.create(RoleEntity, { id: staff, organisationId, name: 'Staff', rank: 1, permissions: [] });
    em.create(RoleEntity, {
      id: administrator,
      organisationId,
      name: 'Administrator',
      rank: 9,
      permissions: ['administer', 'batch-upload'],
    });
    await em.flush();
  });

  const inContext = <Result>(work: () => Promise<Result>): Promise<Result> =>
    RequestContext.create(orm.em, work);

  const valuesOf = (values: Partial<UserValues>): UserValues => ({
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
  });
  const create = (values: Partial<UserValues>, roleId = staff): UserWrite & { kind: 'CREATE' } => ({
    kind: 'CREATE',
    id: randomUUID(),
    roleId,
    values: valuesOf(values),
  });
  const update = (id: string, values: Partial<UserValues>): UserWrite => ({
    kind: 'UPDATE',
    id,
    values,
  });
  const write = (...writes: UserWrite[]) => inContext(() => users.write(organisationId, writes));
  const read = async (id: string) =>
    (await inContext(() => users.findByKeys(organisationId, { ids: [id] })))[0];

  test('what was created is found by any of its keys, once', async () => {
    const ana = create({
      email: 'Ana@test.example',
      internalId: 'A-1',
      customFields: { note: 'Ça va “so”', list: '' },
    });
    expect(await write(ana)).toEqual([{ id: ana.id, written: true }]);
    const found = await inContext(() =>
      users.findByKeys(organisationId, {
        ids: [ana.id, 'nobody'],
        emailKeys: ['ana@test.example', 'other@test.example'],
        internalIds: ['A-1', 'a-1'],
      }),
    );
    expect(found).toEqual([{ ...ana.values, id: ana.id, rank: 1, administrator: false }]);
  });

  test('users are looked up, changed and counted as administrators by index, however many there are', async () => {
    // Among a few thousand PostgreSQL reads them all, which is quicker there.
    const crowd = Array.from({ length: 20_000 }, (_, index) =>
      create({ internalId: `C-${index}` }),
    );
    await write(...crowd);
    const [one, other] = crowd as [UserWrite, UserWrite];
    const db = new Database(orm.em.fork());
    if (platform.config.databaseUrl) await db.run('analyze app_user');
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
    const statements = sent.mock.calls.filter(([sql]) => sql.includes('app_user'));
    sent.mockRestore();
    expect(statements.length).toBeGreaterThanOrEqual(4);
    const explain = platform.config.databaseUrl ? 'explain' : 'explain query plan';
    for (const [sql, params] of statements) {
      const plan = JSON.stringify(await db.query(`${explain} ${sql}`, params));
      expect(plan).toMatch(/app_user/);
      expect(plan).not.toMatch(/Seq Scan on app_user|SCAN (u|app_user|own)\b/);
      // Nor all users of the organisation.
      expect(plan).not.toMatch(/\(organisation_id=\?\)|Index Cond: \(organisation_id = '[^)]*\)"/);
    }
  });

  test('another organisation’s users are not there', async () => {
    const ana = create({ email: 'ana@test.example' });
    await write(ana);
    expect(
      await inContext(() =>
        users.findByKeys('another', { ids: [ana.id], emailKeys: ['ana@test.example'] }),
      ),
    ).toEqual([]);
    expect(
      await inContext(() => users.write('another', [update(ana.id, { firstName: 'X' })])),
    ).toEqual([{ id: ana.id, written: false, reason: 'USER_GONE' }]);
    expect((await read(ana.id))?.firstName).toBe('Ana');
  });

  test('an update changes what it names and nothing else, custom fields one by one', async () => {
    const ana = create({ internalId: 'A-1', customFields: { a: '1', b: '2' } });
    await write(ana);
    await write(update(ana.id, { lastName: 'Silva', customFields: { b: '3', c: '4' } }));
    expect(await read(ana.id)).toMatchObject({
      ...ana.values,
      lastName: 'Silva',
      customFields: { a: '1', b: '3', c: '4' },
    });
  });

  test('a key that is taken ends that write only', async () => {
    const [ana, ben] = [create({ email: 'ana@test.example', internalId: 'A-1' }), create({})];
    await write(ana, ben);
    const [byEmail, byId, fine] = [
      create({ email: 'ANA@test.example' }),
      create({ internalId: 'A-1' }),
      create({ email: 'fine@test.example' }),
    ];
    expect(
      await write(
        byEmail,
        update(ben.id, { email: 'Ana@test.example' }),
        byId,
        fine,
        update(ana.id, { email: 'ANA@test.example' }),
        update('nobody', { firstName: 'X' }),
      ),
    ).toEqual([
      { id: byEmail.id, written: false, reason: 'EMAIL_TAKEN' },
      { id: ben.id, written: false, reason: 'EMAIL_TAKEN' },
      { id: byId.id, written: false, reason: 'INTERNAL_ID_TAKEN' },
      { id: fine.id, written: true },
      { id: ana.id, written: true },
      { id: 'nobody', written: false, reason: 'USER_GONE' },
    ]);
  });

  test('two writes of one call that give the same key: the first has it', async () => {
    const [ana, ben] = [create({}), create({})];
    await write(ana, ben);
    const [one, two] = [create({ internalId: 'N' }), create({ internalId: 'N' })];
    expect(
      await write(
        update(ana.id, { email: 'same@test.example' }),
        update(ben.id, { email: 'same@test.example' }),
        one,
        two,
      ),
    ).toEqual([
      { id: ana.id, written: true },
      { id: ben.id, written: false, reason: 'EMAIL_TAKEN' },
      { id: one.id, written: true },
      { id: two.id, written: false, reason: 'INTERNAL_ID_TAKEN' },
    ]);
  });

  test('what is written in a transaction goes with it', async () => {
    const ana = create({});
    await expect(
      orm.em.fork().transactional(async () => {
        await users.write(organisationId, [ana]);
        throw new Error('later');
      }),
    ).rejects.toThrow('later');
    expect(await read(ana.id)).toBeUndefined();
  });

  test('a taken key does not end the transaction that it happens in', async () => {
    const [ana, ben] = [create({ email: 'ana@test.example' }), create({})];
    await write(ana, ben);
    await orm.em.fork().transactional(async () => {
      // Two updates that are free by themselves and collide with each other reach the database's own check.
      await users.write(organisationId, [
        update(ana.id, { internalId: 'X' }),
        update(ben.id, { internalId: 'X' }),
      ]);
      await users.write(organisationId, [update(ben.id, { firstName: 'Still' })]);
    });
    expect(await read(ana.id)).toMatchObject({ internalId: 'X' });
    expect(await read(ben.id)).toMatchObject({ internalId: '', firstName: 'Still' });
  });

  test('a thousand writes and look-ups take a handful of statements', async () => {
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

  test('only active administrators are locked as such', async () => {
    const active = create({ status: 'ACTIVE' }, administrator);
    await write(
      active,
      create({ status: 'INACTIVE' }, administrator),
      create({ status: 'ACTIVE' }, staff),
    );
    expect(
      await orm.em.fork().transactional(() => users.lockActiveAdministrators(organisationId)),
    ).toEqual([active.id]);
    expect(await read(active.id)).toMatchObject({ rank: 9, administrator: true });
  });

  test('who is no longer ACTIVE is signed out', async () => {
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
