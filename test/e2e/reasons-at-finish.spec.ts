import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Each row gets the true reason for a change between review and Finish. */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let made = 0;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
  }, 60_000);
  afterAll(() => platform?.stop());

  const upload = async (...rows: Cells[]): Promise<any> => {
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const { status, body: load } = await admin.upload(csv(headers, rows));
    expect([status, load.counts?.invalid]).toEqual([201, 0]);
    return load;
  };
  /** Creates separate users for a test and returns them in this order. */
  const people = async (...cells: Cells[]): Promise<any[]> => {
    made += 1;
    const rows = cells.map((given, index) =>
      person({
        'Email Address': `p${made}-${index}@new.example`,
        'Internal ID': `P-${made}-${index}`,
        'First Name': `Ana${made}`,
        'Last Name': `Sousa${index}`,
        ...given,
      }),
    );
    const load = await upload(...rows);
    await admin.finish(load.id);
    const { items } = await admin.rows(load.id);
    return Promise.all(
      items.map(async ({ user }: any) => (await admin.get(`/api/users/${user.id}`)).body),
    );
  };
  const change = async (path: string, body: object) => {
    const answer = await admin.patch(path, body);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
  };
  const outcomes = async (load: { id: string }): Promise<string[]> => {
    await admin.finish(load.id);
    const { items } = await admin.rows(load.id);
    return items.map(({ outcome, outcomeReason }: any) => `${outcome} ${outcomeReason ?? ''}`);
  };
  const pathOf = async (kind: string, name: string): Promise<string> => {
    const { body } = await admin.get(`/api/${kind}`);
    const found = body.items.find((one: any) => (one.label ?? one.name) === name);
    return `/api/${kind}/${found.id}`;
  };
  const newField = async (body: object): Promise<string> =>
    `/api/custom-fields/${(await admin.post('/api/custom-fields', body)).body.id}`;

  test('the reason for a value changed meanwhile has both values and no name', async () => {
    const [ana] = await people({});
    const load = await upload({ 'Email Address': ana.email, 'First Name': 'Loaded' });
    await change(`/api/users/${ana.id}`, { firstName: 'Edited' });
    const [reason] = await outcomes(load);
    expect(reason).toMatch(/^CONFLICT First Name of Edited Sousa0 was “Ana\d+” .* is “Edited” now/);
    expect(reason).not.toMatch(/someone|somebody/);
  });

  test('the same file finished twice by the same admin changes nothing the second time', async () => {
    const [ana, ben] = await people({}, {});
    const rows: Cells[] = [
      { 'Email Address': ana.email, 'First Name': 'Twice', 'Weekly Hours': '40' },
      { 'Internal ID': ben.internalId, 'Email Address': `new-${ben.email}` },
      person({ 'Email Address': `twice${made}@new.example` }),
    ];
    const loads = [await upload(...rows), await upload(...rows)];
    expect(await outcomes(loads[0])).toEqual(['UPDATED ', 'UPDATED ', 'CREATED ']);
    const second = await outcomes(loads[1]);
    expect(second).toEqual([
      'UNCHANGED Twice Sousa0 already has these values.',
      expect.stringMatching(/^UNCHANGED Ana\d+ Sousa1 already has these values\.$/),
      expect.stringMatching(
        /^CONFLICT The Email Address “twice\d+@new.example” was given to Ana Sousa after the review/,
      ),
    ]);
    const { body } = await admin.get(`/api/user-batch-upload/loads/${loads[1].id}`);
    expect(body.outcome).toMatchObject({ updated: 0, unchanged: 2, conflict: 1 });
    expect((await admin.rows(loads[1].id, '?show=unchanged')).total).toBe(2);
    expect((await admin.rows(loads[1].id, '?show=updated')).total).toBe(0);
  });

  test('if a user already has some of the new values, only the rest is written and reported', async () => {
    const [ana] = await people({});
    const load = await upload({
      'Email Address': ana.email,
      'First Name': 'Half',
      'Mobile Phone': '5550009999',
    });
    await change(`/api/users/${ana.id}`, { firstName: 'Half' });
    expect(await outcomes(load)).toEqual(['UPDATED ']);
    const entry = await eventually(async () => {
      const { body } = await admin.get('/api/activity');
      return body.items.find((one: any) => one.loadId === load.id);
    });
    expect(entry.changes).toEqual([{ column: 'Mobile Phone', from: '', to: '5550009999' }]);
  });

  test('an e-mail that moved to another user is a conflict that names both', async () => {
    const [ana, ben] = await people({}, {});
    const load = await upload({ 'Email Address': ana.email, 'Last Name': 'Moved' });
    await change(`/api/users/${ana.id}`, { email: `was-${ana.email}` });
    await change(`/api/users/${ben.id}`, { email: ana.email });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(
        /^CONFLICT The Email Address “.*” belongs to Ana\d+ Sousa1 now\. At the review it belonged to Ana\d+ Sousa0\./,
      ),
    ]);
    expect((await admin.get(`/api/users/${ana.id}`)).body.lastName).toBe('Sousa0');
  });

  test('an Internal ID that moved to another user is a conflict too, whatever the e-mail', async () => {
    const [ana, ben] = await people({}, {});
    const load = await upload({
      'Internal ID': ana.internalId,
      'Email Address': ana.email,
      'Last Name': 'Moved',
    });
    await change(`/api/users/${ana.id}`, { internalId: '' });
    await change(`/api/users/${ben.id}`, { internalId: ana.internalId });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^CONFLICT The Internal ID “P-.*” belongs to Ana\d+ Sousa1 now/),
    ]);
  });

  test('a user who lost the only key of the row is not written', async () => {
    const [ana, ben] = await people({}, {});
    const load = await upload(
      { 'Email Address': ana.email, 'Last Name': 'Lost' },
      { 'Email Address': ben.email, 'Internal ID': ben.internalId, 'Last Name': 'Found' },
    );
    await change(`/api/users/${ana.id}`, { email: `was-${ana.email}` });
    await change(`/api/users/${ben.id}`, { email: `was-${ben.email}` });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^CONFLICT Ana\d+ Sousa0 no longer has the Email Address/),
      'UPDATED ',
    ]);
  });

  test('a key of the row that another user took meanwhile is a conflict', async () => {
    const [ana, ben, chloe] = await people({}, {}, { 'Internal ID': '' });
    const load = await upload(
      { 'Internal ID': ana.internalId, 'Email Address': `taken${made}@new.example` },
      { 'Email Address': chloe.email, 'Internal ID': `T-${made}` },
    );
    await change(`/api/users/${ben.id}`, {
      email: `TAKEN${made}@new.example`,
      internalId: `T-${made}`,
    });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^CONFLICT The Email Address .* was given to Ana\d+ Sousa1 after/),
      expect.stringMatching(/^CONFLICT The Internal ID .* was given to Ana\d+ Sousa1 after/),
    ]);
  });

  test('a renamed office fails only the rows that name it', async () => {
    const { body: office } = await admin.post('/api/offices', { name: `Old ${made}` });
    const [ana, ben, chloe] = await people({ Office: office.name }, {}, { Office: office.name });
    const load = await upload(
      person({ 'Email Address': `office${made}@new.example`, Office: office.name }),
      { 'Email Address': ben.email, Office: office.name },
      { 'Email Address': ana.email, Office: 'South Clinic' },
      { 'Email Address': chloe.email, Office: office.name, 'Last Name': 'Stays' },
    );
    await change(`/api/offices/${office.id}`, { name: `New ${made}` });
    const gone = expect.stringMatching(
      /^FAILED There is no Office named “Old \d+” any more: it was renamed or removed/,
    );
    expect(await outcomes(load)).toEqual([
      gone,
      gone,
      expect.stringMatching(
        /^FAILED The Office “Old \d+”, which Ana\d+ Sousa0 had at the review, was renamed/,
      ),
      'UPDATED ',
    ]);
  });

  test('an office name that became ambiguous fails its rows', async () => {
    const load = await upload(
      person({ 'Email Address': `double${made}@new.example`, Office: 'West Clinic' }),
    );
    const { body: double } = await admin.post('/api/offices', { name: 'West Clinic' });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^FAILED More than one Office is named “West Clinic” now/),
    ]);
    await change(`/api/offices/${double.id}`, { name: `Double ${made}` });
  });

  test.each([
    ['renamed', (path: string) => change(path, { label: `Desk now ${made}` })],
    ['removed', (path: string) => admin.delete(path)],
  ])('a %s field fails the rows that fill it in', async (_, edit) => {
    const field = await newField({ label: `Desk ${made}`, kind: 'TEXT' });
    const [ana, ben] = await people({}, {});
    const load = await upload(
      { 'Email Address': ana.email, [`Desk ${made - 1}`]: '7' },
      { 'Email Address': ben.email, 'Last Name': 'Blank' },
    );
    await edit(field);
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(
        /^FAILED There is no custom field “Desk \d+” any more: it was renamed or removed/,
      ),
      'UPDATED ',
    ]);
  });

  test('a removed option fails its rows', async () => {
    const [ana] = await people({});
    const load = await upload(
      { 'Email Address': ana.email, Shift: 'Night' },
      person({ 'Email Address': `shift${made}@new.example`, Shift: 'Day' }),
    );
    await change(await pathOf('custom-fields', 'Shift'), { options: ['Day', 'Late'] });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^FAILED “Night” is not an option of “Shift” any more/),
      'CREATED ',
    ]);
  });

  test('a field that became required fails new users without a value, but no updates', async () => {
    const [ana] = await people({});
    const load = await upload(
      person({ 'Email Address': `without${made}@new.example` }),
      person({ 'Email Address': `with${made}@new.example`, 'Start Date': '2024-03-15' }),
      { 'Email Address': ana.email, 'Last Name': 'Required' },
    );
    const field = await pathOf('custom-fields', 'Start Date');
    await change(field, { required: true });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^FAILED The custom field “Start Date” became required/),
      'CREATED ',
      'UPDATED ',
    ]);
    await change(field, { required: false });
    const later = await upload(person({ 'Email Address': `new${made}@new.example` }));
    const added = await newField({ label: `Badge ${made}`, kind: 'TEXT', required: true });
    expect(await outcomes(later)).toEqual([
      expect.stringMatching(
        /^FAILED The custom field “Badge \d+” is required now and was not in the template/,
      ),
    ]);
    expect((await admin.delete(added)).status).toBe(204);
  });

  test('a user who becomes an Individual fails if their last name was removed meanwhile', async () => {
    const [ana] = await people({ 'Profile Type ID': '2' });
    const load = await upload({ 'Email Address': ana.email, 'Profile Type ID': '1' });
    await change(`/api/users/${ana.id}`, { lastName: '' });
    expect(await outcomes(load)).toEqual([
      expect.stringMatching(/^CONFLICT The Last Name of Ana\d+ was removed after the review/),
    ]);
  });
});
