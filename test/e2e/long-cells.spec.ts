import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Cells, csv, person } from './csv.js';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const LOADS = '/api/user-batch-upload/loads';
const MB = 1_000_000;

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '1000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const stage = async (rows: Cells[]) => {
    const { status, body } = await admin.upload(csv(headers, rows));
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'STAGED' });
    return body;
  };
  const wholeRow = async (loadId: string, line: number) =>
    (await admin.get(`${LOADS}/${loadId}/rows/${line}`)).body;

  test.each([
    ['Office', 254],
    ['First Name', 254],
    ['Internal ID', 254],
    ['Mobile Phone', 254],
    ['Weekly Hours', 254],
    ['Start Date', 254],
    ['Remote', 254],
    ['Employee Notes', 4_000],
  ])('%s: a cell of more than four times its limit is only TOO_LONG', async (column, limit) => {
    const cell = '🙂7'.repeat(2 * limit + 1);
    const load = await stage([
      person({ [column]: cell }),
      person({ 'Email Address': 'b@n.example' }),
    ]);
    expect(load.counts).toMatchObject({ create: 1, invalid: 1 });
    const row = await wholeRow(load.id, 2);
    expect(row.problems).toEqual([
      {
        column,
        code: 'TOO_LONG',
        severity: 'error',
        value: '🙂7'.repeat(100),
        message: `“${'🙂7'.repeat(30)}…” has ${4 * limit + 2} characters; at most ${limit} are allowed. Shorten it.`,
      },
    ]);
    expect(row.cells[column]).toBe(cell);
    expect(row.truncated).toEqual([]);
    const { items } = await admin.rows(load.id);
    expect(items[0].cells[column]).toBe('🙂7'.repeat(100));
    expect(items[0].truncated).toEqual([column]);
    expect(items[1].truncated).toEqual([]);
  });

  test('a cell of exactly its limit is kept, also where it is written with twice as many characters', async () => {
    const cells = {
      'First Name': 'e\u0301'.repeat(254),
      'Employee Notes': 'e\u0301'.repeat(4_000),
    };
    const load = await stage([person(cells)]);
    const row = await wholeRow(load.id, 2);
    expect(row.problems).toEqual([]);
    expect(row.cells).toMatchObject({
      'First Name': 'é'.repeat(254),
      'Employee Notes': 'é'.repeat(4_000),
    });
  });

  test('a number with 250,000 digits, for a user who has a number, is TOO_LONG', async () => {
    const { body: users } = await admin.get('/api/users');
    const [user] = users.items;
    await admin.patch(`/api/users/${user.id}`, { customFields: { 'Weekly Hours': '5' } });
    const load = await stage([
      { 'Email Address': user.email, 'Weekly Hours': `1.${'0'.repeat(240_000)}1` },
    ]);
    const row = await wholeRow(load.id, 2);
    expect(row).toMatchObject({ action: 'INVALID', user: { id: user.id } });
    expect(row.problems).toMatchObject([{ column: 'Weekly Hours', code: 'TOO_LONG' }]);
  });

  test('a page of 500 rows with the widest cells has at most 2 MB and names truncated columns', async () => {
    // Six bytes each in JSON.
    const wide = (length: number) => '\u0001'.repeat(length);
    const load = await stage(
      Array.from({ length: 500 }, (_, index) => ({
        ...Object.fromEntries(headers.map((header) => [header, wide(254)])),
        'Internal ID': `${wide(200)}${index}`,
        'Employee Notes': wide(2_000),
      })),
    );
    const { body } = await admin.get(`${LOADS}/${load.id}/rows?pageSize=500`);
    expect(body.items).toHaveLength(500);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(2 * MB);
    for (const row of body.items) {
      expect(new Set(row.truncated)).toEqual(new Set(headers));
      expect(row.problems.length).toBeGreaterThanOrEqual(headers.length);
      for (const { code } of row.problems) expect(code).not.toBe('');
    }
    const row = await wholeRow(load.id, body.items[499].line);
    expect(row.cells['Employee Notes']).toBe(wide(2_000));
    expect(row.problems[0].message).not.toBe('');
  });

  test('a missing row is ROW_NOT_FOUND', async () => {
    const load = await stage([person()]);
    for (const line of ['1', '3', '0', '-1', '2x', '99999999999', '2.0']) {
      const path = `${LOADS}/${load.id}/rows/${line}`;
      const cells = { Office: 'North Clinic' };
      for (const answer of [await admin.get(path), await admin.patch(path, { cells })])
        expect(answer).toMatchObject({
          status: 404,
          body: {
            code: 'ROW_NOT_FOUND',
            detail: expect.stringContaining(`line ${line.slice(0, 9)}`),
          },
        });
    }
  });
});
