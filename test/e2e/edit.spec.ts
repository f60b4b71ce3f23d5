import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { randomUUID } from 'node:crypto';
import { type Answer, Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Cells are edited in the review, and checked as if they had been read so. */

const LOADS = '/api/user-batch-upload/loads';

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

  const email = () => `${randomUUID()}@new.example`;
  const staged = async (...rows: Cells[]) => (await admin.upload(csv(headers, rows))).body;
  const edit = (load: { id: string }, line: number, cells: Cells, more = {}): Promise<Answer> =>
    admin.patch(`${LOADS}/${load.id}/rows/${line}`, { cells, ...more });
  const loadNow = async ({ id }: { id: string }) => (await admin.get(`${LOADS}/${id}`)).body;
  const rowsNow = async ({ id }: { id: string }, query = '') =>
    (await admin.rows(id, query)).items as any[];
  const codesOf = (row: any): string[] =>
    row.problems.map(({ column, code }: any) => `${column}: ${code}`);
  const refusal = async (asked: Promise<Answer>) => {
    const { status, body } = await asked;
    return `${status} ${body.code}`;
  };
  /** A row without what differs between two loads of the same cells. */
  const judged = ({ line: _line, edited: _edited, ...row }: any) => row;

  describe('one row', () => {
    test('a corrected cell makes the row valid and ticked, and its original is kept', async () => {
      const load = await staged(
        person({ 'Email Address': email(), Office: 'Nort Clinic' }),
        person({ 'Email Address': email() }),
      );
      expect(load).toMatchObject({ kind: 'FILE', from: null, revision: 1 });
      expect(load.counts).toMatchObject({ create: 1, invalid: 1, selected: 1 });
      const { status, body } = await edit(load, 2, { Office: 'North Clinic' }, { revision: 1 });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        line: 2,
        action: 'CREATE',
        selected: true,
        cells: { Office: 'North Clinic' },
        problems: [],
        edited: {
          Office: {
            original: 'Nort Clinic',
            by: { id: expect.any(String), name: expect.any(String) },
            fixId: expect.any(String),
          },
        },
        touched: [],
        load: { revision: 2, counts: { create: 2, invalid: 0, selected: 2 } },
      });
      expect(await loadNow(load)).toMatchObject(body.load);
      const { touched: _touched, load: _load, ...row } = body;
      expect((await admin.get(`${LOADS}/${load.id}/rows/2`)).body).toEqual(row);
      expect((await admin.rows(load.id)).problems).toEqual([]);
    });

    test('an edited row is the same as a row that was read with these cells', async () => {
      const cells = {
        ...person({ 'Email Address': email(), Office: 'Nowhere' }),
        'Profile Status': 'active',
        'Mobile Phone': '(555) 123-4567',
        'First Name': 'JosÃ©',
      };
      const asRead = await staged(cells);
      const load = await staged(person({ 'Email Address': email() }));
      const { body } = await edit(load, 2, cells);
      expect(judged((await rowsNow(load))[0])).toEqual(judged((await rowsNow(asRead))[0]));
      expect(body.load.counts).toEqual((await loadNow(asRead)).counts);
      expect((await admin.rows(load.id)).problems).toEqual((await admin.rows(asRead.id)).problems);
    });

    test('a create that is given the e-mail of a user becomes an update, and keeps its tick', async () => {
      const load = await staged(person({ 'Email Address': email(), 'First Name': 'Ada' }));
      await admin.patch(`${LOADS}/${load.id}/rows/2`, { selected: false });
      const { body } = await edit(load, 2, { 'Email Address': 'admin@northwind.example' });
      expect(body).toMatchObject({ action: 'UPDATE', selected: false, matchedBy: 'Email Address' });
      expect(body.user).not.toBeNull();
      expect(body.load.counts).toMatchObject({ create: 0, update: 1, selected: 0 });
    });

    test('a valid cell may be made wrong, and the row loses its box', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      const { body } = await edit(load, 2, { 'First Name': '' });
      expect(body).toMatchObject({ action: 'INVALID', selected: false });
      expect(codesOf(body)).toEqual(['First Name: REQUIRED']);
      expect(body.load.counts).toMatchObject({ create: 0, invalid: 1, selected: 0 });
    });

    test('a cell is trimmed and composed as a read one, and found by the search', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      const { body } = await edit(load, 2, { 'First Name': '  Zoe\u0308 \u200B' });
      expect(body.cells['First Name']).toBe('Zo\u00EB');
      expect(await rowsNow(load, '?search=zo%C3%AB')).toHaveLength(1);
      expect(await rowsNow(load, '?search=ana')).toHaveLength(0);
    });

    test('lengths and invisible characters are checked as in a file', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      expect(codesOf((await edit(load, 2, { 'First Name': 'x'.repeat(255) })).body)).toEqual([
        'First Name: TOO_LONG',
      ]);
      const far = (await edit(load, 2, { 'First Name': 'x'.repeat(5_000) })).body;
      expect(codesOf(far)).toEqual(['First Name: TOO_LONG']);
      expect(far).toMatchObject({ truncated: ['First Name'] });
      expect(far.cells['First Name']).toHaveLength(200);
      for (const text of ['a\u0000b', 'a\nb', 'a\u200Bb'])
        expect(codesOf((await edit(load, 2, { 'First Name': text })).body)).toEqual([
          'First Name: CONTROL_CHARACTER',
        ]);
      expect((await rowsNow(load))[0].edited['First Name'].original).toBe('Ana');
    });

    test('a cell that gets its original value back is no longer edited', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      await edit(load, 2, { 'First Name': 'Eve' });
      expect((await edit(load, 2, { 'First Name': 'Ana' })).body.edited).toEqual({});
    });

    test('the same cells again change nothing', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      const { body } = await edit(load, 2, { 'First Name': 'Ana' });
      expect(body).toMatchObject({ edited: {}, load: { revision: 1 } });
    });

    test('cells and a tick in one request are both done, or none', async () => {
      const load = await staged(person({ 'Email Address': email(), Office: 'Nowhere' }));
      const done = await edit(load, 2, { Office: 'North Clinic' }, { email: true });
      expect(done.body).toMatchObject({ selected: true, email: true, load: { revision: 3 } });
      expect(await refusal(edit(load, 2, { Office: 'Nowhere' }, { selected: true }))).toBe(
        '409 ROW_NOT_SELECTABLE',
      );
      expect(await rowsNow(load)).toMatchObject([
        { cells: { Office: 'North Clinic' }, email: true },
      ]);
      expect((await loadNow(load)).revision).toBe(3);
    });

    test('a column is edited whatever its name', async () => {
      const labels = ['toString', 'constructor', '__proto__'];
      const ids: string[] = [];
      for (const label of labels)
        ids.push((await admin.post('/api/custom-fields', { label, kind: 'NUMBER' })).body.id);
      const wrong = Object.fromEntries(labels.map((label) => [label, 'x']));
      const file = csv(
        [...headers, ...labels],
        [{ ...person({ 'Email Address': email() }), ...wrong }],
      );
      const load = (await admin.upload(file)).body;
      expect(load.counts).toMatchObject({ rows: 1, invalid: 1 });
      for (const [index, label] of labels.entries()) {
        const { status, body } = await edit(load, 2, Object.fromEntries([[label, '7']]));
        expect([label, status]).toEqual([label, 200]);
        expect(Object.entries<string>(body.cells).find(([name]) => name === label)?.[1]).toBe('7');
        expect(codesOf(body)).toEqual(
          labels.slice(index + 1).map((other) => `${other}: NUMBER_INVALID`),
        );
      }
      for (const id of ids) await admin.delete(`/api/custom-fields/${id}`);
      const other = await staged(person({ 'Email Address': email(), Office: 'Nort Clinic' }));
      for (const label of labels) {
        const cells = Object.fromEntries([
          ['Office', 'North Clinic'],
          [label, 'x'],
        ]);
        expect([label, await refusal(edit(other, 2, cells))]).toEqual([
          label,
          '409 CELL_NOT_EDITABLE',
        ]);
      }
      expect((await loadNow(other)).revision).toBe(1);
    });

    test('a cell that is too large for a request is refused with what to do', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      const { status, body } = await edit(load, 2, { 'Employee Notes': 'x'.repeat(2_000_000) });
      expect([status, body.code]).toEqual([413, 'FILE_TOO_LARGE']);
      expect(body.detail).toMatch(/^This request is too large\. Shorten the texts/);
    });

    test('an unknown row, an unknown column and a value that is not text are refused', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      expect(await refusal(edit(load, 9, { Office: 'x' }))).toBe('404 ROW_NOT_FOUND');
      expect(await refusal(edit(load, 2, { Surprise: 'x' }))).toBe('409 CELL_NOT_EDITABLE');
      for (const cells of [{}, [], 'x', { Office: 1 }, { Office: null }])
        expect([cells, await refusal(edit(load, 2, cells as never))]).toEqual([
          cells,
          '400 VALIDATION',
        ]);
    });
  });

  describe('duplicates', () => {
    test('a row that becomes a duplicate makes the other row invalid, and both have the problem', async () => {
      const [one, two] = [email(), email()];
      const load = await staged(
        person({ 'Email Address': one }),
        person({ 'Email Address': email() }),
        person({ 'Email Address': two }),
      );
      const { body } = await edit(load, 4, { 'Email Address': one });
      expect(body).toMatchObject({ action: 'INVALID', touched: [2] });
      expect(body.problems[0].message).toContain('line 2');
      expect(body.load.counts).toMatchObject({ create: 1, invalid: 2, selected: 1 });
      const [first] = await rowsNow(load);
      expect(codesOf(first)).toEqual(['Email Address: DUPLICATE_IN_FILE']);
      expect(first.problems[0].message).toContain('line 4');
    });

    test('a row that is no longer a duplicate makes the other valid again', async () => {
      const one = email();
      const load = await staged(person({ 'Email Address': one }), person({ 'Email Address': one }));
      expect(load.counts).toMatchObject({ invalid: 2 });
      const { body } = await edit(load, 3, { 'Email Address': email() });
      expect(body).toMatchObject({ action: 'CREATE', selected: true, touched: [2] });
      expect(body.load.counts).toMatchObject({ create: 2, invalid: 0, selected: 2 });
      expect((await rowsNow(load)).map(({ action }) => action)).toEqual(['CREATE', 'CREATE']);
    });

    test('two of three duplicates stay duplicates, even after an edit of another cell', async () => {
      const one = email();
      const load = await staged(
        person({ 'Email Address': one }),
        person({ 'Email Address': one }),
        person({ 'Email Address': one }),
      );
      const { body } = await edit(load, 3, { 'Email Address': email() });
      expect(body.touched).toEqual([2, 4]);
      const messages = (await rowsNow(load)).map(({ problems }) => problems[0]?.message ?? '');
      expect(messages[0]).toContain('line 4');
      expect(messages[0]).not.toContain('3');
      expect(messages[1]).toBe('');
      const again = (await edit(load, 2, { 'First Name': 'Eve' })).body;
      expect(codesOf(again)).toEqual(['Email Address: DUPLICATE_IN_FILE']);
      expect(again.problems[0].message).toBe(messages[0]);
      expect(again.touched).toEqual([]);
    });

    test('after any edits, the load equals an upload of the edited file', async () => {
      const people = [email(), email(), 'admin@northwind.example'];
      const ids = ['', 'X-1', 'X-2'];
      const rows: Cells[] = Array.from({ length: 12 }, (_, index) =>
        person({ 'Email Address': people[index % 3] ?? '', 'Internal ID': ids[index % 2] ?? '' }),
      );
      const load = await staged(...rows);
      let seed = 7;
      const random = (below: number): number => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed % below;
      };
      for (let step = 0; step < 25; step += 1) {
        const index = random(rows.length);
        const cells = {
          'Email Address': [...people, email(), 'n/a', ''][random(6)] ?? '',
          'Internal ID': [...ids, 'N/A'][random(4)] ?? '',
        };
        rows[index] = { ...rows[index], ...cells };
        await edit(load, index + 2, cells);
      }
      const asRead = await staged(...rows);
      const whole = async (one: { id: string }) =>
        (await rowsNow(one)).map((row) => ({ ...judged(row), selected: row.selected }));
      expect(await whole(load)).toEqual(await whole(asRead));
      expect((await loadNow(load)).counts).toEqual((await loadNow(asRead)).counts);
      expect((await admin.rows(load.id)).problems).toEqual((await admin.rows(asRead.id)).problems);
    });
  });

  describe('the revision', () => {
    test('ticks and edits raise it', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      await admin.patch(`${LOADS}/${load.id}/rows/2`, { selected: false });
      await admin.patch(`${LOADS}/${load.id}/rows`, { selected: true });
      expect((await edit(load, 2, { 'First Name': 'Eve' })).body.load.revision).toBe(4);
    });

    test('an edit is refused only if its own row was edited since', async () => {
      const load = await staged(
        person({ 'Email Address': email() }),
        person({ 'Email Address': email() }),
      );
      await edit(load, 2, { 'First Name': 'Eve' });
      await admin.patch(`${LOADS}/${load.id}/rows/3`, { selected: false });
      const other = await edit(load, 3, { 'First Name': 'Eve' }, { revision: 1 });
      expect(other.status).toBe(200);
      expect(await refusal(edit(load, 2, { 'First Name': 'Ida' }, { revision: 1 }))).toBe(
        '409 LOAD_CHANGED',
      );
      const now = await edit(load, 2, { 'First Name': 'Ida' }, { revision: 2 });
      expect(now.body).toMatchObject({ cells: { 'First Name': 'Ida' } });
    });

    test('a revision that is no whole number is a mistake of the request, not a change by others', async () => {
      const load = await staged(person({ 'Email Address': email(), Office: 'Nort Clinic' }));
      const fault = { column: 'Office', code: 'OFFICE_UNKNOWN', value: 'Nort Clinic' };
      for (const revision of [null, '1', 1.5, true]) {
        const asked = [
          edit(load, 2, { Office: 'North Clinic' }, { revision }),
          admin.post(`${LOADS}/${load.id}/fixes`, { ...fault, to: 'North Clinic', revision }),
          admin.post(`${LOADS}/${load.id}/finish`, { revision }),
        ];
        for (const one of asked)
          expect([revision, await refusal(one)]).toEqual([revision, '400 VALIDATION']);
      }
      expect((await loadNow(load)).revision).toBe(1);
    });

    test('Finish is refused if anything was changed since', async () => {
      const load = await staged(person({ 'Email Address': email() }));
      await admin.patch(`${LOADS}/${load.id}/rows/2`, { email: true });
      const finish = (body?: object) => admin.post(`${LOADS}/${load.id}/finish`, body);
      expect(await refusal(finish({ revision: 1 }))).toBe('409 LOAD_CHANGED');
      expect((await loadNow(load)).status).toBe('STAGED');
      expect((await finish({ revision: 2 })).status).toBe(202);
      await admin.rest(load.id);
      expect((await finish({ revision: 1 })).body.outcome).toMatchObject({ created: 1 });
      expect(await refusal(edit(load, 2, { Office: 'x' }))).toBe('409 LOAD_NOT_STAGED');
    });
  });

  test('Finish writes the edited cells, and the report shows the edits', async () => {
    const address = email();
    const load = await staged(person({ 'Email Address': 'n/a', Office: 'Nowhere' }));
    await edit(load, 2, { 'Email Address': address, Office: 'South Clinic' });
    expect((await admin.finish(load.id)).outcome).toMatchObject({ created: 1 });
    const found = (await admin.get(`/api/users?search=${address}`)).body.items;
    expect(found).toMatchObject([{ email: address, office: { name: 'South Clinic' } }]);
    const report = (await admin.get(`${LOADS}/${load.id}/report.csv`)).body as string;
    const [record] = parse(report, { bom: true, columns: true }) as Cells[];
    expect(record).toMatchObject({ 'Email Address': address, Office: 'South Clinic' });
    const { name } = (await loadNow(load)).createdBy;
    expect(record).toMatchObject({
      Problems: `Email Address: changed by ${name}, the file had “n/a”. | Office: changed by ${name}, the file had “Nowhere”.`,
      Result: 'CREATED',
    });
    const again = (await admin.upload(report)).body;
    expect((await rowsNow(again))[0].cells).toEqual((await rowsNow(load))[0].cells);
  });

  test('rows are filtered by column, by ready, and after Finish by unticked', async () => {
    const load = await staged(
      person({ 'Email Address': email() }),
      person({ 'Email Address': email() }),
      person({ 'Email Address': email(), Office: 'Nowhere' }),
      person({ 'Email Address': email(), 'First Name': '' }),
      person({ 'Email Address': email(), 'First Name': '', Office: '' }),
    );
    const lines = async (query: string) => (await rowsNow(load, query)).map(({ line }) => line);
    expect(await lines('?show=ready')).toEqual([2, 3]);
    expect(await lines('?column=Office')).toEqual([4, 6]);
    expect(await lines('?column=Office&problem=REQUIRED')).toEqual([6]);
    expect(await lines('?column=')).toEqual([]);
    expect((await admin.rows(load.id)).problems).toEqual([
      { column: 'First Name', code: 'REQUIRED', severity: 'error', rows: 2 },
      { column: 'Office', code: 'OFFICE_UNKNOWN', severity: 'error', rows: 1 },
      { column: 'Office', code: 'REQUIRED', severity: 'error', rows: 1 },
    ]);
    await admin.patch(`${LOADS}/${load.id}/rows/3`, { selected: false });
    await admin.finish(load.id);
    expect(await lines('?show=unticked')).toEqual([3]);
    expect(await lines('?show=skipped')).toEqual([3, 4, 5, 6]);
  });
});
