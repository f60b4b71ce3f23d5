import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import type { UserBatchUploadEvent } from 'user-batch-upload';
import { type Answer, Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Rows that a finished load left out for their errors become a load of their own. */

const LOADS = '/api/user-batch-upload/loads';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '5000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const email = () => `${randomUUID()}@new.example`;
  const row = (cells: Cells = {}) => person({ 'Email Address': email(), ...cells });
  const staged = async (...rows: Cells[]) =>
    admin.rest((await admin.upload(csv(headers, rows), { name: 'people.csv' })).body.id);
  const again = ({ id }: { id: string }, client = admin): Promise<Answer> =>
    client.post(`${LOADS}/${id}/again`);
  const rowsOf = async ({ id }: { id: string }) => (await admin.rows(id)).items as any[];
  const refusal = async (asked: Promise<Answer>) => {
    const { status, body } = await asked;
    return `${status} ${body.code}`;
  };

  test('rows with errors and conflicts come again, with their lines and edited cells', async () => {
    const taken = email();
    const load = await staged(
      row(),
      row({ Office: 'Nowhere' }),
      row({ 'Email Address': taken }),
      row(),
      row({ Office: 'Elsewhere' }),
    );
    await admin.patch(`${LOADS}/${load.id}/rows/5`, { selected: false });
    await admin.patch(`${LOADS}/${load.id}/rows/6`, { cells: { Office: 'Other' } });
    const other = await staged(row({ 'Email Address': taken, 'Last Name': 'First' }));
    await admin.finish(other.id);
    const { outcome } = await admin.finish(load.id);
    expect(outcome).toMatchObject({ created: 1, skipped: 3, conflict: 1 });
    const { status, body } = await again(load);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'AGAIN',
      from: load.id,
      revision: 1,
      status: 'STAGED',
      role: load.role,
      fileName: 'people.csv',
      delimiter: ',',
      counts: { rows: 3, update: 1, invalid: 2, selected: 1 },
    });
    const rows = await rowsOf(body);
    expect(rows.map(({ line, cells }) => [line, cells.Office])).toEqual([
      [3, 'Nowhere'],
      [4, 'North Clinic'],
      [6, 'Other'],
    ]);
    expect(rows[1]).toMatchObject({ action: 'UPDATE', matchedBy: 'Email Address' });
    expect(rows.map(({ edited }) => edited.Office?.original)).toEqual([
      undefined,
      undefined,
      'Elsewhere',
    ]);
    expect((await admin.get(LOADS)).body.items[0]).toMatchObject({ id: body.id, kind: 'AGAIN' });
  });

  test('its rows are edited, finished and published as events like any other', async () => {
    const heard: UserBatchUploadEvent[] = [];
    const hearing = platform.app
      .get(EventBus)
      .subscribe((event) => void heard.push(event as UserBatchUploadEvent));
    const load = await staged(row(), row({ Office: 'Nowhere' }));
    await admin.finish(load.id);
    const { body } = await again(load);
    await admin.patch(`${LOADS}/${body.id}/rows/3`, { cells: { Office: 'North Clinic' } });
    expect((await admin.finish(body.id)).outcome).toMatchObject({ created: 1 });
    expect(await refusal(again(body))).toBe('409 NOTHING_SELECTED');
    const kinds = await eventually(async () => {
      const found = heard.filter(({ loadId }) => [load.id, body.id].includes(loadId));
      return found.length >= 4 && found.map(({ loadId, loadKind }) => [loadId, loadKind]);
    });
    hearing.unsubscribe();
    for (const [id, kind] of kinds) expect(kind).toBe(id === body.id ? 'AGAIN' : 'FILE');
  });

  test('an edited cell keeps its original from the file, which can be restored', async () => {
    const first = await staged(
      row({ Office: 'Bogus', 'First Name': '' }),
      row(),
      row({ Office: 'Nowhere' }),
    );
    const edit = ({ id }: { id: string }, cells: Cells, line = 2) =>
      admin.patch(`${LOADS}/${id}/rows/${line}`, { cells });
    await edit(first, { Office: 'Bogus 2' });
    await admin.finish(first.id);
    const second = (await again(first)).body;
    await edit(second, { 'First Name': 'Ana' });
    await edit(second, { Office: 'North Clinic' }, 4);
    await admin.finish(second.id);
    const third = (await again(second)).body;
    const { body: edited } = await edit(third, { Office: 'Bogus 3' });
    expect(edited.edited).toMatchObject({
      Office: { original: 'Bogus' },
      'First Name': { original: '' },
    });
    const { body: report } = await admin.get(`${LOADS}/${third.id}/report.csv`);
    expect(report).toContain('the file had “Bogus”');
    expect(report).not.toContain('the file had “Bogus 2”');
    await admin.delete(`${LOADS}/${third.id}/fixes/${edited.edited.Office.fixId}`);
    const [now] = await rowsOf(third);
    expect([now.cells.Office, now.edited.Office.original]).toEqual(['Bogus 2', 'Bogus']);
    await admin.delete(`${LOADS}/${third.id}/fixes/${now.edited.Office.fixId}`);
    const [back] = await rowsOf(third);
    expect([back.cells.Office, Object.keys(back.edited)]).toEqual(['Bogus', ['First Name']]);
  });

  test('thousands of rows come again as they were', async () => {
    const load = await staged(
      ...Array.from({ length: 3_000 }, (_, index) =>
        row(index % 2 === 0 ? { Office: `Nowhere ${index}` } : {}),
      ),
    );
    await admin.finish(load.id);
    const made = await admin.rest((await again(load)).body.id);
    expect(made.counts).toMatchObject({ rows: 1_500, invalid: 1_500 });
    const { items } = await admin.rows(made.id, '?pageSize=2&page=600');
    expect(items.map(({ line, cells }: any) => [line, cells.Office])).toEqual([
      [2_398, 'Nowhere 2396'],
      [2_400, 'Nowhere 2398'],
    ]);
  });

  test('a column that was added later is blank, and a removed column is refused by name', async () => {
    const label = `New ${randomUUID().slice(0, 8)}`;
    const load = await staged(row({ Office: 'Nowhere' }), row());
    await admin.finish(load.id);
    const { body: field } = await admin.post('/api/custom-fields', { label, kind: 'TEXT' });
    const { body } = await again(load);
    expect((await rowsOf(body))[0].cells[label]).toBe('');
    const edited = await admin.patch(`${LOADS}/${body.id}/rows/2`, {
      cells: { [label]: 'filled in', Office: 'North Clinic' },
    });
    expect(edited.body.cells[label]).toBe('filled in');
    await admin.patch(`${LOADS}/${body.id}/rows/2`, { cells: { Office: 'Nowhere' } });
    const wider = (
      await admin.upload(csv([...headers, label], [row({ Office: 'Nowhere' }), row()]))
    ).body;
    await admin.finish(wider.id);
    expect((await admin.delete(`/api/custom-fields/${field.id}`)).status).toBe(204);
    const refused = await again(wider);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'HEADER_INVALID', errors: [{ code: 'COLUMN_UNKNOWN', column: label }] },
    });
  });

  test('a load that is not finished, has nothing to fix, or was purged is refused', async () => {
    const load = await staged(row(), row({ Office: 'Nowhere' }));
    expect(await refusal(again(load))).toBe('409 LOAD_NOT_FINISHED');
    await admin.finish(load.id);
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await em.execute('update batch_upload_load set purged_at = 1 where id = ?', [load.id]);
    expect(await refusal(again(load))).toBe('410 REPORT_PURGED');
    const fine = await staged(row(), row());
    await admin.patch(`${LOADS}/${fine.id}/rows/2`, { selected: false });
    await admin.finish(fine.id);
    expect(await refusal(again(fine))).toBe('409 NOTHING_SELECTED');
  });
});
