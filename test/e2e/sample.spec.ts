import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import { CustomFieldEntity } from '../../apps/platform/src/custom-fields/custom-field.entity.js';
import { OfficeEntity } from '../../apps/platform/src/offices/office.entity.js';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: EntityManager;
  let organisationId: string;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    organisationId = (await admin.get('/api/organisation')).body.id;
  }, 60_000);
  afterAll(() => platform?.stop());

  beforeEach(() => {
    em = platform.app.get(EntityManager).fork();
  });

  const haveOffices = async (...names: string[]) => {
    await em.nativeDelete(OfficeEntity, { organisationId });
    for (const [index, name] of names.entries())
      em.create(OfficeEntity, { id: `${index}-${organisationId}`, organisationId, name });
    await em.flush();
  };
  const haveListField = async (required: boolean, ...options: string[]) => {
    await em.nativeDelete(CustomFieldEntity, { organisationId, label: 'Team' });
    em.create(CustomFieldEntity, {
      id: `team-${organisationId}`,
      organisationId,
      position: 50,
      label: 'Team',
      kind: 'LIST',
      options,
      required,
    });
    await em.flush();
  };
  const loaded = async () => {
    const { body: sample } = await admin.get('/api/user-batch-upload/sample.csv');
    const { status, body: load } = await admin.upload(sample);
    expect(status).toBe(201);
    return { load, ...(await admin.rows(load.id)) };
  };

  test('it has two Individuals and a Facility with every custom field filled', async () => {
    const { items } = await loaded();
    expect(items.map(({ cells }: any) => cells['Profile Type ID'])).toEqual(['1', '1', '2']);
    expect(Object.entries(items[0].cells).filter(([, cell]) => cell === '')).toEqual([]);
  });

  test.each([
    ['two offices share the first name', ['A', 'A', 'B'], 'B'],
    ['an office has spaces around its name', [' A ', 'B'], 'B'],
    ['an office has a line break in its name', ['A\nB', 'C'], 'C'],
    ['an office is not in NFC', ['A\u0301', 'C'], 'C'],
    ['an office has no name', ['', 'C'], 'C'],
    ['an office looks like a formula', ['=1+1'], '=1+1'],
    ['an office begins with an apostrophe and a sign', ["'-A"], "'-A"],
    ['an office has commas and quotes', ['Nørth, "East"; x'], 'Nørth, "East"; x'],
    ['a name is longer than a cell may be', ['N'.repeat(5_000), 'C'], 'C'],
  ])('it loads where %s', async (_, names, used) => {
    await haveOffices(...names);
    const { load, items } = await loaded();
    expect(load.counts).toMatchObject({ rows: 3, create: 3, invalid: 0 });
    expect(items.map(({ cells }: any) => cells.Office)).toEqual([used, used, used]);
  });

  test('without a usable office, the review says what is wrong', async () => {
    await haveOffices();
    expect((await loaded()).items[0].problems).toMatchObject([{ code: 'REQUIRED' }]);
    await haveOffices('A', 'A');
    expect((await loaded()).items[0].problems).toMatchObject([{ code: 'OFFICE_AMBIGUOUS' }]);
  });

  test.each([
    ['an option ends with a line break', true, ['Red\r\n', 'Blue'], 'Red'],
    ['an option is a formula', true, ['@SUM', 'Blue'], '@SUM'],
    ['no option can be written, and none is needed', false, [' Red'], ''],
    ['a list has no options, and none is needed', false, [], ''],
  ])('it loads where %s', async (_, required, options, used) => {
    await haveOffices('North Clinic');
    await haveListField(required, ...options);
    const { load, items } = await loaded();
    expect(load.counts).toMatchObject({ rows: 3, create: 3, invalid: 0 });
    expect(items[0].cells.Team).toBe(used);
  });

  test('loading and finishing it a second time changes nobody', async () => {
    await haveListField(false, 'Red');
    const first = await loaded();
    await admin.finish(first.load.id);
    expect((await loaded()).load.counts).toMatchObject({ rows: 3, unchanged: 3 });
    await em.nativeUpdate(User, { email: 'li.wei@example.com' }, { lastName: 'Wong' });
    expect((await loaded()).load.counts).toMatchObject({ rows: 3, create: 3 });
    await em.nativeUpdate(User, { email: 'li.wei@example.com' }, { internalId: 'N-5' });
    expect((await loaded()).load.counts).toMatchObject({ rows: 3, create: 3 });
  });
});
