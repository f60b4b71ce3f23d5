import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Purge } from '../../libs/user-batch-upload/src/load/purge.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryStand } from './stands.js';

const LOADS = '/api/user-batch-upload/loads';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  let em: SqlEntityManager;

  beforeAll(async () => {
    platform = await startPlatform({ ...(await stand.env()), BATCH_UPLOAD_MAX_ROWS: '10000' });
    admin = await Client.signIn(platform);
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const staged = async (email: string) =>
    (await admin.upload(csv(headers, [person({ 'Email Address': email, 'First Name': 'Canary' })])))
      .body;

  test('after its time a finished load keeps counts, ids and outcomes, and no cell', async () => {
    const load = await staged('purged@new.example');
    await admin.finish(load.id);
    await em.execute('update batch_upload_load set ended_at = 0 where id = ?', [load.id]);
    await platform.app.get(Purge).run();
    const { status, body } = await admin.get(`${LOADS}/${load.id}/report.csv`);
    expect({ status, code: body.code }).toEqual({ status: 410, code: 'REPORT_PURGED' });
    expect((await admin.get(`${LOADS}/${load.id}`)).body).toMatchObject({
      outcome: { created: 1 },
      counts: { rows: 1 },
    });
    const rows = await admin.rows(load.id);
    expect(rows.items).toEqual([
      expect.objectContaining({ line: 2, outcome: 'CREATED', cells: {} }),
    ]);
    for (const table of ['row', 'keys', 'verdict', 'outcome'])
      expect(
        JSON.stringify(
          await em.execute(`select * from batch_upload_${table} where load_id = ?`, [load.id]),
        ),
      ).not.toMatch(/canary/i);
  });

  test('a load that is never finished expires', async () => {
    const load = await staged('expired@new.example');
    await em.execute('update batch_upload_load set created_at = 0 where id = ?', [load.id]);
    await platform.app.get(Purge).run();
    expect((await admin.get(`${LOADS}/${load.id}`)).body.status).toBe('DISCARDED');
  });

  test('an upload that broke off leaves nothing', async () => {
    const load = await staged('broken@new.example');
    await em.execute(
      `update batch_upload_load set created_at = 0, status = 'RECEIVING' where id = ?`,
      [load.id],
    );
    expect((await admin.get(`${LOADS}/${load.id}`)).status).toBe(404);
    await platform.app.get(Purge).run();
    expect(await em.execute('select * from batch_upload_row where load_id = ?', [load.id])).toEqual(
      [],
    );
  });

  test('a large file that turns out to be damaged leaves nothing', async () => {
    const rows = Array.from({ length: 4_500 }, (_, index) =>
      person({ 'Email Address': `damaged${index}@new.example` }),
    );
    const before = await em.execute('select count(*) as rows from batch_upload_row');
    const { status, body } = await admin.upload(`${csv(headers, rows)}1,"never closed`);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'FILE_MALFORMED' });
    expect(await em.execute('select count(*) as rows from batch_upload_row')).toEqual(before);
    expect(await em.execute(`select id from batch_upload_load where status = 'RECEIVING'`)).toEqual(
      [],
    );
  });

  test('a load that is being finished can neither be changed nor discarded', async () => {
    const load = await staged('finishing@new.example');
    await em.execute(`update batch_upload_load set status = 'FINISHING' where id = ?`, [load.id]);
    await em.execute(
      `update batch_upload_chunk set todo = 'FINISH', leased_until = 99999999999999 where load_id = ?`,
      [load.id],
    );
    for (const asked of [
      admin.patch(`${LOADS}/${load.id}/rows/2`, { selected: false }),
      admin.patch(`${LOADS}/${load.id}/rows`, { email: true }),
      admin.delete(`${LOADS}/${load.id}`),
    ]) {
      const { status, body } = await asked;
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'LOAD_FINISHING' });
    }
  });
});
