import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Logger } from '@nestjs/common';
import { RecordActivity as RealListener } from '../../apps/platform/src/activity/record-activity.listener.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const DEAD_LETTERS = '/api/user-batch-upload/dead-letters';

const spyOnErrors = () => jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let loadId: string;
  let calls = 0;
  let isMended = false;
  let logged: ReturnType<typeof spyOnErrors>;

  /** Has the name of the listener that it replaces, because deliveries are stored by that name. */
  class RecordActivity extends RealListener {
    override async handleAll(events: Parameters<RealListener['handleAll']>[0]): Promise<void> {
      if (isMended) return super.handleAll(events);
      calls += 1;
      throw new Error('the activity list is full');
    }
  }

  beforeAll(async () => {
    logged = spyOnErrors();
    platform = await startPlatform(await setup.env(), {
      override: (builder) => builder.overrideProvider(RealListener).useClass(RecordActivity),
    });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const load = (await admin.upload(csv(headers, [person()]))).body;
    loadId = load.id;
    await admin.finish(loadId);
    await eventually(async () => calls > 0);
    // Skips the pauses between attempts, which take hours in total.
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await eventually(async () => {
      const [row] = await em.execute<{ attempts: number }[]>(
        `update batch_upload_delivery set attempts = 11, next_at = 0 where error is not null and attempts < 11
         returning attempts`,
      );
      return row;
    });
  });
  afterAll(async () => {
    logged.mockRestore();
    await platform.stop();
  });

  test('an event that a listener could not handle becomes a dead letter, seen by load and in health', async () => {
    const { body } = await eventually(async () => {
      const answer = await admin.get(`${DEAD_LETTERS}?loadId=${loadId}`);
      return answer.body.total > 0 && answer;
    }, 20_000);
    expect(body).toMatchObject({ total: 1, page: 1 });
    expect(body.items).toEqual([
      {
        eventId: expect.any(String),
        type: 'UserCreated',
        listener: 'RecordActivity',
        loadId,
        line: 2,
        userId: expect.any(String),
        occurredAt: expect.any(String),
        attempts: 12,
        error: 'the activity list is full',
        diedAt: expect.any(String),
      },
    ]);
    const lines = logged.mock.calls.map(([line]) => String(line));
    expect(lines.filter((line) => line.includes('gave up'))).toEqual([
      `RecordActivity gave up event ${body.items[0].eventId} after 12 tries: the activity list is full`,
    ]);
    const health = (await admin.get('/api/health')).body;
    expect(health.status).toBe('degraded');
    expect(health.details.batchUpload.deadLetters).toBe(1);
    expect((await admin.get(DEAD_LETTERS)).body.total).toBe(1);
  });

  test('another organisation neither sees nor retries it', async () => {
    const stranger = await Client.signIn(platform, 'admin@contoso.example');
    expect((await stranger.get(DEAD_LETTERS)).body.total).toBe(0);
    expect((await stranger.post(`${DEAD_LETTERS}/retry`, {})).body).toEqual({ retried: 0 });
    expect((await stranger.get(`${DEAD_LETTERS}?loadId=${loadId}`)).body.code).toBe(
      'LOAD_NOT_FOUND',
    );
  });

  test('once the cause is fixed, a retry succeeds', async () => {
    isMended = true;
    const { status, body } = await admin.post(`${DEAD_LETTERS}/retry`, { loadId });
    expect([status, body]).toEqual([200, { retried: 1 }]);
    await eventually(async () => {
      const { items } = (await admin.get('/api/activity')).body;
      return items.some((entry: { loadId: string }) => entry.loadId === loadId);
    });
    expect((await admin.get(DEAD_LETTERS)).body.total).toBe(0);
    await eventually(async () => (await admin.get('/api/health')).body.status === 'ok');
  });
});
