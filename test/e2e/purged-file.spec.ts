import { expect, jest, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from 'user-batch-upload';
import { Retention } from '../../libs/user-batch-upload/src/worker/retention.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform } from './platform.js';

const CANARY = 'KANTWOINVALID';

test('a purge leaves nothing of a load in the files of SQLite', async () => {
  const platform = await startPlatform({ BATCH_UPLOAD_MAX_ROWS: '5000' });
  try {
    const admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      person({
        'Email Address': `purged${index}@new.example`,
        Office: `${CANARY} ${index}`,
        'Employee Notes': `${CANARY} `.repeat(index % 50),
      }),
    );
    const { body: load } = await admin.upload(csv(headers, rows));
    const { id } = await admin.rest(load.id);
    for (const cells of [{ Office: 'North Clinic' }, { Office: CANARY }, { Office: '' }])
      expect(
        (await admin.patch(`/api/user-batch-upload/loads/${id}/rows/2`, { cells })).status,
      ).toBe(200);
    const found = async () => {
      const files = (await readdir(platform.config.dataDir)).filter((name) =>
        name.startsWith('platform.sqlite'),
      );
      const texts = await Promise.all(
        files.map((name) => readFile(join(platform.config.dataDir, name))),
      );
      return texts.some((text) => text.includes(CANARY));
    };
    expect(await found()).toBe(true);
    await admin.delete(`/api/user-batch-upload/loads/${id}`);
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await em.execute('update batch_upload_load set ended_at = 0 where id = ?', [id]);
    expect(
      await eventually(async () => {
        await platform.app.get(Retention).run();
        return !(await found());
      }),
    ).toBe(true);
  } finally {
    await platform.stop();
  }
}, 60_000);

test('the log is emptied once, a while after cells were edited', async () => {
  const platform = await startPlatform({}, { options: { sweepMs: 600_000 } });
  const emptied = jest.spyOn(Database.prototype, 'emptyLog');
  try {
    const admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const { id } = (await admin.upload(csv(headers, [person()]))).body;
    const edit = (name: string) =>
      admin.patch(`/api/user-batch-upload/loads/${id}/rows/2`, { cells: { 'First Name': name } });
    const timesOf = async (runs: number) => {
      emptied.mockClear();
      for (let run = 0; run < runs; run += 1) await platform.app.get(Retention).run();
      return emptied.mock.calls.length;
    };
    await timesOf(2);
    await edit('Edited');
    expect(await timesOf(1)).toBe(0);
    expect(await timesOf(3)).toBe(1);
    // Even if somebody never stops to edit.
    for (let run = 0; run < 20; run += 1) {
      await edit(`Edited ${run}`);
      await platform.app.get(Retention).run();
    }
    expect(emptied.mock.calls.length).toBe(2);
  } finally {
    emptied.mockRestore();
    await platform.stop();
  }
}, 60_000);
