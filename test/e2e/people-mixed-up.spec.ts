import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { RoleEntity } from '../../apps/platform/src/roles/role.entity.js';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { realFile } from '../files/opening.js';
import { Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** Files in which a row would write somebody else than its author means, or a person once more. */

interface Row {
  line: number;
  action: string;
  problems: {
    column: string;
    code: string;
    severity: string;
    message: string;
    suggestion?: string;
  }[];
}

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '2000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const stage = async (file: Buffer | string, by = admin): Promise<Row[]> => {
    const { status, body } = await by.upload(file);
    expect(status).toBe(201);
    return (await by.rows(body.id)).items;
  };
  const stageCase = async (name: string) => stage(await readFile(realFile(name)));
  const create = async (...rows: Cells[]) => {
    const { body } = await admin.upload(csv(headers, rows.map(person)));
    const { outcome } = await admin.finish(body.id);
    expect(outcome.created).toBe(rows.length);
  };
  const found = (rows: Row[]) =>
    rows.flatMap(({ line, problems }) =>
      problems.map(
        ({ column, code, suggestion }) =>
          `${line} ${column}: ${code}${suggestion === undefined ? '' : ` → ${suggestion}`}`,
      ),
    );
  const messages = (rows: Row[]) =>
    rows.flatMap(({ problems }) => problems.map(({ message }) => message));

  test('an Internal ID that is nearly a user’s is a warning that names the user', async () => {
    await create(
      {
        'Internal ID': '00731',
        'Email Address': 'nora@near.example',
        'First Name': 'Nora',
        'Last Name': 'Near',
        'Mobile Phone': '5557654321',
      },
      {
        'Internal ID': 'EMP-9',
        'Email Address': 'nina@near.example',
        'First Name': 'Nina',
        'Last Name': 'Nine',
      },
    );
    const rows = await stageCase('a54-near-internal-ids.csv');
    const warned = rows.filter(({ problems }) =>
      problems.some(({ code }) => code === 'POSSIBLE_DUPLICATE'),
    );
    // Those of lines 6, 8 and 14 are the user's own after cleaning, and the letters of line 13 are Cyrillic.
    expect(warned.map(({ line }) => line)).toEqual([2, 3, 4, 5, 7, 9, 10, 11, 12, 15]);
    expect(messages(warned.slice(0, 1))[0]).toBe(
      'Nora Near has nearly the same Internal ID, “00731”. If this is the same person, enter the Internal ID “00731”; otherwise this row creates another user.',
    );
    expect(warned.at(-1)?.problems).toMatchObject([
      {
        column: 'Mobile Phone',
        code: 'POSSIBLE_DUPLICATE',
        severity: 'warning',
        message: expect.stringMatching(/^Nora Near has the same name and phone\./),
      },
    ]);
  });

  test('an Internal ID that is nearly a user’s is suggested if there is no e-mail', async () => {
    const update = { 'Last Name': 'Silva' };
    const rows = await stage(
      csv(headers, [
        { ...update, 'Internal ID': '731' },
        { ...update, 'Internal ID': 'emp 9' },
        { ...update, 'Internal ID': '732' },
      ]),
    );
    expect(found(rows)).toEqual([
      '2 Internal ID: NO_SUCH_USER → 00731',
      '3 Internal ID: NO_SUCH_USER → EMP-9',
      '4 Internal ID: NO_SUCH_USER',
    ]);
  });

  test('an Internal ID with a problem of its own is compared with no user, whatever the other rows have', async () => {
    const rows = await stage(
      csv(headers, [
        person({ 'Internal ID': '731', 'Email Address': 'a@own.example' }),
        person({ 'Internal ID': '7\uFEFF31', 'Email Address': 'b@own.example' }),
      ]),
    );
    expect(found(rows)).toEqual([
      '2 Internal ID: POSSIBLE_DUPLICATE',
      '3 Internal ID: CONTROL_CHARACTER → 731',
    ]);
  });

  test('a user whom the admin may not change is not named', async () => {
    const { body: boss } = await admin.upload(
      csv(headers, [
        person({
          'Internal ID': '0042',
          'Email Address': 'boss@near.example',
          'First Name': 'Bo',
          'Last Name': 'Boss',
        }),
      ]),
      { role: 'Administrator' },
    );
    await admin.finish(boss.id);
    const em = platform.app.get(EntityManager).fork();
    const { id: _id, ...like } = await em.findOneOrFail(User, { email: 'admin@northwind.example' });
    const { id: roleId } = await em.findOneOrFail(RoleEntity, {
      organisationId: like.organisationId,
      name: 'Manager',
    });
    const email = 'manager@near.example';
    em.create(User, { ...like, id: randomUUID(), email, emailKey: email, roleId });
    await em.flush();
    const manager = await Client.signIn(platform, email);
    const row = csv(headers, [
      person({ 'Internal ID': '42', 'Email Address': 'other@near.example' }),
    ]);
    const [told] = messages(await stage(row, manager));
    expect(told).toMatch(/^A user whom you may not change has nearly the same Internal ID\./);
    expect(messages(await stage(row))[0]).toMatch(/^Bo Boss has nearly the same Internal ID/);
  });

  test('a placeholder as Internal ID never makes two people one', async () => {
    for (const file of ['a02-placeholder-internal-id-first', 'a02b-placeholder-internal-id-second'])
      expect(found(await stageCase(`${file}.csv`))).toEqual(['2 Internal ID: INTERNAL_ID_INVALID']);
  });

  test('two users who swap their e-mails: each row says how', async () => {
    await create(
      { 'Internal ID': 'S-1', 'Email Address': 'sw.a@x.example', 'First Name': 'Swa' },
      { 'Internal ID': 'S-2', 'Email Address': 'sw.b@x.example', 'First Name': 'Swb' },
    );
    const rows = await stageCase('a04-email-swap.csv');
    expect(found(rows)).toEqual(['2 Internal ID: MATCH_CONFLICT', '3 Internal ID: MATCH_CONFLICT']);
    expect(messages(rows)[0]).toMatch(/Swa Sousa.*Swb Sousa.*first/);
    expect(messages(rows).join()).not.toMatch(/one of the two/);
  });

  test('the Internal ID of a DELETED user in the hands of a new hire warns of both', async () => {
    const gone = (internalId: string, email: string): Cells => ({
      'Internal ID': internalId,
      'Email Address': email,
      'First Name': 'Olga',
      'Last Name': 'Gone',
    });
    await create(gone('D-77', 'olga@x.example'), gone('S-3', 'olga.two@x.example'));
    const { body: load } = await admin.upload(
      csv(headers, [
        { 'Internal ID': 'D-77', 'Profile Status': 'DELETED' },
        { 'Internal ID': 'S-3', 'Profile Status': 'DELETED' },
      ]),
    );
    await admin.finish(load.id);
    const reused = (
      await readFile(realFile('a06b-deleted-internal-id-reused-for-new-person.csv'), 'utf8')
    ).replace('S-2', 'S-3');
    for (const rows of [
      await stageCase('a40-leaver-id-reused-for-new-hire.csv'),
      await stage(reused),
    ]) {
      expect(found(rows)).toEqual([
        '2 Profile Status: USER_REVIVED',
        '2 First Name: PERSON_REPLACED',
      ]);
      expect(messages(rows)[0]).toMatch(/^Olga Gone .* Staff/);
    }
  });

  test('names that moved to other rows are a warning on each', async () => {
    const names = ['Aa', 'Bb', 'Cc', 'Dd', 'Ee'];
    await create(
      ...names.map((name, index) => ({
        'Internal ID': `SH-${index}`,
        'Email Address': `sh${index}@sh.example`,
        'First Name': name,
        'Last Name': `${name}son`,
        Office: 'West Clinic',
      })),
    );
    expect(found(await stageCase('a62-names-shifted.csv'))).toEqual(
      [2, 3, 4, 5, 6].map((line) => `${line} First Name: PERSON_REPLACED`),
    );
  });

  test('names that moved to rows of other chunks are a warning on each too', async () => {
    const row = (id: number, name: number): Cells =>
      person({
        'Internal ID': `MV-${id}`,
        'Email Address': `mv${id}@mv.example`,
        'First Name': `Given ${name}`,
        'Last Name': `Moved ${name}`,
      });
    // The rows of more than one chunk.
    const ids = Array.from({ length: 1_100 }, (_, id) => id);
    const { body: created } = await admin.upload(
      csv(
        headers,
        ids.map((id) => row(id, id)),
      ),
    );
    await admin.rest(created.id);
    expect((await admin.finish(created.id)).outcome).toMatchObject({ created: ids.length });
    const turned = csv(
      headers,
      ids.map((id) =>
        id === 7 ? { ...row(id, id), 'Last Name': 'Married' } : row(id, 1_099 - id),
      ),
    );
    const { body: load } = await admin.upload(turned);
    expect((await admin.rest(load.id)).counts).toMatchObject({
      update: ids.length,
      warning: ids.length - 1,
    });
    const { items, problems } = await admin.rows(load.id, '?show=warning&pageSize=10');
    expect(problems).toEqual([
      { column: 'First Name', code: 'PERSON_REPLACED', severity: 'warning', rows: ids.length - 1 },
    ]);
    expect(items[0]).toMatchObject({
      line: 2,
      action: 'UPDATE',
      problems: [
        {
          column: 'First Name',
          value: 'Given 1099',
          message: expect.stringContaining('another user of this file, Given 1099 Moved 1099'),
        },
      ],
    });
  }, 60_000);

  test('text that was decoded twice gets its letters as a suggestion', async () => {
    expect(found(await stageCase('b10k-double-encoded.csv'))).toEqual([
      '2 First Name: TEXT_DAMAGED → José',
      '2 Last Name: TEXT_DAMAGED → Müller',
    ]);
  });
});
