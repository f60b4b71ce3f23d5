import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Retention } from '../../libs/user-batch-upload/src/worker/retention.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const LOADS = '/api/user-batch-upload/loads';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  let em: SqlEntityManager;

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '10000' });
    admin = await Client.signIn(platform);
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const staged = async (email: string) =>
    (await admin.upload(csv(headers, [person({ 'Email Address': email, 'First Name': 'Canary' })])))
      .body;

  test('after the retention time a finished load keeps counts, ids and outcomes, but no cells', async () => {
    const { body: load } = await admin.upload(
      csv(headers, [
        person({ 'Email Address': 'purged@new.example', 'First Name': 'Canary' }),
        person({ 'Email Address': 'viewer@northwind.example', 'Last Name': 'Canary' }),
        person({ 'Email Address': 'office@new.example', Office: 'Canary' }),
      ]),
    );
    await admin.finish(load.id);
    await em.execute(
      `update batch_upload_outcome set reason = 'Canary' where load_id = ? and line = 2`,
      [load.id],
    );
    const kept = async () =>
      (
        await Promise.all(
          ['row', 'row_check', 'outcome'].map(async (table) =>
            JSON.stringify(
              await em.execute(`select * from batch_upload_${table} where load_id = ?`, [load.id]),
            ),
          ),
        )
      ).map((text) => /canary/i.test(text));
    expect(await kept()).toEqual([true, true, true]);
    await em.execute('update batch_upload_load set ended_at = 0 where id = ?', [load.id]);
    await platform.app.get(Retention).run();
    const { status, body } = await admin.get(`${LOADS}/${load.id}/report.csv`);
    expect({ status, code: body.code }).toEqual({ status: 410, code: 'REPORT_PURGED' });
    expect((await admin.get(`${LOADS}/${load.id}`)).body).toMatchObject({
      outcome: { created: 1, updated: 1, skipped: 1 },
      counts: { rows: 3 },
    });
    const rows = await admin.rows(load.id);
    expect(rows.items).toEqual([
      expect.objectContaining({ line: 2, outcome: 'CREATED', cells: {} }),
      expect.objectContaining({ line: 3, outcome: 'UPDATED', cells: {} }),
      expect.objectContaining({ line: 4, outcome: 'SKIPPED', cells: {} }),
    ]);
    expect(await kept()).toEqual([false, false, false]);
  });

  test('the changes of an undelivered event outlive the load until the event is delivered', async () => {
    const load = (
      await admin.upload(
        csv(headers, [
          person({ 'Email Address': 'admin@northwind.example', 'Last Name': 'Canary' }),
        ]),
      )
    ).body;
    await admin.finish(load.id);
    const event = async () => {
      const [found] = await em.execute<{ changes: string; position: number }[]>(
        `select changes, position from batch_upload_event where type = 'UserUpdated' and load_id = ?`,
        [load.id],
      );
      return found;
    };
    const due = async () =>
      (
        await em.execute<{ to_purge: number }[]>(
          'select to_purge from batch_upload_load where id = ?',
          [load.id],
        )
      )[0]?.to_purge;
    const { position } = (await event()) as { position: number };
    await em.execute(
      `insert into batch_upload_delivery (lane, position, listener, load_id, attempts, next_at, dead_at) values ('x', ?, 'x', ?, 12, 0, 1)`,
      [position, load.id],
    );
    await em.execute('update batch_upload_load set ended_at = 0 where id = ?', [load.id]);
    await platform.app.get(Retention).run();
    expect({ changes: (await event())?.changes, due: await due() }).toEqual({
      changes: expect.stringContaining('Canary'),
      due: 1,
    });
    await em.execute(`delete from batch_upload_delivery where lane = 'x'`);
    await platform.app.get(Retention).run();
    expect(await due()).toBe(1);
    // An hour later.
    await em.execute('update batch_upload_chunk set leased_until = 0 where load_id = ?', [load.id]);
    await platform.app.get(Retention).run();
    expect({ changes: (await event())?.changes, due: await due() }).toEqual({
      changes: '[]',
      due: 0,
    });
  });

  test('a load that is never finished expires', async () => {
    const load = await staged('expired@new.example');
    await em.execute('update batch_upload_load set created_at = 0 where id = ?', [load.id]);
    await platform.app.get(Retention).run();
    expect((await admin.get(`${LOADS}/${load.id}`)).body.status).toBe('DISCARDED');
  });

  test('an interrupted upload leaves nothing', async () => {
    const load = await staged('broken@new.example');
    await em.execute(
      `update batch_upload_load set created_at = 0, status = 'RECEIVING' where id = ?`,
      [load.id],
    );
    expect((await admin.get(`${LOADS}/${load.id}`)).status).toBe(404);
    await platform.app.get(Retention).run();
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
      `update batch_upload_chunk set task = 'FINISH', leased_until = ? where load_id = ?`,
      [Date.now() + 10_000, load.id],
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
