import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** The story of the help page, over HTTP: template, upload, review, ticks, Finish, mail. */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const file = (rows: Cells[]) => csv(headers, rows);

  test('the template has the base columns and the custom fields of the organisation', async () => {
    const {
      status,
      headers: answered,
      body,
    } = await admin.get('/api/user-batch-upload/template.csv');
    expect(status).toBe(200);
    expect(answered.get('content-disposition')).toContain('attachment');
    expect(body.replace('\uFEFF', '')).toBe(`${headers.join(',')}\r\n`);
  });

  test('the sample loads without a problem', async () => {
    const { body: sample } = await admin.get('/api/user-batch-upload/sample.csv');
    const { status, body: load } = await admin.upload(sample);
    expect(status).toBe(201);
    expect(load.counts.rows).toBeGreaterThan(0);
    expect(load.counts.create).toBe(load.counts.rows);
    expect((await admin.delete(`/api/user-batch-upload/loads/${load.id}`)).status).toBe(204);
  });

  test('a file is staged, reviewed and finished: created, updated, left out, invited', async () => {
    const { body: before } = await admin.get('/api/users?pageSize=500');
    const existing = before.items.find((user: Cells) => user['email']?.startsWith('viewer@'));
    const { status, body: load } = await admin.upload(
      file([
        person({ 'Email Address': 'one@new.example' }),
        person({ 'Email Address': 'two@new.example' }),
        person({ 'Email Address': 'three@new.example', Office: 'Nort Clinic' }),
        { 'Email Address': existing.email, 'First Name': 'Renamed' },
        { 'Email Address': 'admin@northwind.example' },
      ]),
    );
    expect(status).toBe(201);
    expect(load).toMatchObject({
      status: 'STAGED',
      encoding: 'utf-8',
      delimiter: ',',
      counts: { rows: 5, create: 2, update: 1, unchanged: 1, invalid: 1, selected: 3, emails: 0 },
      outcome: null,
    });

    const rows = await admin.rows(load.id);
    expect(rows.items.map((row: { action: string }) => row.action)).toEqual([
      'CREATE',
      'CREATE',
      'INVALID',
      'UPDATE',
      'UNCHANGED',
    ]);
    expect(rows.items[2].problems).toEqual([
      expect.objectContaining({
        column: 'Office',
        code: 'OFFICE_UNKNOWN',
        value: 'Nort Clinic',
        suggestion: 'North Clinic',
      }),
    ]);
    expect(rows.items[3].changes).toEqual([
      { column: 'First Name', from: existing.firstName, to: 'Renamed' },
    ]);

    const { body: unticked } = await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows/3`, {
      selected: false,
    });
    expect(unticked).toMatchObject({
      line: 3,
      selected: false,
      email: false,
      load: { counts: { selected: 2, emails: 0 } },
    });
    const { body: ticked } = await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows`, {
      email: true,
    });
    expect(ticked.counts).toMatchObject({ selected: 2, emails: 1 });

    const finished = await admin.finish(load.id);
    expect(finished).toMatchObject({
      status: 'FINISHED',
      outcome: {
        created: 1,
        updated: 1,
        unchanged: 1,
        skipped: 2,
        conflict: 0,
        failed: 0,
        invited: 1,
      },
    });
    const { body: found } = await admin.get('/api/users?search=new.example');
    expect(found.items.map((user: Cells) => user['email'])).toEqual(['one@new.example']);
    expect(found.items[0]).toMatchObject({ status: 'INACTIVE' });

    const mails = await eventually(async () => {
      const names = await readdir(join(platform.config.dataDir, 'mail')).catch(() => []);
      return names.filter((name) => name.endsWith('.eml')).length === 1 && names;
    });
    const mail = await readFile(join(platform.config.dataDir, 'mail', mails[0] ?? ''), 'utf8');
    expect(mail).toContain('one@new.example');

    await eventually(async () => {
      const { body } = await admin.get('/api/activity');
      const of = body.items.filter((entry: { loadId: string }) => entry.loadId === load.id);
      return of.length === 2;
    });
  });

  test('the same file again changes nothing', async () => {
    const text = file([person({ 'Email Address': 'again@new.example' })]);
    const { body: first } = await admin.upload(text);
    await admin.finish(first.id);
    const { body: second } = await admin.upload(text);
    expect(second.counts).toMatchObject({ rows: 1, unchanged: 1, create: 0, update: 0 });
  });

  test('the report of the rejected rows can be uploaded again once they are fixed', async () => {
    const { body: load } = await admin.upload(
      file([
        person({ 'Email Address': 'good@new.example' }),
        person({ 'Email Address': 'bad@new.example', Office: 'Nowhere', 'First Name': '=cmd' }),
      ]),
    );
    await admin.finish(load.id);
    const { body: report } = await admin.get(
      `/api/user-batch-upload/loads/${load.id}/report.csv?only=rejected`,
    );
    expect(report).toContain("'=cmd");
    expect(report).toContain('Nowhere');
    expect(report).not.toContain('good@new.example');
    const { status, body: again } = await admin.upload(
      report.replace(',Nowhere,', ',North Clinic,'),
    );
    expect(status).toBe(201);
    expect(again.counts).toMatchObject({ rows: 1, create: 1 });
    expect((await admin.rows(again.id)).items[0].cells['First Name']).toBe('=cmd');
  });
});
