import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { mailsTo } from './mailbox.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** The Email box: for ticked rows that create a user, restore one, or change an e-mail address. */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  let made = 0;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  }, 60_000);
  afterAll(() => platform?.stop());

  const upload = async (...rows: Cells[]): Promise<any> =>
    (await admin.upload(csv(headers, rows))).body;
  const row = (load: { id: string }, line: number, ticks: object) =>
    admin.patch(`/api/user-batch-upload/loads/${load.id}/rows/${line}`, ticks);
  const all = async (load: { id: string }, ticks: object, query = '') =>
    (await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows${query}`, ticks)).body;

  /** A load whose lines, from 2 on, follow the order of `LINES`. */
  const LINES = [
    'creates',
    'changes an e-mail',
    'brings back as ACTIVE',
    'brings back as INACTIVE with another e-mail',
    'changes a name',
    'changes the case of an e-mail',
    'changes an e-mail and deletes',
    'changes the e-mail of a DELETED user, who stays so',
    'is unchanged',
    'is invalid',
  ];
  const WITH_BOX = [2, 3, 4, 5];
  const mixed = async () => {
    made += 1;
    const id = (name: string) => ({ 'Internal ID': `${name}-${made}` });
    const was = (name: string) => ({ 'Email Address': `${name}-${made}@was.example` });
    const now = (name: string) => ({ 'Email Address': `${name}-${made}@now.example` });
    const names = ['mail', 'back', 'both', 'name', 'case', 'gone', 'away', 'same'];
    const before = await upload(...names.map((name) => person({ ...id(name), ...was(name) })));
    await admin.finish(before.id);
    const leaving = ['back', 'both', 'away'].map((name) => ({
      ...was(name),
      'Profile Status': 'DELETED',
    }));
    await admin.finish((await upload(...leaving)).id);
    return upload(
      person(now('new')),
      { ...id('mail'), ...now('mail') },
      { ...was('back'), 'Profile Status': 'ACTIVE' },
      { ...id('both'), ...now('both'), 'Profile Status': 'INACTIVE' },
      { ...was('name'), 'First Name': 'Changed' },
      { 'Email Address': `CASE-${made}@was.example`, 'First Name': 'Changed' },
      { ...id('gone'), ...now('gone'), 'Profile Status': 'DELETED' },
      { ...id('away'), ...now('away') },
      was('same'),
      person({ ...now('bad'), Office: 'None' }),
    );
  };

  test('lists the rows that have one', async () => {
    const load = await mixed();
    expect(load.counts).toMatchObject({
      rows: 10,
      create: 1,
      update: 7,
      unchanged: 1,
      invalid: 1,
      selected: 8,
      emails: 0,
    });
    const { items, selection } = await admin.rows(load.id);
    expect(items).toHaveLength(LINES.length);
    expect(items.filter((one: any) => one.hasEmailBox).map(({ line }: any) => line)).toEqual(
      WITH_BOX,
    );
    expect(items.some(({ email }: any) => email)).toBe(false);
    expect(selection).toEqual({ boxes: 8, selected: 8, emailBoxes: 4, emails: 0 });
  });

  test('a tick is saved for a row that has a box and refused otherwise', async () => {
    const load = await mixed();
    for (const [index, what] of LINES.entries()) {
      const line = index + 2;
      const { status, body } = await row(load, line, { email: true });
      const answer = status === 200 ? body.email : body.code;
      const hasBox = WITH_BOX.includes(line);
      const acts = line <= 9;
      expect([what, answer]).toEqual([
        what,
        hasBox || (acts ? 'EMAIL_NOT_ALLOWED' : 'ROW_NOT_SELECTABLE'),
      ]);
    }
    const { body } = await admin.get(`/api/user-batch-upload/loads/${load.id}`);
    expect(body.counts.emails).toBe(4);
  });

  test('unticking a row clears and removes its Email box', async () => {
    const load = await mixed();
    expect((await row(load, 3, { email: true })).body).toMatchObject({
      selected: true,
      email: true,
    });
    expect((await row(load, 3, { selected: false })).body).toMatchObject({
      selected: false,
      email: false,
    });
    expect((await row(load, 3, { email: true })).body.code).toBe('EMAIL_NOT_ALLOWED');
    expect((await row(load, 3, { selected: false, email: true })).body.code).toBe(
      'EMAIL_NOT_ALLOWED',
    );
    expect((await row(load, 3, { selected: true })).body).toMatchObject({
      selected: true,
      email: false,
    });
    expect((await row(load, 3, { selected: false })).status).toBe(200);
    expect((await row(load, 3, { selected: true, email: true })).body).toMatchObject({
      selected: true,
      email: true,
    });
    expect((await row(load, 3, { email: false })).body).toMatchObject({
      selected: true,
      email: false,
    });
  });

  test('the header box ticks only rows of the filter that have a box', async () => {
    const load = await mixed();
    expect((await all(load, { email: true }, '?show=update')).counts).toMatchObject({
      selected: 8,
      emails: 3,
    });
    expect((await all(load, { email: true })).counts).toMatchObject({ emails: 4 });
    expect((await admin.rows(load.id)).selection).toEqual({
      boxes: 8,
      selected: 8,
      emailBoxes: 4,
      emails: 4,
    });
    expect((await all(load, { email: false }, '?show=create')).counts).toMatchObject({ emails: 3 });
    expect((await all(load, { selected: false })).counts).toMatchObject({ selected: 0, emails: 0 });
    expect((await all(load, { email: true })).counts).toMatchObject({ selected: 0, emails: 0 });
    expect((await all(load, { selected: true, email: true })).counts).toMatchObject({
      selected: 8,
      emails: 4,
    });
  });

  test('Finish invites the users at their new addresses and counts them', async () => {
    const load = await mixed();
    await all(load, { email: true });
    await row(load, 5, { email: false });
    const { outcome } = await admin.finish(load.id);
    expect(outcome).toMatchObject({ created: 1, updated: 7, invited: 3 });
    for (const address of [
      `new-${made}@now.example`,
      `mail-${made}@now.example`,
      `back-${made}@was.example`,
    ])
      expect(await eventually(async () => (await mailsTo(platform, address)).at(-1))).toBeTruthy();
    for (const address of [
      `mail-${made}@was.example`,
      `both-${made}@now.example`,
      `gone-${made}@now.example`,
    ])
      expect(await mailsTo(platform, address)).toEqual([]);
  });

  test('a user whose row was not written is not invited', async () => {
    const load = await mixed();
    await all(load, { email: true });
    const { body: found } = await admin.get(`/api/users?search=mail-${made}@was.example`);
    await admin.patch(`/api/users/${found.items[0].id}`, { email: `mail-${made}@now.example` });
    const { body: taker } = await admin.get(`/api/users?search=name-${made}@was.example`);
    await admin.patch(`/api/users/${taker.items[0].id}`, { email: `new-${made}@now.example` });
    const { outcome } = await admin.finish(load.id);
    // The new e-mail was taken, the changed one existed already, and the user of the third row was deleted.
    expect(outcome).toMatchObject({
      created: 0,
      conflict: 2,
      unchanged: 2,
      updated: 5,
      invited: 2,
    });
    expect(await mailsTo(platform, `new-${made}@now.example`)).toEqual([]);
  });
});
