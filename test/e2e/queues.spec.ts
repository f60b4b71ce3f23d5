import { getQueueToken } from '@nestjs/bull';
import { describe, expect, test } from '@jest/globals';
import type { TestingModuleBuilder } from '@nestjs/testing';
import { withBullMQ } from './bullmq-platform.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { onPostgresqlAndRedis } from './databases.js';
import { startPlatform } from './platform.js';

type Override = (builder: TestingModuleBuilder) => TestingModuleBuilder;

const QUEUES: [name: string, override: (redisUrl: string) => Override | undefined][] = [
  ['Bull', () => undefined],
  ['BullMQ', withBullMQ],
];
/** No sweep finds work within a test: only a wake-up does. */
const NO_SWEEPS = { sweepMs: 3_600_000 };

describe.each(QUEUES)('%s', (_name, overrideFor) => {
  test('without Redis a load is still finished, health reports it, and the process stops', async () => {
    const redisUrl = 'redis://127.0.0.1:1';
    const override = overrideFor(redisUrl);
    const platform = await startPlatform({ REDIS_URL: redisUrl }, { override, options: NO_SWEEPS });
    try {
      const admin = await Client.signIn(platform);
      const { body: load } = await upload(admin);
      expect((await admin.finish(load.id)).outcome).toMatchObject({ created: 1 });
      const health = await admin.get('/api/health');
      expect({ status: health.status, said: health.body.status }).toEqual({
        status: 200,
        said: 'degraded',
      });
    } finally {
      await platform.stop();
    }
  }, 60_000);

  onPostgresqlAndRedis((setup) => {
    test('a process that works finishes the load of one that only serves', async () => {
      const env = await setup.env();
      const override = overrideFor(env['REDIS_URL'] ?? '');
      const web = await startPlatform(env, {
        override,
        options: { ...NO_SWEEPS, runWorker: false },
      });
      const worker = await startPlatform(env, { override, options: NO_SWEEPS });
      try {
        const admin = await Client.signIn(web);
        const { body: load } = await upload(admin);
        expect((await admin.finish(load.id)).outcome).toMatchObject({ created: 1 });
        const { body } = await admin.get('/api/health');
        expect(body.details.batchUpload).toMatchObject({ runnerIsWell: true });

        const queue: Queue = worker.app.get(getQueueToken('user-batch-upload'), { strict: false });
        expect(queue.name).toBe('user-batch-upload');
        const isEmpty = async () => Object.values(await queue.getJobCounts()).every((n) => n === 0);
        expect(await eventually(isEmpty)).toBe(true);
      } finally {
        await Promise.all([web.stop(), worker.stop()]);
      }
    }, 60_000);
  });
});

async function upload(admin: Client) {
  const { body } = await admin.get('/api/user-batch-upload/options');
  const headers = body.columns.map(({ header }: { header: string }) => header);
  return admin.upload(csv(headers, [person()]));
}

/** What Bull and BullMQ have in common. */
interface Queue {
  name: string;
  getJobCounts(): Promise<Record<string, number>>;
}
