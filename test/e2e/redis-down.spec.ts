import { expect, test } from '@jest/globals';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform } from './platform.js';

test('without Redis a load is still finished, and health reports the outage', async () => {
  const platform = await startPlatform({ REDIS_URL: 'redis://127.0.0.1:1' });
  try {
    const admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const { body: load } = await admin.upload(csv(headers, [person()]));
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
