import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answer, Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** The faults of a load, and one value for all rows that have one of them. */

const LOADS = '/api/user-batch-upload/loads';
const NORT = { column: 'Office', code: 'OFFICE_UNKNOWN', value: 'Nort Clinic' };

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '20000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const email = () => `${randomUUID()}@new.example`;
  const row = (cells: Cells = {}) => person({ 'Email Address': email(), ...cells });
  const staged = async (...rows: Cells[]) =>
    admin.rest((await admin.upload(csv(headers, rows))).body.id);
  const faults = async ({ id }: { id: string }, query = '') =>
    (await admin.get(`${LOADS}/${id}/faults${query}`)).body;
  const fix = ({ id }: { id: string }, body: object): Promise<Answer> =>
    admin.post(`${LOADS}/${id}/fixes`, body);
  const undo = ({ id }: { id: string }, fixId: string): Promise<Answer> =>
    admin.delete(`${LOADS}/${id}/fixes/${fixId}`);
  const edit = ({ id }: { id: string }, line: number, cells: Cells): Promise<Answer> =>
    admin.patch(`${LOADS}/${id}/rows/${line}`, { cells });
  const rowsNow = async ({ id }: { id: string }, query = '') =>
    (await admin.rows(id, query)).items as any[];
  const loadNow = async ({ id }: { id: string }) => (await admin.get(`${LOADS}/${id}`)).body;
  const offices = async (load: { id: string }) =>
    (await rowsNow(load)).map(({ cells }) => cells['Office']);
  const refusal = async (asked: Promise<Answer>) => {
    const { status, body } = await asked;
    return `${status} ${body.code}`;
  };

  test('faults are listed with their number of rows and their suggestions, the most frequent first', async () => {
    const load = await staged(
      row({ Office: 'Nort Clinic' }),
      row({ Office: 'Nort Clinic', 'Profile Status': 'active' }),
      row({ Office: 'Nort Clinic', 'Profile Status': 'active' }),
      row({ Office: '' }),
      row({ 'First Name': 'x'.repeat(300) }),
      { 'Email Address': 'admin@northwind.example', 'Profile Status': 'INACTIVE' },
      row(),
    );
    const { items, ...page } = await faults(load);
    expect(page).toEqual({ total: 5, page: 1, pageSize: 100 });
    expect(items[0]).toEqual({
      ...NORT,
      severity: 'error',
      rows: 3,
      fixable: true,
      suggestion: 'North Clinic',
      options: expect.arrayContaining(['North Clinic', 'South Clinic']),
    });
    expect(items[1]).toEqual({
      column: 'Profile Status',
      code: 'STATUS_INVALID',
      value: 'active',
      severity: 'error',
      rows: 2,
      fixable: true,
      suggestion: 'ACTIVE',
      options: ['ACTIVE', 'INACTIVE'],
    });
    expect(items.slice(2)).toEqual([
      expect.objectContaining({ column: 'Office', code: 'REQUIRED', value: '', fixable: true }),
      {
        column: 'First Name',
        code: 'TOO_LONG',
        value: 'x'.repeat(200),
        severity: 'error',
        rows: 1,
        fixable: false,
      },
      expect.objectContaining({ code: 'PROTECTED_USER', value: 'INACTIVE', fixable: false }),
    ]);
    const second = await faults(load, '?page=2&pageSize=1');
    expect(second).toMatchObject({ total: 5, page: 2, items: [{ code: 'STATUS_INVALID' }] });
  });

  test('a value that belongs to one user is fixable in several rows only by its suggestion', async () => {
    const load = await staged(
      row({ 'Email Address': '' }),
      row({ 'Email Address': '' }),
      row({ 'Internal ID': '1.2E+10' }),
      row({ 'Internal ID': '1.2E+10' }),
      row({ 'Email Address': '<one@fault.example>' }),
    );
    expect((await faults(load)).items).toMatchObject([
      { column: 'Email Address', code: 'REQUIRED', value: '', rows: 2, fixable: false },
      { column: 'Internal ID', code: 'INTERNAL_ID_INVALID', rows: 2, fixable: false },
      { column: 'Email Address', suggestion: 'one@fault.example', rows: 1, fixable: true },
    ]);
  });

  test('a row that is a duplicate in two ways has one fault', async () => {
    const load = await staged(
      row({ 'Internal ID': 'F-1', 'Email Address': 'one@fault.example' }),
      row({ 'Internal ID': 'F-1', 'Email Address': 'one@fault.example' }),
    );
    expect((await faults(load)).items).toMatchObject([
      { code: 'DUPLICATE_IN_FILE', value: 'one@fault.example', rows: 2, fixable: false },
    ]);
  });

  test('a fix changes the rows that have the fault, and no other row', async () => {
    const load = await staged(
      row({ Office: 'Nort Clinic' }),
      row({ Office: 'Nort Clinic ' }),
      row({ Office: 'Nort  Clinic' }),
      row({ Office: 'Nort Clinic', 'First Name': '' }),
      row({ 'Last Name': 'Nort Clinic' }),
      row(),
    );
    await admin.patch(`${LOADS}/${load.id}/rows/7`, { selected: false });
    const { status, body } = await fix(load, { ...NORT, to: ' South Clinic ', revision: 2 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(String),
      changed: 3,
      fixed: 2,
      load: { revision: 3, counts: { create: 4, invalid: 2, selected: 3 } },
    });
    expect(await loadNow(load)).toEqual(body.load);
    const rows = await rowsNow(load);
    expect(rows.map(({ cells }) => cells['Office'])).toEqual([
      'South Clinic',
      'South Clinic',
      'Nort  Clinic',
      'South Clinic',
      'North Clinic',
      'North Clinic',
    ]);
    expect(rows.map(({ selected }) => selected)).toEqual([true, true, false, false, true, false]);
    expect(rows[0].edited.Office).toMatchObject({ original: 'Nort Clinic', fixId: body.id });
    expect(rows[4].edited).toEqual({});
    expect((await faults(load)).items.map(({ value }: any) => value)).toEqual(['Nort  Clinic', '']);
  });

  test('a blank cell can be filled in everywhere', async () => {
    const load = await staged(row({ Office: '' }), row({ Office: '' }), row());
    const blank = { column: 'Office', code: 'REQUIRED', value: '' };
    expect((await fix(load, { ...blank, to: 'North Clinic' })).body).toMatchObject({
      changed: 2,
      fixed: 2,
    });
    expect(await offices(load)).toEqual(['North Clinic', 'North Clinic', 'North Clinic']);
  });

  test('a fix that nothing needs changes nothing', async () => {
    const load = await staged(row({ Office: 'Nort Clinic' }));
    for (const fault of [
      { ...NORT, value: 'Other' },
      { ...NORT, code: 'REQUIRED' },
      { ...NORT, column: 'First Name' },
    ])
      expect((await fix(load, { ...fault, to: 'North Clinic' })).body).toMatchObject({
        changed: 0,
        fixed: 0,
        load: { revision: 1 },
      });
    expect((await fix(load, { ...NORT, to: NORT.value })).body).toMatchObject({ changed: 0 });
    expect((await edit(load, 2, { Office: 'North Clinic' })).body.load.revision).toBe(2);
  });

  test('a fix that gives many rows one e-mail makes them duplicates, and undoing it frees them', async () => {
    const bad = { column: 'Email Address', code: 'EMAIL_INVALID', value: 'n/a' };
    const load = await staged(
      row({ 'Email Address': 'n/a' }),
      row({ 'Email Address': 'shared@fix.example' }),
      row({ 'Email Address': 'n/a' }),
    );
    const { body } = await fix(load, { ...bad, to: 'shared@fix.example' });
    expect(body).toMatchObject({ changed: 2, fixed: 0, load: { counts: { invalid: 3 } } });
    expect((await rowsNow(load))[1].problems[0].message).toContain('lines 2, 4');
    expect((await undo(load, body.id)).body).toMatchObject({
      changed: 2,
      load: { counts: { create: 1, invalid: 2, selected: 1 } },
    });
  });

  test('undoing restores the previous value of each row, except for cells that were changed later', async () => {
    const load = await staged(
      row({ Office: 'Nort Clinic' }),
      row({ Office: 'Nort Clinic' }),
      row({ Office: 'Elsewhere' }),
    );
    const before = await rowsNow(load);
    await edit(load, 4, { Office: 'Nort Clinic' });
    const first = (await fix(load, { ...NORT, to: 'Sout Clinic' })).body;
    expect(first.changed).toBe(3);
    const second = (await edit(load, 2, { Office: 'North Clinic', 'First Name': 'Eve' })).body;
    expect((await undo(load, first.id)).body).toMatchObject({ changed: 2, load: { revision: 5 } });
    expect(await offices(load)).toEqual(['North Clinic', 'Nort Clinic', 'Nort Clinic']);
    const rows = await rowsNow(load);
    expect(rows[1]).toEqual(before[1]);
    expect(rows[2].edited.Office.original).toBe('Elsewhere');
    expect((await undo(load, second.edited.Office.fixId)).body.changed).toBe(1);
    expect((await rowsNow(load))[0]).toEqual(before[0]);
    await undo(load, rows[2].edited.Office.fixId);
    expect(await rowsNow(load)).toEqual(before);
    expect((await loadNow(load)).counts).toEqual(load.counts);
    expect(await refusal(undo(load, first.id))).toBe('404 FIX_NOT_FOUND');
  });

  test('a fix of another load, an unknown column, an old revision and a finished load are refused', async () => {
    const load = await staged(row({ Office: 'Nort Clinic' }), row());
    const other = await staged(row());
    const { id } = (await fix(load, { ...NORT, to: 'Nowhere', revision: 1 })).body;
    expect(await refusal(undo(other, id))).toBe('404 FIX_NOT_FOUND');
    const nowhere = { ...NORT, value: 'Nowhere', to: 'North Clinic' };
    expect(await refusal(fix(load, { ...nowhere, revision: 1 }))).toBe('409 LOAD_CHANGED');
    for (const column of ['Surprise', ''])
      expect(await refusal(fix(load, { ...nowhere, column }))).toBe('409 CELL_NOT_EDITABLE');
    expect(await refusal(fix(load, { ...nowhere, value: 'x'.repeat(401) }))).toBe('400 VALIDATION');
    expect(await refusal(fix(load, { column: 'Office' }))).toBe('400 VALIDATION');
    expect(await refusal(fix(load, { ...nowhere, to: 'x'.repeat(32_001) }))).toBe('400 VALIDATION');
    await admin.finish(load.id);
    expect(await refusal(fix(load, nowhere))).toBe('409 LOAD_NOT_STAGED');
    expect(await refusal(undo(load, id))).toBe('409 LOAD_NOT_STAGED');
  });

  test('a fix of thousands of rows in several chunks is one change, and so is its undoing', async () => {
    const load = await staged(
      ...Array.from({ length: 4_500 }, (_, index) =>
        row(index % 3 === 0 ? { Office: 'Nort Clinic' } : {}),
      ),
    );
    const { body } = await fix(load, { ...NORT, to: 'North Clinic' });
    expect(body).toMatchObject({
      changed: 1_500,
      fixed: 1_500,
      load: { revision: 2, counts: { create: 4_500, invalid: 0, selected: 4_500 } },
    });
    expect((await faults(load)).total).toBe(0);
    const undone = (await undo(load, body.id)).body;
    expect(undone).toMatchObject({ changed: 1_500, load: { revision: 3, counts: load.counts } });
    expect((await faults(load)).items).toMatchObject([{ ...NORT, rows: 1_500 }]);
  });
});
