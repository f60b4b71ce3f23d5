import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { filledIn, textRows, workbookOf } from '../files/workbook.js';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  }, 60_000);
  afterAll(() => platform?.stop());

  const template = async (): Promise<Buffer> => {
    const response = await fetch(`${platform.url}/api/user-batch-upload/template.xlsx`, {
      headers: { cookie: admin.cookie },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('template.xlsx');
    return Buffer.from(await response.arrayBuffer());
  };
  const person = (id: string, email: string) => ['1', id, email, 'Ana', 'Sousa', 'North Clinic'];

  test('a filled-in copy of template.xlsx loads as it was typed, whatever its name', async () => {
    const rows = [
      person('00123', 'zeros@new.example'),
      person('1234567890123456789', 'digits@new.example'),
    ];
    const file = await filledIn(await template(), rows);
    const { status, body: load } = await admin.upload(file, { name: 'users.csv' });
    expect(status).toBe(201);
    expect(load).toMatchObject({
      status: 'STAGED',
      encoding: null,
      delimiter: null,
      sheet: 'Users',
      notices: [],
      counts: { rows: 2, create: 2 },
    });
    const { items } = await admin.rows(load.id);
    expect(items.map(({ line, cells }: any) => [line, cells['Internal ID']])).toEqual([
      [2, '00123'],
      [3, '1234567890123456789'],
    ]);
    expect((await admin.finish(load.id)).outcome).toMatchObject({ created: 2 });
    const report = await admin.get(`/api/user-batch-upload/loads/${load.id}/report.csv?only=all`);
    expect(report.body).toContain('zeros@new.example');
  });

  test('half of a surrogate pair is a lost character, in a workbook and in an edit', async () => {
    const rows = [headers, ['1', '', 'half@new.example', 'A_xD800_na', 'Sousa', 'North Clinic']];
    const { status, body: load } = await admin.upload(await workbookOf(textRows(rows)));
    expect(status).toBe(201);
    const row = `/api/user-batch-upload/loads/${load.id}/rows/2`;
    for (const { cells, problems } of [
      (await admin.get(row)).body,
      (await admin.patch(row, { cells: { 'First Name': 'A\udc00na' } })).body,
    ]) {
      expect(cells['First Name']).toBe('A\uFFFDna');
      expect(problems).toMatchObject([{ column: 'First Name', code: 'CONTROL_CHARACTER' }]);
    }
    const fix = { column: 'First Name', code: 'CONTROL_CHARACTER', value: 'A\uFFFDna' };
    const fixes = `/api/user-batch-upload/loads/${load.id}/fixes`;
    expect((await admin.post(fixes, { ...fix, to: '\ud800' })).body).toMatchObject({ changed: 1 });
    expect((await admin.post(fixes, { ...fix, value: '\ud800', to: 'Ana' })).status).toBe(201);
  });

  test('an Internal ID that the workbook has as a date or a long number is refused', async () => {
    const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const row = (id: string, email: string) =>
      `<row>${text('1')}${id}${[email, 'Ana', 'Sousa', 'North Clinic'].map(text).join('')}</row>`;
    const rows = [
      row('<c s="1"><v>45366</v></c>', 'date@new.example'),
      row('<c s="1"><v>45366.5</v></c>', 'moment@new.example'),
      row('<c><v>12345678901234567</v></c>', 'digits@new.example'),
      row('<c><v>4.4E+9</v></c>', 'value@new.example'),
      row(text('2024'), 'year@new.example'),
    ];
    const header = `<row>${headers.map(text).join('')}</row>`;
    const file = await workbookOf({
      formats: ['yyyy-mm-dd'],
      sheets: [{ rows: header + rows.join('') }],
    });
    const { body: load } = await admin.upload(file);
    const { items } = await admin.rows(load.id);
    expect(
      items.map(({ cells, problems }: any) => [
        cells['Internal ID'],
        ...problems.map(({ code }: { code: string }) => code),
      ]),
    ).toEqual([
      ['2024-03-15', 'INTERNAL_ID_INVALID'],
      ['2024-03-15 12:00:00', 'INTERNAL_ID_INVALID'],
      ['1.23456789012346E+16', 'INTERNAL_ID_INVALID'],
      ['4400000000'],
      ['2024'],
    ]);
  });

  test('a sheet is read by its name, and the refusal of an unknown name lists the sheets', async () => {
    const one = textRows([headers, person('S1', 'one@new.example')]);
    const two = textRows([headers, person('S2', 'two@new.example')]);
    const file = await workbookOf({
      sheets: [
        { name: 'One', rows: one },
        { name: 'Two', rows: two },
      ],
    });
    const { body: load } = await admin.upload(file, { sheet: 'Two' });
    expect(load).toMatchObject({ sheet: 'Two', notices: [] });
    expect((await admin.rows(load.id)).items[0].cells['Internal ID']).toBe('S2');
    const assumed = await admin.upload(file);
    expect(assumed.body.notices).toEqual([
      {
        code: 'SHEET_ASSUMED',
        message: expect.stringMatching(/“One”.*“Two”/),
        sheets: ['One', 'Two'],
      },
    ]);
    const refused = await admin.upload(file, { sheet: 'Three' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'UPLOAD_INVALID' } });
    expect(refused.body.detail).toMatch(/“One”, “Two”/);
    expect((await admin.upload(headers.join(','), { sheet: 'One' })).body.code).toBe(
      'UPLOAD_INVALID',
    );
  });

  async function hostileWorkbooksAreRefused() {
    const bomb = await workbookOf(' '.repeat(20_000_000));
    const lists = await workbookOf({
      formats: Array.from({ length: 70 }, (_, index) => `${index}${'0'.repeat(900_000)}`),
      sheets: [{ rows: textRows([headers]) }],
    });
    const answers = await Promise.all([
      ...[bomb, lists, bomb, lists, bomb, lists].map((file) => admin.upload(file)),
      admin.upload(await workbookOf(textRows([headers, person('S3', 'three@new.example')]))),
      admin.get('/api/health'),
    ]);
    expect(answers.map(({ status, body }) => body.code ?? status)).toEqual([
      ...Array.from({ length: 6 }, () => 'FILE_MALFORMED'),
      201,
      200,
    ]);
  }
  if (setup.isFirst)
    test('hostile workbooks are refused while others are served', hostileWorkbooksAreRefused);
});
