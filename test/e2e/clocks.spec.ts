import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { UserBatchUploadHealth } from 'user-batch-upload';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const LOADS = '/api/user-batch-upload/loads';
const LISTENER = 'RecordActivity';
const HOURS = 60 * 60 * 1000;
/** The times written before the database's clock was set back by four hours. */
const later = (): number => Date.now() + 4 * HOURS;

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), { options: { sweepMs: 60 * 60 * 1000 } });
    admin = await Client.signIn(platform);
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const staged = async (email: string) =>
    (await admin.upload(csv(headers, [person({ 'Email Address': email })]))).body;
  async function sweepOften(): Promise<void> {
    await platform.restart({ options: { sweepMs: 50 } });
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
  }

  /** A load whose worker was killed during Finish, before the clock was set back. */
  async function abandoned(email: string): Promise<string> {
    const load = await staged(email);
    await em.execute(
      `update batch_upload_chunk set task = 'FINISH', leased_until = ? where load_id = ?`,
      [later() + 10_000, load.id],
    );
    await em.execute(
      `update batch_upload_load set status = 'FINISHING', finished_by = created_by, waiting_since = ? where id = ?`,
      [later(), load.id],
    );
    return load.id;
  }

  test('a waiting load with times in the future appears in the health check and is finished', async () => {
    const id = await abandoned('future@new.example');
    const health = await platform.app.get(UserBatchUploadHealth).check();
    expect(health.oldestWaitingLoadSeconds).toBeGreaterThan(0);
    await sweepOften();
    expect((await admin.rest(id)).outcome).toMatchObject({ created: 1 });
  });

  test('events whose next delivery is further away than any pause are delivered now', async () => {
    const load = await staged('events@new.example');
    await em.execute(`update batch_upload_load set status = 'STAGED' where id = ?`, [load.id]);
    const [{ position }] = (await em.execute(
      `insert into batch_upload_event (id, type, occurred_at, organisation_id, load_id, line, actor_id, user_id, changes, fanned_out)
       select 'future', 'UserUpdated', ?, organisation_id, id, 2, created_by, created_by, '[]', 1
       from batch_upload_load where id = ? returning position`,
      [later(), load.id],
    )) as [{ position: number }];
    // During its first call: half an hour is within the longest pause, but not within the first.
    for (const [lane, ms] of [
      ['claimed', HOURS / 2],
      ['paused', 4 * HOURS],
    ] as const)
      await em.execute(
        `insert into batch_upload_delivery (lane, position, listener, load_id, attempts, next_at) values (?, ?, ?, ?, 1, ?)`,
        [lane, position, LISTENER, load.id, Date.now() + ms],
      );
    await eventually(
      async () =>
        (await em.execute(`select lane from batch_upload_delivery where position = ?`, [position]))
          .length === 0,
    );
  });

  test('a load created or ended in the future ages from now on and is purged', async () => {
    const ended = await staged('ended@new.example');
    await admin.delete(`${LOADS}/${ended.id}`);
    const made = await staged('made@new.example');
    await em.execute(`update batch_upload_load set ended_at = ? where id = ?`, [later(), ended.id]);
    await em.execute(`update batch_upload_load set created_at = ? where id = ?`, [
      later(),
      made.id,
    ]);
    const times = async (id: string) => {
      const [load] = (await em.execute(
        `select created_at, ended_at from batch_upload_load where id = ?`,
        [id],
      )) as [{ created_at: number; ended_at: number | null }];
      return Math.max(Number(load.created_at), Number(load.ended_at));
    };
    for (const { id } of [ended, made])
      await eventually(async () => (await times(id)) < Date.now() + HOURS);
    // A purge that was claimed before the clock was set back.
    await em.execute(`update batch_upload_load set ended_at = 0 where id = ?`, [ended.id]);
    await em.execute(
      `update batch_upload_chunk set task = 'PURGE', leased_until = ? where load_id = ?`,
      [later(), ended.id],
    );
    await eventually(
      async () =>
        (await em.execute(`select 1 from batch_upload_row where load_id = ?`, [ended.id]))
          .length === 0,
    );
  });
});
