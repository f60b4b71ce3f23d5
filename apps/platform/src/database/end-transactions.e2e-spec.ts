import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { outagesOf } from '../../../../test/e2e/outage.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';

/** More than the size of the pool. */
const TRANSACTIONS = 12;

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
  }, 60_000);
  afterAll(() => platform.stop());

  test('a transaction whose begin or rollback fails releases its connection', async () => {
    const orm = platform.app.get(MikroORM);
    const outages = outagesOf(platform);
    const transaction = (sql: string) =>
      (orm.em.fork() as SqlEntityManager).transactional((em) => em.execute(sql));
    const waits = platform.config.databaseUrl ? 'select pg_sleep(60)' : 'select 1';
    if (!platform.config.databaseUrl) await outages.makeReadOnly();
    const failing = Array.from({ length: TRANSACTIONS }, () => transaction(waits));
    if (platform.config.databaseUrl) {
      let areEnded = false;
      void Promise.allSettled(failing).then(() => (areEnded = true));
      // Ends all connections. Waiting calls start now and are ended by the next round.
      while (!areEnded) await outages.makeReadOnly();
    }
    const ended = await Promise.allSettled(failing);
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['rejected']));
    await outages.makeWritable();
    await expect(transaction('select 1 as answer')).resolves.toEqual([{ answer: 1 }]);
    expect((await fetch(`${platform.url}/api/health`)).status).toBe(200);
  });
});
