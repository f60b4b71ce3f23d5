import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answer, Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { ReadRows } from '../../libs/user-batch-upload/src/review/read-rows.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Edits, fixes, ticks and Finish at the same moment: each is before or after the other, and the counts are right. */

const LOADS = '/api/user-batch-upload/loads';
const TIMES = 8;

/** What happens after the rows of a page were chosen, and before they are read. */
let meanwhile: (() => Promise<unknown>) | undefined;

class ReadRowsLater extends ReadRows {
  override async lines(...asked: Parameters<ReadRows['lines']>) {
    const happens = meanwhile;
    meanwhile = undefined;
    await happens?.();
    return super.lines(...asked);
  }
}

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let other: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(
      { ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '5000' },
      { override: (builder) => builder.overrideProvider(ReadRows).useClass(ReadRowsLater) },
    );
    admin = await Client.signIn(platform);
    other = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const row = (cells: Cells = {}) =>
    person({ 'Email Address': `${randomUUID()}@new.example`, ...cells });
  const staged = async (...rows: Cells[]) =>
    admin.rest((await admin.upload(csv(headers, rows))).body.id);
  const edit = (client: Client, { id }: { id: string }, line: number, body: object) =>
    client.patch(`${LOADS}/${id}/rows/${line}`, body);
  const codeOf = ({ status, body }: Answer) => (body.code ? `${status} ${body.code}` : `${status}`);
  const loadNow = async ({ id }: { id: string }) => (await admin.get(`${LOADS}/${id}`)).body;
  const rowsNow = async ({ id }: { id: string }): Promise<any[]> => {
    const rows: any[] = [];
    for (let page = 1; ; page += 1) {
      const { items, total } = await admin.rows(id, `?pageSize=500&page=${page}`);
      rows.push(...items);
      if (rows.length >= total) return rows;
    }
  };
  /** The counts as the rows have them. */
  const counted = (rows: readonly any[]) => {
    const of = (action: string) => rows.filter((one) => one.action === action).length;
    return {
      rows: rows.length,
      create: of('CREATE'),
      update: of('UPDATE'),
      unchanged: of('UNCHANGED'),
      invalid: of('INVALID'),
      warning: rows.filter(({ problems }) =>
        problems.some(({ severity }: any) => severity === 'warning'),
      ).length,
      selected: rows.filter(({ selected }) => selected).length,
      emails: rows.filter(({ email }) => email).length,
    };
  };

  test('if two people edit one cell, one wins and the other is refused', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const load = await staged(row());
      const answers = await Promise.all(
        [admin, other].map((client, index) =>
          edit(client, load, 2, { cells: { 'First Name': `Name ${index}` }, revision: 1 }),
        ),
      );
      expect(answers.map(codeOf).toSorted()).toEqual(['200', '409 LOAD_CHANGED']);
      const winner = answers.findIndex(({ status }) => status === 200);
      const [now] = await rowsNow(load);
      expect(now.cells['First Name']).toBe(`Name ${winner}`);
      expect((await loadNow(load)).revision).toBe(2);
    }
  });

  test('if two people edit different rows, both edits are saved, even if the rows become duplicates', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const load = await staged(row(), row());
      const cells = { 'Email Address': `${randomUUID()}@new.example` };
      const answers = await Promise.all([
        edit(admin, load, 2, { cells, revision: 1 }),
        edit(other, load, 3, { cells, revision: 1 }),
      ]);
      expect(answers.map(codeOf)).toEqual(['200', '200']);
      expect(answers.map(({ body }) => body.load.revision).toSorted()).toEqual([2, 3]);
      const rows = await rowsNow(load);
      expect(rows.map(({ action }) => action)).toEqual(['INVALID', 'INVALID']);
      expect(await loadNow(load)).toMatchObject({ revision: 3, counts: counted(rows) });
    }
  });

  test('an edit while Finish begins is in the user, or refused', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const load = await staged(row());
      const finish = admin.post(`${LOADS}/${load.id}/finish`);
      const [finished, edited] = await Promise.all([
        finish,
        edit(other, load, 2, { cells: { 'First Name': 'Edited' } }),
      ]);
      expect(finished.status).toBe(202);
      const isEdited = edited.status === 200;
      if (!isEdited)
        expect(['409 LOAD_FINISHING', '409 LOAD_NOT_STAGED']).toContain(codeOf(edited));
      await admin.rest(load.id);
      const [now] = await rowsNow(load);
      const user = (await admin.get(`/api/users/${now.user.id}`)).body;
      expect([now.cells['First Name'], user.firstName]).toEqual(
        isEdited ? ['Edited', 'Edited'] : ['Ana', 'Ana'],
      );
    }
  });

  test('Finish with a revision never writes cells that its reader has not seen', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const load = await staged(row());
      const [edited, finished] = await Promise.all([
        edit(other, load, 2, { cells: { 'First Name': 'Edited' }, revision: 1 }),
        admin.post(`${LOADS}/${load.id}/finish`, { revision: 1 }),
      ]);
      const isEdited = edited.status === 200;
      expect(codeOf(finished)).toBe(isEdited ? '409 LOAD_CHANGED' : '202');
      const { status } = await admin.rest(load.id);
      expect(status).toBe(isEdited ? 'STAGED' : 'FINISHED');
    }
  });

  test('a fix of thousands of rows while others tick and edit: nothing is lost, and the counts are right', async () => {
    const load = await staged(
      ...Array.from({ length: 3_000 }, (_, index) =>
        row(index % 2 === 0 ? { Office: 'Nort Clinic' } : {}),
      ),
    );
    const fault = { column: 'Office', code: 'OFFICE_UNKNOWN', value: 'Nort Clinic' };
    const [fixed, ...answers] = await Promise.all([
      admin.post(`${LOADS}/${load.id}/fixes`, { ...fault, to: 'North Clinic' }),
      edit(other, load, 3, { selected: false }),
      edit(other, load, 5, { email: true }),
      edit(other, load, 7, { cells: { 'First Name': 'Edited' } }),
      edit(other, load, 2_999, { selected: false }),
      other.patch(`${LOADS}/${load.id}/rows?search=nothing`, { selected: false }),
    ]);
    expect([fixed, ...answers].map(codeOf)).toEqual(['201', ...answers.map(() => '200')]);
    expect(fixed.body).toMatchObject({ changed: 1_500, fixed: 1_500 });
    const rows = await rowsNow(load);
    expect(await loadNow(load)).toMatchObject({ revision: 7, counts: counted(rows) });
    const at = (line: number) => rows[line - 2];
    expect([at(3).selected, at(2_999).selected, at(5).email]).toEqual([false, false, true]);
    expect(at(7).cells['First Name']).toBe('Edited');
    expect(rows.filter(({ cells }) => cells['Office'] === 'Nort Clinic')).toEqual([]);
  });

  test('rows that are edited while they are read are all shown as they are after the edit', async () => {
    const load = await staged(row({ Office: 'Nort Clinic' }), row({ Office: 'Nort Clinic' }));
    meanwhile = () => edit(other, load, 2, { cells: { Office: 'North Clinic' } });
    const { items, total, selection } = await admin.rows(load.id, '?show=invalid');
    expect(meanwhile).toBeUndefined();
    expect(items).toMatchObject([{ line: 3, action: 'INVALID', cells: { Office: 'Nort Clinic' } }]);
    expect({ total, boxes: selection.boxes }).toEqual({ total: 1, boxes: 0 });
  });

  test('two fixes of the same rows are both made', async () => {
    const load = await staged(
      ...Array.from({ length: 1_200 }, () => row({ Office: 'Nort Clinic', 'First Name': '' })),
    );
    const fix = (client: Client, column: string, code: string, value: string, to: string) =>
      client.post(`${LOADS}/${load.id}/fixes`, { column, code, value, to });
    const answers = await Promise.all([
      fix(admin, 'Office', 'OFFICE_UNKNOWN', 'Nort Clinic', 'North Clinic'),
      fix(other, 'First Name', 'REQUIRED', '', 'Ana'),
    ]);
    expect(answers.map(({ body }) => body.changed)).toEqual([1_200, 1_200]);
    expect(answers.map(({ body }) => body.fixed).toSorted((a, b) => a - b)).toEqual([0, 1_200]);
    expect(await loadNow(load)).toMatchObject({
      revision: 3,
      counts: { create: 1_200, invalid: 0, selected: 1_200 },
    });
  });
});
