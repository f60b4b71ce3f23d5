import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PlatformUsers } from '../../apps/platform/src/users/platform-users.js';
import { ChunkLeases, LeaseLost } from '../../libs/user-batch-upload/src/work/chunk-lease.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { type Changes, startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase, onPostgresqlAndRedis } from './databases.js';

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

  test('a worker that slept past its lease can’t complete its chunk: another worker has it', async () => {
    const { body: load } = await admin.upload(csv(headers, [person()]));
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await em.execute(`update batch_upload_chunk set task = 'FINISH' where load_id = ?`, [load.id]);
    const chunks = platform.app.get(ChunkLeases);
    await RequestContext.create(em, async () => {
      const slept = await chunks.claim(load.id, 'FINISH');
      if (!slept) throw new Error('The chunk was not free.');
      expect(await chunks.claim(load.id, 'FINISH')).toBeUndefined();
      await em.execute('update batch_upload_chunk set leased_until = 1 where load_id = ?', [
        load.id,
      ]);
      const awake = await chunks.claim(load.id, 'FINISH');
      expect(awake?.fencingToken).toBe(slept.fencingToken + 1);
      await expect(chunks.complete(slept)).rejects.toThrow(LeaseLost);
      if (awake) await chunks.complete(awake);
    });
  });
});

onPostgresqlAndRedis((setup) => {
  test('a chunk that takes longer than its lease stays with its worker', async () => {
    const leaseMs = 300;
    let calls = 0;
    const claims: number[] = [];
    /** Waits until a worker has looked for a free chunk after the end of the lease. */
    class SlowUsers extends PlatformUsers {
      override async write(...asked: Parameters<PlatformUsers['write']>) {
        calls += 1;
        const end = Date.now() + leaseMs;
        await eventually(async () => claims.some((at) => at > end));
        return super.write(...asked);
      }
    }
    class NotedChunks extends ChunkLeases {
      override async claim(...asked: Parameters<ChunkLeases['claim']>) {
        const at = Date.now();
        const chunk = await super.claim(...asked);
        if (asked[1] === 'FINISH') claims.push(at);
        return chunk;
      }
    }
    const changes: Changes = {
      options: { leaseMs, sweepMs: 100 },
      override: (builder) =>
        builder
          .overrideProvider(PlatformUsers)
          .useClass(SlowUsers)
          .overrideProvider(ChunkLeases)
          .useClass(NotedChunks),
    };
    const platform = await startPlatform(await setup.env(), changes);
    try {
      const other = await startPlatform(sharedWith(platform), changes);
      try {
        const admin = await Client.signIn(platform);
        const { body } = await admin.get('/api/user-batch-upload/options');
        const headers = body.columns.map(({ header }: { header: string }) => header);
        const { body: load } = await admin.upload(csv(headers, [person()]));
        const finished = await admin.finish(load.id);
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
