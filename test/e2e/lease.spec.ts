import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PlatformUsers } from '../../apps/platform/src/users/platform-users.js';
import { Chunks, LeaseLost } from '../../libs/user-batch-upload/src/work/chunk-lease.js';
import { Options } from '../../libs/user-batch-upload/src/user-batch-upload.options.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryStand, onPostgresqlAndRedis } from './stands.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await stand.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  test('a worker that slept past its lease can’t complete its chunk: another worker has it', async () => {
    const { body: load } = await admin.upload(csv(headers, [person()]));
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await em.execute(`update batch_upload_chunk set todo = 'FINISH' where load_id = ?`, [load.id]);
    const chunks = platform.app.get(Chunks);
    await RequestContext.create(em, async () => {
      const slept = await chunks.claim(load.id, 'FINISH');
      if (!slept) throw new Error('The chunk was not free.');
      expect(await chunks.claim(load.id, 'FINISH')).toBeUndefined();
      await em.execute('update batch_upload_chunk set leased_until = 1 where load_id = ?', [
        load.id,
      ]);
      const awake = await chunks.claim(load.id, 'FINISH');
      expect(awake?.fence).toBe(slept.fence + 1);
      await expect(chunks.done(slept)).rejects.toThrow(LeaseLost);
      if (awake) await chunks.done(awake);
    });
  });
});

onPostgresqlAndRedis((stand) => {
  test('a chunk that takes longer than its lease stays with its worker', async () => {
    const platform = await startPlatform(await stand.env());
    try {
      const other = await startPlatform(sharedWith(platform));
      let calls = 0;
      for (const { app } of [platform, other]) {
        Object.assign(app.get(Options), { leaseMs: 300, sweepMs: 100 });
        const users = app.get(PlatformUsers, { strict: false });
        const write = users.write.bind(users);
        users.write = async (...args) => {
          calls += 1;
          await new Promise((resolve) => setTimeout(resolve, 2_000));
          return write(...args);
        };
      }
      try {
        const admin = await Client.signIn(platform);
        const { body } = await admin.get('/api/user-batch-upload/options');
        const headers = body.columns.map(({ header }: { header: string }) => header);
        const { body: load } = await admin.upload(csv(headers, [person()]));
        await admin.post(`/api/user-batch-upload/loads/${load.id}/finish`);
        const finished = await eventually(async () => {
          const answer = await admin.get(`/api/user-batch-upload/loads/${load.id}`);
          return answer.body.status === 'FINISHED' && answer.body;
        }, 20_000);
        expect(finished.outcome.created).toBe(1);
        expect(calls).toBe(1);
      } finally {
        await other.stop();
      }
    } finally {
      await platform.stop();
    }
  }, 60_000);
});

const sharedWith = ({ config }: TestPlatform): Record<string, string> => ({
  DATABASE_URL: config.databaseUrl ?? '',
  REDIS_URL: config.redisUrl ?? '',
});
