import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, eventually } from '../../../../test/e2e/client.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { RoleEntity } from '../roles/role.entity.js';
import { PlatformUsers } from './platform-users.js';
import { User } from './user.entity.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let ids: Record<string, string>;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/users');
    ids = Object.fromEntries(
      body.items.map(({ id, firstName }: { id: string; firstName: string }) => [firstName, id]),
    );
  }, 60_000);
  afterAll(() => platform?.stop());

  const change = (who: string, body: object) => admin.patch(`/api/users/${ids[who]}`, body);
  const codeOf = async (who: string, body: object) => {
    const { status, body: answer } = await change(who, body);
    return `${status} ${answer.code}`;
  };
  const roleId = async (name: string): Promise<string> => {
    const { body } = await admin.get('/api/roles');
    return body.items.find((role: { name: string }) => role.name === name).id;
  };

  test('named properties change, the rest stays', async () => {
    const before = (await admin.get(`/api/users/${ids['Ben']}`)).body;
    const customFields = { 'Weekly Hours': '37.5', Shift: 'Day' };
    expect((await change('Ben', { lastName: ' Okafor-Lee ', customFields })).body).toEqual({
      ...before,
      lastName: 'Okafor-Lee',
      customFields: { ...before.customFields, ...customFields },
    });
    expect((await change('Ben', { internalId: '', customFields: { Shift: '' } })).body).toEqual({
      ...before,
      lastName: 'Okafor-Lee',
      internalId: '',
      customFields: { ...before.customFields, 'Weekly Hours': '37.5' },
    });
  });

  test.each([
    { email: null },
    { email: 'no address' },
    { email: 'josé@x.example' },
    { email: '\u0430na@x.example' },
    { email: 'ana@münchen.example' },
    { mobilePhoneCountry: 'ZZZ' },
    { mobilePhoneCountry: 'usa' },
    { firstName: 'a\u0000b' },
    { firstName: 'a\ud800b' },
    { lastName: '' },
    { mobilePhone: '555' },
    { passwordHash: 'x' },
    { customFields: { 'Weekly Hours': '1,5' } },
    { customFields: { 'Start Date': '2024-02-30' } },
    { customFields: { 'Start Date': '0000-01-01' } },
    { customFields: { 'Start Date': '0999-12-31' } },
    { customFields: { Remote: 'maybe' } },
    { customFields: { 'Employee Notes': 'a bell \u0007' } },
    { customFields: { 'Employee Notes': 'columns\tby tab' } },
    { customFields: { Shift: 'day' } },
    { customFields: { Shift: 1 } },
    { customFields: { Unknown: '' } },
  ])('%j is refused', async (body) => {
    expect(await codeOf('Chloe', body)).toBe('400 VALIDATION');
  });

  test('a custom field is changed whatever its label', async () => {
    const changes = { customFields: { toString: 'x' } };
    expect(await codeOf('Chloe', changes)).toBe('400 VALIDATION');
    const field = await admin.post('/api/custom-fields', { label: 'toString', kind: 'TEXT' });
    const { status, body } = await change('Chloe', changes);
    expect(status).toBe(200);
    expect(Object.entries(body.customFields)).toContainEqual(['toString', 'x']);
    await admin.delete(`/api/custom-fields/${field.body.id}`);
  });

  test('a country can be changed and cleared', async () => {
    for (const mobilePhoneCountry of ['', 'CAN'])
      expect((await change('Chloe', { mobilePhoneCountry })).body).toMatchObject({
        mobilePhoneCountry,
      });
  });

  test('a text field holds 4,000 characters, counted in code points', async () => {
    const notes = (count: number) => ({
      customFields: { 'Employee Notes': '\u{1F600}'.repeat(count) },
    });
    expect(await codeOf('Chloe', notes(4_001))).toBe('400 VALIDATION');
    expect((await change('Chloe', notes(4_000))).status).toBe(200);
  });

  test('keys of another user, unknown offices and unknown roles are refused', async () => {
    expect(await codeOf('Chloe', { email: 'EMI.tanaka@northwind.example' })).toBe(
      '409 EMAIL_TAKEN',
    );
    expect(await codeOf('Chloe', { internalId: 'N-1001' })).toBe('409 INTERNAL_ID_TAKEN');
    expect(await codeOf('Chloe', { office: 'none' })).toBe('422 OFFICE_UNKNOWN');
    expect(await codeOf('Chloe', { role: 'none' })).toBe('409 ROLE_NOT_ALLOWED');
  });

  test('a missing user, or one of another organisation, is not found', async () => {
    const contoso = await Client.signIn(platform, 'admin@contoso.example');
    for (const id of [ids['Chloe'], 'none'])
      for (const { status, body } of [
        await contoso.get(`/api/users/${id}`),
        await contoso.patch(`/api/users/${id}`, { firstName: 'X' }),
      ])
        expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('an administrator can’t remove their own access', async () => {
    expect(await codeOf('Alex', { status: 'INACTIVE' })).toBe('409 PROTECTED_USER');
    expect(await codeOf('Alex', { role: await roleId('Staff') })).toBe('409 PROTECTED_USER');
    expect((await change('Alex', { firstName: 'Alexis' })).status).toBe(200);
  });

  test('they can neither change a user of higher rank nor grant a higher role', async () => {
    const em = platform.app.get(MikroORM).em.fork();
    const { organisationId } = await em.findOneOrFail(User, ids['Dmitri'] ?? '');
    em.create(RoleEntity, {
      id: `owner-${organisationId}`,
      organisationId,
      name: 'Owner',
      rank: 200,
      permissions: [],
    });
    await em.flush();
    expect(await codeOf('Chloe', { role: `owner-${organisationId}` })).toBe('409 ROLE_NOT_ALLOWED');
    await em.nativeUpdate(User, { id: ids['Dmitri'] }, { roleId: `owner-${organisationId}` });
    expect(await codeOf('Dmitri', { firstName: 'X' })).toBe('409 PROTECTED_USER');
  });

  test('search ignores case in every script; % and _ are literal', async () => {
    await change('Chloe', { firstName: 'Élodie', lastName: 'Straße' });
    const found = async (search: string) =>
      (await admin.get(`/api/users?search=${encodeURIComponent(search)}`)).body.total;
    expect(await found('éLODIE STRASSE')).toBe(1);
    expect(await found('%')).toBe(0);
    expect(await found('_')).toBe(0);
  });

  test('a change that deadlocks with a load succeeds in the end', async () => {
    const { organisationId, email } = await platform.app
      .get(MikroORM)
      .em.fork()
      .findOneOrFail(User, ids['Ben'] ?? '');
    const users = platform.app.get(PlatformUsers);
    // Outside of the transaction. SQLite has one writer at a time, so that no lock can be seen there.
    const connection = platform.app.get(MikroORM).em.getConnection();
    const changeWaits = async (): Promise<boolean> => {
      if (!platform.config.databaseUrl) return true;
      const waiting = await connection.execute<unknown[]>(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return waiting.length > 0;
    };
    // The order of a chunk: users first, then administrators. The change locks them the other way round.
    const chunk = platform.app
      .get(MikroORM)
      .em.fork()
      .transactional(async () => {
        await users.findByKeys(organisationId, { ids: [ids['Ben'] ?? ''] }, { lock: true });
        await eventually(changeWaits);
        await users.lockActiveAdministrators(organisationId);
      });
    const [result] = await Promise.allSettled([change('Ben', { status: 'INACTIVE' }), chunk]);
    expect(result).toMatchObject({
      status: 'fulfilled',
      value: { status: 200, body: { email, status: 'INACTIVE' } },
    });
  });

  // Either may win as the last administrator, and the other loses all rights.
  test('when two administrators demote each other at once, one stays', async () => {
    const administrator = await roleId('Administrator');
    const staff = await roleId('Staff');
    expect((await change('Emi', { role: administrator })).status).toBe(200);
    const em = platform.app.get(MikroORM).em.fork();
    const { passwordHash } = await em.findOneOrFail(User, ids['Alex'] ?? '');
    await em.nativeUpdate(User, { id: ids['Emi'] }, { passwordHash });
    const emi = await Client.signIn(platform, 'emi.tanaka@northwind.example');
    await Promise.all([
      change('Emi', { role: staff }),
      emi.patch(`/api/users/${ids['Alex']}`, { role: staff }),
    ]);
    const left = await em.count(User, { roleId: administrator, status: 'ACTIVE' });
    expect(left).toBe(1);
  });
});
